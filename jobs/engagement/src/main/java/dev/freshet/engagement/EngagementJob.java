package dev.freshet.engagement;

import static dev.freshet.runtime.settings.OptionChecks.required;

import dev.freshet.engagement.community.CommunityOptions;
import dev.freshet.engagement.community.CommunityTopology;
import dev.freshet.engagement.community.PreferenceTopic;
import dev.freshet.runtime.JobMain;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.kafka.EventTopics;
import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.runtime.kafka.ResultTopic;
import dev.freshet.runtime.kafka.TableTopic;
import dev.freshet.runtime.kafka.UserRecordWriter;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.redis.RedisSink;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.settings.JobConfiguration;
import dev.freshet.scoring.audience.Passage;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs the engagement job. */
public final class EngagementJob {

  /** The job's name, which is also its consumer group. */
  public static final String NAME = "engagement";

  private static final Class<?>[] OPTIONS =
      RuntimeSettings.optionsWith(EngagementOptions.class, CommunityOptions.class);

  private EngagementJob() {}

  /** Runs the job with the options of the command line; {@code --help} lists them. */
  public static void main(String[] args) throws Exception {
    JobMain.run(NAME, args, OPTIONS, EngagementJob::define);
  }

  /**
   * The options that the command line and its files give.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static Configuration options(String[] args) {
    return JobConfiguration.from(args, OPTIONS);
  }

  /**
   * Defines the job between Kafka and Redis.
   *
   * @throws IllegalArgumentException naming the option whose value can't be
   */
  public static void define(StreamExecutionEnvironment env, Configuration options) {
    RuntimeSettings runtime = RuntimeSettings.from(options, NAME);
    EngagementSettings settings = EngagementSettings.from(options, runtime.redis().keys());
    runtime.events().requireMemoryFor(EngagementOptions.LATENESS, settings.scoring().lateness());
    KafkaSettings.requireApart(
        options,
        List.of(
            EngagementOptions.TOPIC_RULES,
            EngagementOptions.TOPIC_REWARDS,
            EngagementOptions.TOPIC_AUDIENCE_CHANGES));
    String rulesTopic =
        required(EngagementOptions.TOPIC_RULES, options.get(EngagementOptions.TOPIC_RULES));
    String rewardsTopic =
        required(EngagementOptions.TOPIC_REWARDS, options.get(EngagementOptions.TOPIC_REWARDS));
    String changesTopic =
        required(
            EngagementOptions.TOPIC_AUDIENCE_CHANGES,
            options.get(EngagementOptions.TOPIC_AUDIENCE_CHANGES));
    ToldTopics toldTopics = ToldTopics.from(options, runtime);
    Optional<PreferenceTopic> preferencesTopic = PreferenceTopic.from(options);
    List<String> compacted =
        Stream.of(
                Stream.of(rulesTopic),
                toldTopics.all().stream(),
                preferencesTopic.map(PreferenceTopic::name).stream())
            .flatMap(Function.identity())
            .toList();
    SingleOutputStreamOperator<Notice> rules = rules(env, runtime, settings, rulesTopic);
    Optional<ToldTopics.Streams> told = toldTopics.read(env, runtime);
    Optional<PreferenceTopic.Streams> preferences =
        preferencesTopic.map(topic -> topic.read(env, runtime));
    DataStream<RejectedRecord> rejected =
        Stream.of(
                told.map(ToldTopics.Streams::rejected),
                preferences.map(PreferenceTopic.Streams::rejected))
            .flatMap(Optional::stream)
            .reduce(rules.getSideOutput(RuleChecker.REJECTED), DataStream::union);
    EventStreams events =
        new EventTopics(runtime.kafka(), runtime.events(), compacted)
            .readWithPurchases(env, List.of(rewardsTopic, changesTopic), rejected);
    CommunityTopology.Streams community =
        CommunityTopology.of(
            events.interactionsByUser(),
            events.catalogue(),
            preferences.map(PreferenceTopic.Streams::preferences),
            settings.community(options),
            runtime.redis());
    EngagementTopology topology =
        EngagementTopology.of(
            events.interactionsByUser(),
            events.catalogue(),
            rules,
            told.map(ToldTopics.Streams::notices),
            community.experts(),
            settings,
            runtime.redis());
    RedisSink.inOrder(topology.users())
        .sinkTo(new RedisSink(runtime.redis(), List.of()))
        .uid("redis-users")
        .name("Write users to Redis");
    RedisSink.inOrder(topology.effects())
        .sinkTo(new RedisSink(runtime.redis(), List.of()))
        .uid("redis-rules")
        .name("Write rules to Redis");
    community
        .writes()
        // They come from several steps.
        .keyBy(RedisWrite::key)
        .sinkTo(new RedisSink(runtime.redis(), List.of()))
        .uid("redis-community")
        .name("Write the community to Redis");
    topology
        .rewards()
        .sinkTo(
            new ResultTopic(
                    runtime.kafka(),
                    options.get(EngagementOptions.DELIVERY),
                    options.get(EngagementOptions.TRANSACTIONS))
                .sink(new UserRecordWriter<>(rewardsTopic, GivenReward::user, GivenReward::record)))
        .uid("rewards")
        .name("Write rewards");
    topology
        .audiences()
        // By member, as one audience may have most of the writes.
        .keyBy(RedisWrite::value)
        .sinkTo(new RedisSink(runtime.redis(), List.of()))
        .uid("redis-audiences")
        .name("Write audiences to Redis");
    topology
        .passages()
        .sinkTo(
            new ResultTopic(
                    runtime.kafka(),
                    options.get(EngagementOptions.AUDIENCES_DELIVERY),
                    options.get(EngagementOptions.AUDIENCES_TRANSACTIONS))
                .sink(
                    new UserRecordWriter<>(changesTopic, Passage::user, AudienceRecords::encoded)))
        .uid("audience-changes")
        .name("Write changes of audiences");
  }

  private static SingleOutputStreamOperator<Notice> rules(
      StreamExecutionEnvironment env,
      RuntimeSettings runtime,
      EngagementSettings settings,
      String topic) {
    TableTopic table = new TableTopic(runtime.kafka(), topic, runtime.events().maxBytes());
    return table
        .read(env)
        .process(new RuleChecker(settings, table.identity()))
        .returns(Notice.class)
        .uid("rule-records")
        .name("Check rules")
        .setParallelism(1)
        .setMaxParallelism(1);
  }
}
