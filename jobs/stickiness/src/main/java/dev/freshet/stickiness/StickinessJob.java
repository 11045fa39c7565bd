package dev.freshet.stickiness;

import dev.freshet.runtime.JobMain;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.kafka.EventTopics;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.redis.RedisSink;
import dev.freshet.runtime.settings.JobConfiguration;
import dev.freshet.runtime.userstate.UserStateSettings;
import dev.freshet.runtime.userstate.UserStateTopic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs the stickiness job. */
public final class StickinessJob {

  /** The job's name, which is also its consumer group. */
  public static final String NAME = "stickiness";

  private static final Class<?>[] OPTIONS = RuntimeSettings.optionsWith(StickinessOptions.class);

  private StickinessJob() {}

  /** Runs the job with the options of the command line; {@code --help} lists them. */
  public static void main(String[] args) throws Exception {
    JobMain.run(NAME, args, OPTIONS, StickinessJob::define);
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
    StickinessJobSettings settings = StickinessJobSettings.from(options, runtime.redis().keys());
    Optional<UserStateSettings> userStates =
        UserStateSettings.from(options, KafkaOptions.TOPICS_STICKINESS, runtime.kafka());
    EventStreams events =
        new EventTopics(
                runtime.kafka(),
                runtime.events(),
                userStates.map(UserStateSettings::topic).stream().toList())
            .readWithPurchases(env);
    StickinessTopology topology =
        StickinessTopology.of(events.interactionsByUser(), settings, runtime.redis());
    attachRedis(topology, runtime);
    userStates.ifPresent(
        topic ->
            // The job tells whom it forgets.
            new UserStateTopic(topic, Duration.ZERO, settings.cache())
                .write(topology.userStates()));
  }

  private static void attachRedis(StickinessTopology topology, RuntimeSettings runtime) {
    RedisSink.inOrder(topology.users())
        .sinkTo(new RedisSink(runtime.redis(), List.of()))
        .uid("redis-users")
        .name("Write users to Redis");
    topology
        .platform()
        .sinkTo(new RedisSink(runtime.redis(), List.of()))
        .uid("redis-platform")
        .name("Write the platform to Redis")
        .setParallelism(1)
        .setMaxParallelism(1);
  }
}
