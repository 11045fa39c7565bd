package dev.freshet.localstack.evaluate;

import dev.freshet.localstack.command.JobOptions;
import dev.freshet.recommendations.RecommendationsOptions;
import dev.freshet.recommendations.RecommendationsSettings;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.stickiness.StickinessSettings;
import dev.freshet.stickiness.StickinessJobSettings;
import dev.freshet.stickiness.StickinessOptions;
import org.apache.flink.configuration.Configuration;

/** Reads what shapes a recommendation, or a user's stickiness, just as the jobs do. */
public final class ScoringSettings {

  private static final String RECOMMENDATIONS = "recommendations.";
  private static final String STICKINESS = "stickiness.";

  private ScoringSettings() {}

  /**
   * The settings of a recommendations job with this configuration.
   *
   * @param given in a file keys of others than the job are ignored
   * @throws IllegalArgumentException if a key or a value is wrong, naming it and what would be
   *     right
   */
  public static RecommenderSettings of(JobOptions given) {
    return ofJob(given).scoring();
  }

  /**
   * The same, and what else shapes what readers see.
   *
   * @param given in a file keys of others than the job are ignored
   * @throws IllegalArgumentException if a key or a value is wrong, naming it and what would be
   *     right
   */
  public static RecommendationsSettings ofJob(JobOptions given) {
    return RecommendationsSettings.from(
        configuration(RECOMMENDATIONS, RecommendationsOptions.class, given), RedisKeys.plain());
  }

  /**
   * The settings of a stickiness job with this configuration.
   *
   * @param given in a file keys of others than the job are ignored
   * @throws IllegalArgumentException if a key or a value is wrong, naming it and what would be
   *     right
   */
  static StickinessSettings ofStickiness(JobOptions given) {
    return StickinessJobSettings.from(
            configuration(STICKINESS, StickinessOptions.class, given), RedisKeys.plain())
        .scoring();
  }

  private static Configuration configuration(String job, Class<?> options, JobOptions given) {
    for (String key : given.set().keySet()) {
      if (!key.startsWith(job)) {
        throw new IllegalArgumentException(
            key + ": only keys that begin with " + job + " have an effect");
      }
    }
    return given.configuration(options);
  }
}
