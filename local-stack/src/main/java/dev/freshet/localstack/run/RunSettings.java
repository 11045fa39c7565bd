package dev.freshet.localstack.run;

import dev.freshet.engagement.EngagementOptions;
import dev.freshet.engagement.EngagementSettings;
import dev.freshet.engagement.community.CommunityOptions;
import dev.freshet.localstack.command.JobOptions;
import dev.freshet.localstack.rules.RuleSet;
import dev.freshet.recommendations.RecommendationsOptions;
import dev.freshet.recommendations.RecommendationsSettings;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.cleaning.ItemLimits;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.stickiness.StickinessJobSettings;
import dev.freshet.stickiness.StickinessOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.Configuration;

/**
 * What a run is made of.
 *
 * @param runtime how records are read and cleaned; where Kafka and Redis are has no meaning here
 * @param items of which items interactions are used, in all jobs, as they read the same clean
 *     events
 * @param products the jobs
 */
record RunSettings(RuntimeSettings runtime, ItemLimits items, List<Product> products) {

  private static final String NO_KAFKA = "none";
  private static final Duration NEVER = Duration.ofDays(36_500);

  /**
   * Reads the settings of the jobs.
   *
   * @param rules of incentives, and audiences; without any the engagement job does not run
   * @param unwilling users who want no partners
   * @throws IllegalArgumentException if a key or a value is wrong, naming it
   */
  static RunSettings of(JobOptions given, RuleSet rules, Set<String> unwilling) {
    Configuration options =
        given.configuration(
            RuntimeSettings.optionsWith(
                RecommendationsOptions.class,
                StickinessOptions.class,
                EngagementOptions.class,
                CommunityOptions.class));
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, NO_KAFKA);
    // A log has its own time, which no clock on the wall carries on.
    options.set(StickinessOptions.QUIET, NEVER);
    options.set(EngagementOptions.QUIET, NEVER);
    options.set(StickinessOptions.DELAY, Duration.ZERO);
    // Read at full speed, a log would be sampled by the speed of the machine.
    options.set(RecommendationsOptions.MODEL_EXAMPLES, 0);
    // Keys without prefix and hash tags, so that the dumps of all installations can be compared.
    RedisKeys keys = RedisKeys.plain();
    RecommendationsSettings recommendations = RecommendationsSettings.from(options, keys);
    List<Product> products = new ArrayList<>();
    products.add(new RecommendationsProduct(recommendations));
    products.add(new StickinessProduct(StickinessJobSettings.from(options, keys)));
    if (!rules.isEmpty()) {
      EngagementSettings engagement = EngagementSettings.from(options, keys);
      engagement.requireSecretFor(rules.rules());
      products.add(
          new EngagementProduct(engagement, engagement.community(options), rules, unwilling));
    }
    return new RunSettings(
        RuntimeSettings.from(options, "run"), recommendations.items(), List.copyOf(products));
  }
}
