package dev.freshet.runtime;

import dev.freshet.runtime.checkpoint.CheckpointOptions;
import dev.freshet.runtime.failure.FailureOptions;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.runtime.redis.RedisSettings;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The options that all jobs share, read once and checked.
 *
 * @param kafka where records come from and rejected ones go to
 * @param events which records are used
 * @param redis where the results go
 */
public record RuntimeSettings(KafkaSettings kafka, EventSettings events, RedisSettings redis)
    implements Serializable {

  /** The classes that declare the options of all jobs, and those of one job. */
  public static Class<?>[] optionsWith(Class<?>... ofTheJob) {
    return Stream.concat(
            Stream.of(
                KafkaOptions.class,
                EventOptions.class,
                FailureOptions.class,
                RedisOptions.class,
                CheckpointOptions.class),
            Arrays.stream(ofTheJob))
        .toArray(Class<?>[]::new);
  }

  /**
   * Reads and checks the options.
   *
   * @param job the job's name, which consumer group and transactions are called after unless
   *     configured
   * @throws IllegalArgumentException if a value is missing or wrong, naming its key
   */
  public static RuntimeSettings from(ReadableConfig config, String job) {
    return new RuntimeSettings(
        KafkaSettings.from(config, job), EventSettings.from(config), RedisSettings.from(config));
  }
}
