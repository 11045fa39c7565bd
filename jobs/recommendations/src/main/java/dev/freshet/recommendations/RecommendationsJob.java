package dev.freshet.recommendations;

import dev.freshet.runtime.JobMain;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.cleaning.ExposureStreams;
import dev.freshet.runtime.kafka.EventTopics;
import dev.freshet.runtime.kafka.ExperimentTopic;
import dev.freshet.runtime.kafka.ExposureTopic;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.ListRuleTopic;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.redis.RedisLibrary;
import dev.freshet.runtime.redis.RedisSink;
import dev.freshet.runtime.settings.JobConfiguration;
import dev.freshet.runtime.userstate.UserStateSettings;
import dev.freshet.runtime.userstate.UserStateTopic;
import dev.freshet.schemas.ReaderFunction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs the recommendations job. */
public final class RecommendationsJob {

  /** The job's name, which is also its consumer group. */
  public static final String NAME = "recommendations";

  private static final Class<?>[] OPTIONS =
      RuntimeSettings.optionsWith(RecommendationsOptions.class);

  private RecommendationsJob() {}

  /** Runs the job with the options of the command line; {@code --help} lists them. */
  public static void main(String[] args) throws Exception {
    JobMain.run(NAME, args, OPTIONS, RecommendationsJob::define);
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
    RecommendationsSettings settings =
        RecommendationsSettings.from(options, runtime.redis().keys());
    Optional<UserStateSettings> userStates =
        UserStateSettings.from(options, KafkaOptions.TOPICS_INTERESTS, runtime.kafka());
    Optional<ExperimentTopic> experimentTopic = ExperimentTopic.from(options);
    Optional<ExperimentTopic.Streams> experiments =
        experimentTopic.map(topic -> topic.read(env, runtime.kafka(), runtime.events()));
    Optional<ListRuleTopic> ruleTopic = ListRuleTopic.from(options);
    Optional<ListRuleTopic.Streams> rules =
        ruleTopic.map(topic -> topic.read(env, runtime.kafka(), runtime.events()));
    Optional<ExposureStreams> exposures = exposures(env, runtime, settings);
    List<String> compacted =
        Stream.of(
                userStates.map(UserStateSettings::topic),
                experimentTopic.map(ExperimentTopic::name),
                ruleTopic.map(ListRuleTopic::name))
            .flatMap(Optional::stream)
            .toList();
    List<String> further =
        exposures.map(read -> runtime.kafka().topics().exposures()).stream().toList();
    Optional<DataStream<RejectedRecord>> rejected =
        Stream.of(
                experiments.map(ExperimentTopic.Streams::rejected),
                rules.map(ListRuleTopic.Streams::rejected),
                exposures.map(ExposureStreams::rejected))
            .flatMap(Optional::stream)
            .reduce(DataStream::union);
    EventStreams events =
        new EventTopics(runtime.kafka(), runtime.events(), compacted)
            .read(env, settings.items(), further, rejected);
    RecommendationsTopology topology =
        RecommendationsTopology.of(
            events.interactionsByUser(),
            exposures.map(ExposureStreams::exposures),
            events.catalogue(),
            experiments.map(ExperimentTopic.Streams::experiments),
            rules.map(ListRuleTopic.Streams::rules),
            settings,
            runtime.redis());
    attachRedis(topology, runtime);
    userStates.ifPresent(
        topic ->
            new UserStateTopic(topic, settings.userTtl(), settings.cache())
                .write(topology.userStates()));
  }

  /** What users were shown, if a topic tells and it counts for anything. */
  private static Optional<ExposureStreams> exposures(
      StreamExecutionEnvironment env, RuntimeSettings runtime, RecommendationsSettings settings) {
    return settings.scoring().exposures().count() && runtime.kafka().topics().hasExposures()
        ? Optional.of(new ExposureTopic(runtime.kafka(), runtime.events()).read(env))
        : Optional.empty();
  }

  static void attachRedis(RecommendationsTopology topology, RuntimeSettings runtime) {
    RedisLibrary reader =
        new RedisLibrary(ReaderFunction.NAME, ReaderFunction.VERSION, ReaderFunction.code());
    RedisSink.inOrder(topology.users())
        // Both load it: documents must not come before the function that reads them.
        .sinkTo(new RedisSink(runtime.redis(), List.of(reader)))
        .uid("redis-users")
        .name("Write users and items to Redis");
    topology
        .platform()
        .sinkTo(new RedisSink(runtime.redis(), List.of(reader)))
        .uid("redis-platform")
        .name("Write the pulse to Redis")
        .setParallelism(1)
        .setMaxParallelism(1);
  }
}
