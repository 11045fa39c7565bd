package dev.freshet.recommendations;

import dev.freshet.runtime.JobMain;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.kafka.EventTopics;
import dev.freshet.runtime.kafka.ExposureTopic;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.redis.RedisLibrary;
import dev.freshet.runtime.redis.RedisSink;
import dev.freshet.runtime.settings.JobConfiguration;
import dev.freshet.runtime.userstate.UserStateSettings;
import dev.freshet.runtime.userstate.UserStateTopic;
import dev.freshet.schemas.ReaderFunction;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
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
    Optional<ExposureTopic.Streams> exposures =
        settings.scoring().exposures().count()
            ? ExposureTopic.read(env, runtime.kafka(), runtime.events())
            : Optional.empty();
    EventStreams events =
        new EventTopics(
                runtime.kafka(),
                runtime.events(),
                userStates.map(UserStateSettings::topic).stream().toList())
            .read(env, settings.items(), exposures);
    RecommendationsTopology topology =
        RecommendationsTopology.of(
            events.interactionsByUser(),
            exposures.map(ExposureTopic.Streams::exposures),
            events.catalogue(),
            settings,
            runtime.redis());
    attachRedis(topology, runtime);
    userStates.ifPresent(
        topic ->
            new UserStateTopic(topic, settings.userTtl(), settings.cache())
                .write(topology.userStates()));
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
