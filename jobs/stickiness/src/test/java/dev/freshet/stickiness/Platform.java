package dev.freshet.stickiness;

import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.StickinessState;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.JobPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/** A platform in small around the job. */
final class Platform extends JobPlatform {

  /** The topic of users' states, which the job writes where {@link #telling} is asked for. */
  private static final String STICKINESS = "stickiness";

  private static final int PARTITIONS = 2;

  Platform(Path directory) {
    this(directory, EmbeddedRedis.start());
  }

  Platform(Path directory, EmbeddedRedis redis) {
    super(directory, redis, StickinessJob.NAME, StickinessJob::define, quick(), PARTITIONS);
    kafka.createTopic(STICKINESS, PARTITIONS, Map.of("cleanup.policy", "compact"));
  }

  private static Configuration quick() {
    Configuration options = new Configuration();
    options.set(EventOptions.IDLE_TIMEOUT, Duration.ofMillis(100));
    options.set(EventOptions.MAX_OUT_OF_ORDERNESS, Duration.ZERO);
    options.set(KafkaOptions.TOPICS_PURCHASES, "purchases");
    options.set(StickinessOptions.INTERVAL, Duration.ofMillis(50));
    options.set(StickinessOptions.DELAY, Duration.ofMillis(50));
    return options;
  }

  /** The options with which the job also tells others of users' states. */
  Configuration telling() {
    Configuration options = options();
    options.set(KafkaOptions.TOPICS_STICKINESS, STICKINESS);
    options.set(KafkaOptions.USER_STATES_INTERVAL, Duration.ofMillis(200));
    return options;
  }

  Map<String, String> stickiness(String user) {
    return redis().hgetall("stickiness:" + user);
  }

  /** Whom the topic of users' states tells of, and whom it has told that they are forgotten. */
  Map<String, Optional<byte[]>> told() {
    return kafka.latest(STICKINESS);
  }

  /** What the topic says of a user, as fields of the hash in Redis; empty if it says nothing. */
  Map<String, String> told(String user) {
    Optional<byte[]> value = told().getOrDefault(user, Optional.empty());
    return value.map(Platform::fields).orElse(Map.of());
  }

  private static Map<String, String> fields(byte[] value) {
    StickinessState state = decoded(value);
    Map<String, String> fields = new HashMap<>();
    fields.put("score", Integer.toString(state.getScore()));
    fields.put("tier", state.getTier());
    fields.put("trend", Integer.toString(state.getTrend()));
    fields.put("recency", share(state.getRecency()));
    fields.put("frequency", share(state.getFrequency()));
    fields.put("depth", share(state.getDepth()));
    fields.put("community", share(state.getCommunity()));
    fields.put("activeDays7", Integer.toString(state.getActiveDays7()));
    fields.put("activeDays28", Integer.toString(state.getActiveDays28()));
    fields.put("streak", Integer.toString(state.getStreak()));
    fields.put("bestStreak", Integer.toString(state.getBestStreak()));
    fields.put("returnProbability", share(state.getReturnProbability()));
    if (state.getPropensity() != null) {
      fields.put("propensity", share(state.getPropensity()));
    }
    fields.put("asOf", Long.toString(state.getAsOf().toEpochMilli()));
    return fields;
  }

  static StickinessState decoded(byte[] value) {
    try {
      return RecordEncoding.stickiness().decode(value);
    } catch (UnknownSchemaException | MalformedRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
