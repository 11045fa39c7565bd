package dev.freshet.engagement;

import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.state.BesideBroadcast;
import dev.freshet.runtime.time.CarriedTimeOperator;
import dev.freshet.runtime.time.TimelessOperator;
import dev.freshet.scoring.audience.Passage;
import dev.freshet.scoring.community.ExpertChange;
import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.effect.OutcomeChange;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * The data flow of the engagement job.
 *
 * <pre>
 *                                    .--> audiences
 * interactions --by user--> user-engagement --rewards, progress--by user--> accounts
 *                             ^         |                                      ^
 * rules, audiences, items ----'         '--of rules with a budget--by rule--> budgets
 *            (to all tasks), what other jobs tell of users,
 *            experts of tags (by user)
 *
 * user-engagement, budgets --what counts for measured rules, by user--> rule-outcomes
 *   --by rule--> rule-effects
 * </pre>
 *
 * @param users what is written of users to Redis; writes of one key keep their order
 * @param effects what is written of rules to Redis; writes of one key keep their order
 * @param rewards what is written to the topic of rewards
 * @param audiences what is written of audiences to Redis; writes of one member keep their order
 * @param passages who enters and leaves audiences
 */
public record EngagementTopology(
    DataStream<RedisWrite> users,
    DataStream<RedisWrite> effects,
    DataStream<GivenReward> rewards,
    DataStream<RedisWrite> audiences,
    DataStream<Passage> passages) {

  /**
   * The flow from these streams on.
   *
   * @param rules rules and audiences as they are applied; event time begins once it tells that all
   *     are known that there were at the start
   * @param told what other jobs tell of users, if anything
   * @param experts who becomes one of the best experts of a tag, and who is none any more; event
   *     time waits for them
   * @param redis what may lose what is written and is then given it again, or null
   */
  public static EngagementTopology of(
      KeyedStream<Interaction, String> interactions,
      DataStream<CatalogueItem> catalogue,
      DataStream<Notice> rules,
      Optional<DataStream<Notice>> told,
      DataStream<ExpertChange> experts,
      EngagementSettings settings,
      @Nullable RedisSettings redis) {
    SingleOutputStreamOperator<AccountChange> met =
        BesideBroadcast.transform(
                "Look at users",
                interactions,
                ofAll(rules, catalogue),
                ofOne(told, experts).keyBy(Notice::user),
                new UserEngagement(settings, redis),
                TypeInformation.of(AccountChange.class))
            .uid("user-engagement");
    SingleOutputStreamOperator<AccountChange> decided = budgets(met, settings);
    SingleOutputStreamOperator<RedisWrite> users =
        met.union(decided)
            .keyBy(AccountChange::user)
            .transform(
                "Keep accounts",
                TypeInformation.of(RedisWrite.class),
                new Accounts(settings, redis))
            .uid("accounts");
    return new EngagementTopology(
        users,
        effects(met, decided, settings, redis),
        users.getSideOutput(Accounts.REWARDS),
        met.getSideOutput(UserEngagement.AUDIENCES),
        met.getSideOutput(UserEngagement.PASSAGES));
  }

  private static DataStream<RedisWrite> effects(
      SingleOutputStreamOperator<AccountChange> met,
      SingleOutputStreamOperator<AccountChange> decided,
      EngagementSettings settings,
      @Nullable RedisSettings redis) {
    DataStream<OutcomeChange> outcomes =
        met.getSideOutput(RuleOutcomes.NEWS)
            .union(decided.getSideOutput(RuleOutcomes.NEWS))
            .keyBy(FollowUp::user)
            .transform(
                "Follow users of measured rules",
                TypeInformation.of(OutcomeChange.class),
                new CarriedTimeOperator<>(new RuleOutcomes(settings)))
            .uid("rule-outcomes");
    return outcomes
        .keyBy(OutcomeChange::rule)
        .transform(
            "Sum up what came of rules",
            TypeInformation.of(RedisWrite.class),
            new CarriedTimeOperator<>(new RuleEffects(settings, redis)))
        .uid("rule-effects");
  }

  private static DataStream<Notice> ofAll(
      DataStream<Notice> rules, DataStream<CatalogueItem> catalogue) {
    return timeless(rules.union(items(catalogue)), "Tell all of rules and items")
        .uid("notices-to-all")
        .setParallelism(1)
        .setMaxParallelism(1);
  }

  private static DataStream<Notice> ofOne(
      Optional<DataStream<Notice>> told, DataStream<ExpertChange> experts) {
    DataStream<Notice> ofExperts =
        experts
            .map(Notice::ofExpert)
            .returns(Notice.class)
            .uid("expert-notices")
            .name("Tell users that they are experts");
    return told.<DataStream<Notice>>map(
            more ->
                timeless(more, "Tell users what other jobs know")
                    .uid("notices-of-jobs")
                    .union(ofExperts))
        .orElse(ofExperts);
  }

  /** Nothing is waited for but events and experts. */
  private static SingleOutputStreamOperator<Notice> timeless(
      DataStream<Notice> notices, String name) {
    return notices.transform(name, TypeInformation.of(Notice.class), new TimelessOperator<>());
  }

  private static DataStream<Notice> items(DataStream<CatalogueItem> catalogue) {
    return catalogue
        .map(item -> Notice.ofItem(item.item(), item.tags()))
        .returns(Notice.class)
        .uid("item-tags")
        .name("Tell the tags of items")
        .setParallelism(1)
        .setMaxParallelism(1);
  }

  private static SingleOutputStreamOperator<AccountChange> budgets(
      SingleOutputStreamOperator<AccountChange> met, EngagementSettings settings) {
    return met.getSideOutput(UserEngagement.BUDGETED)
        .keyBy(Grant::rule)
        .transform(
            "Spend budgets",
            TypeInformation.of(AccountChange.class),
            new CarriedTimeOperator<>(new Budgets(settings)))
        .uid("budgets");
  }
}
