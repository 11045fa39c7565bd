package dev.freshet.localstack.up;

import dev.freshet.effect.EffectOptions;
import dev.freshet.engagement.EngagementOptions;
import dev.freshet.recommendations.RecommendationsJob;
import dev.freshet.recommendations.RecommendationsSettings;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.stickiness.StickinessJobSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * What the jobs of a stack are started with.
 *
 * @param shared by the recommendations and the stickiness job
 * @param prompt the same for jobs that wait for what is late, which here is next to nothing
 * @param effect the same, with what only the effect job has to know
 */
record StackOptions(Configuration shared, Configuration prompt, Configuration effect) {

  /** Topics that a platform need not have, and this one has unless it is told otherwise. */
  private static final Map<ConfigOption<String>, String> TOPICS =
      Map.of(
          KafkaOptions.TOPICS_PURCHASES, "purchases",
          KafkaOptions.TOPICS_STICKINESS, "stickiness",
          KafkaOptions.TOPICS_INTERESTS, "interests",
          KafkaOptions.TOPICS_PREFERENCES, "preferences",
          KafkaOptions.TOPICS_EXPERIMENTS, "experiments",
          KafkaOptions.TOPICS_RULES, "rules");

  /** Where lists that were shown are told; lists themselves do not depend on it unless asked to. */
  private static final String EXPOSURES = "exposures";

  private static final Duration LEAST_DISORDER = Duration.ofSeconds(2);
  private static final Duration EFFECT_INTERVAL = Duration.ofSeconds(1);

  /**
   * The options of each job.
   *
   * @param given what wins
   */
  static StackOptions of(Configuration given) {
    Configuration shared = new Configuration(given);
    TOPICS.forEach((option, name) -> setDefault(shared, option, name));
    Configuration prompt = new Configuration(shared);
    setDefault(prompt, EventOptions.MAX_OUT_OF_ORDERNESS, LEAST_DISORDER);
    setDefault(prompt, EngagementOptions.LATENESS, LEAST_DISORDER);
    setDefault(prompt, EngagementOptions.COUPON_SECRET, "no secret");
    Configuration effect = new Configuration(prompt);
    setDefault(effect, KafkaOptions.TOPICS_EXPOSURES, EXPOSURES);
    setDefault(effect, EffectOptions.LATENESS, LEAST_DISORDER);
    setDefault(effect, EffectOptions.INTERVAL, EFFECT_INTERVAL);
    return new StackOptions(shared, prompt, effect);
  }

  private static <T> void setDefault(Configuration options, ConfigOption<T> option, T value) {
    if (!options.contains(option)) {
      options.set(option, value);
    }
  }

  /** Kafka and Redis as those see them who send and read everything. */
  RuntimeSettings settings() {
    return RuntimeSettings.from(effect, RecommendationsJob.NAME);
  }

  /** How long what follows from an event may wait inside a job. */
  Duration longestWait() {
    RedisKeys keys = settings().redis().keys();
    Duration pulse = RecommendationsSettings.from(shared, keys).pulseInterval();
    Duration delay = StickinessJobSettings.from(shared, keys).delay();
    return pulse.compareTo(delay) > 0 ? pulse : delay;
  }
}
