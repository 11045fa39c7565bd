package dev.freshet.engagement;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;

/** What an operator can set of the engagement job. */
public final class EngagementOptions {

  public static final ConfigOption<String> ZONE =
      ConfigOptions.key("engagement.zone")
          .stringType()
          .defaultValue("UTC")
          .withDescription(
              "Time zone in which the platform's days and weeks begin and end, such as"
                  + " Asia/Shanghai.");

  public static final ConfigOption<Duration> LATENESS =
      ConfigOptions.key("engagement.lateness")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription(
              "How long an event is waited for after events.max-out-of-orderness, so how much later"
                  + " rewards come. Events that are later still earn nothing.");

  public static final ConfigOption<List<Integer>> LEVELS =
      ConfigOptions.key("engagement.levels")
          .intType()
          .asList()
          .defaultValues(100, 300, 1_000, 3_000, 10_000)
          .withDescription(
              "Points with which the levels 2, 3 and so on begin. Everybody begins at 1.");

  public static final ConfigOption<String> TOPIC_RULES =
      ConfigOptions.key("engagement.topics.rules")
          .stringType()
          .defaultValue("rules")
          .withDescription("Topic of the rules and audiences, compacted.");

  public static final ConfigOption<String> TOPIC_REWARDS =
      ConfigOptions.key("engagement.topics.rewards")
          .stringType()
          .defaultValue("rewards")
          .withDescription("Topic that rewards are written to.");

  public static final ConfigOption<DeliveryGuarantee> DELIVERY =
      ConfigOptions.key("engagement.rewards.delivery")
          .enumType(DeliveryGuarantee.class)
          .defaultValue(DeliveryGuarantee.AT_LEAST_ONCE)
          .withDescription(
              "Delivery of rewards. With at-least-once a reward may be on the topic twice, with the"
                  + " same id. exactly-once writes in transactions, visible to read_committed"
                  + " consumers after each checkpoint.");

  public static final ConfigOption<String> TRANSACTIONS =
      ConfigOptions.key("engagement.rewards.transactional-id-prefix")
          .stringType()
          .defaultValue("engagement-rewards")
          .withDescription(
              "Prefix of the transactional ids with exactly-once delivery; must differ between jobs"
                  + " on one Kafka.");

  public static final ConfigOption<String> TOPIC_AUDIENCE_CHANGES =
      ConfigOptions.key("engagement.topics.audience-changes")
          .stringType()
          .defaultValue("audience-changes")
          .withDescription("Topic that is told who enters and leaves audiences.");

  public static final ConfigOption<DeliveryGuarantee> AUDIENCES_DELIVERY =
      ConfigOptions.key("engagement.audiences.delivery")
          .enumType(DeliveryGuarantee.class)
          .defaultValue(DeliveryGuarantee.AT_LEAST_ONCE)
          .withDescription("Delivery of changes of audiences; as engagement.rewards.delivery.");

  public static final ConfigOption<String> AUDIENCES_TRANSACTIONS =
      ConfigOptions.key("engagement.audiences.transactional-id-prefix")
          .stringType()
          .defaultValue("engagement-audiences")
          .withDescription(
              "Prefix of the transactional ids with exactly-once delivery; must differ between jobs"
                  + " on one Kafka.");

  public static final ConfigOption<String> COUPON_SECRET =
      ConfigOptions.key("engagement.coupons.secret")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The key that coupon codes are made with. Not on the command line. Without it and"
                  + " without engagement.coupons.secret-file rules that give coupons are"
                  + " rejected.");

  public static final ConfigOption<String> COUPON_SECRET_FILE =
      ConfigOptions.key("engagement.coupons.secret-file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "File with nothing but that key, such as a mounted secret; read at the start.");

  public static final ConfigOption<Integer> MAX_ERRORS =
      ConfigOptions.key("engagement.rules.max-errors")
          .intType()
          .defaultValue(100)
          .withDescription(
              "How often a minute, in one task, a rule may fail while it is evaluated. One that"
                  + " fails more often is switched off in that task until it is applied again.");

  public static final ConfigOption<Integer> TOP_SIZE =
      ConfigOptions.key("engagement.top.size")
          .intType()
          .defaultValue(10_000)
          .withDescription("How many users points:top and the list of an activity hold.");

  public static final ConfigOption<Duration> EFFECTS_INTERVAL =
      ConfigOptions.key("engagement.effects.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription("How often at most what came of a rule is written to Redis.");

  public static final ConfigOption<Duration> STATE_TTL =
      ConfigOptions.key("engagement.state-ttl")
          .durationType()
          .defaultValue(Duration.ofDays(730))
          .withDescription(
              "Time without events after which what a user has earned is forgotten, in state and in"
                  + " Redis.");

  public static final ConfigOption<Duration> QUIET =
      ConfigOptions.key("engagement.quiet")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription(
              "Time without progress of event time after which the clock on the wall carries it on"
                  + " from where it stopped, so that rewards come and streaks break while the topics"
                  + " are silent.");

  public static final ConfigOption<Integer> CACHE_ENTRIES =
      ConfigOptions.key("engagement.cache.entries")
          .intType()
          .defaultValue(10_000)
          .withDescription("How many users a task keeps decoded in heap, at most 3 kB each.");

  private EngagementOptions() {}
}
