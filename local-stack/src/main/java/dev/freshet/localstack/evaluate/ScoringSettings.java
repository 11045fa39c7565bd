package dev.freshet.localstack.evaluate;

import dev.freshet.recommendations.RecommendationsOptions;
import dev.freshet.recommendations.RecommendationsSettings;
import dev.freshet.runtime.settings.JobConfiguration;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.stickiness.StickinessSettings;
import dev.freshet.stickiness.StickinessJobSettings;
import dev.freshet.stickiness.StickinessOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** Reads what shapes a recommendation, or a user's stickiness, just as the jobs do. */
public final class ScoringSettings {

  private static final String RECOMMENDATIONS = "recommendations.";
  private static final String STICKINESS = "stickiness.";

  private ScoringSettings() {}

  /**
   * The settings of a recommendations job with this configuration.
   *
   * @param file YAML or properties, or null for none; keys of others than the job are ignored
   * @param set values by key of the job's options; they win over the file
   * @throws IllegalArgumentException if a key or a value is wrong, naming it and what would be
   *     right
   */
  public static RecommenderSettings of(@Nullable Path file, Map<String, String> set) {
    return RecommendationsSettings.from(
            configuration(RECOMMENDATIONS, RecommendationsOptions.class, file, set),
            RedisKeys.plain())
        .scoring();
  }

  /**
   * The settings of a stickiness job with this configuration.
   *
   * @param file YAML or properties, or null for none; keys of others than the job are ignored
   * @param set values by key of the job's options; they win over the file
   * @throws IllegalArgumentException if a key or a value is wrong, naming it and what would be
   *     right
   */
  static StickinessSettings ofStickiness(@Nullable Path file, Map<String, String> set) {
    return StickinessJobSettings.from(
            configuration(STICKINESS, StickinessOptions.class, file, set), RedisKeys.plain())
        .scoring();
  }

  private static Configuration configuration(
      String job, Class<?> options, @Nullable Path file, Map<String, String> set) {
    List<String> arguments = new ArrayList<>();
    if (file != null) {
      arguments.add("--config");
      arguments.add(file.toString());
    }
    set.forEach(
        (key, value) -> {
          if (!key.startsWith(job)) {
            throw new IllegalArgumentException(
                key + ": only keys that begin with " + job + " have an effect");
          }
          arguments.add("--" + key + "=" + value);
        });
    return JobConfiguration.from(arguments.toArray(String[]::new), options);
  }
}
