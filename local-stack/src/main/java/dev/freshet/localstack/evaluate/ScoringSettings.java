package dev.freshet.localstack.evaluate;

import dev.freshet.recommendations.RecommendationsOptions;
import dev.freshet.recommendations.RecommendationsSettings;
import dev.freshet.runtime.JobConfiguration;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.RecommenderSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what shapes a recommendation just as the recommendations job does. */
public final class ScoringSettings {

  private static final String JOB = "recommendations.";

  private ScoringSettings() {}

  /**
   * The settings of a job with this configuration.
   *
   * @param file YAML or properties, or null for none; keys of others than the job are ignored
   * @param set values by key of the job's options; they win over the file
   * @throws IllegalArgumentException if a key or a value is wrong, naming it and what would be
   *     right
   */
  public static RecommenderSettings of(@Nullable Path file, Map<String, String> set) {
    List<String> arguments = new ArrayList<>();
    if (file != null) {
      arguments.add("--config");
      arguments.add(file.toString());
    }
    set.forEach(
        (key, value) -> {
          if (!key.startsWith(JOB)) {
            throw new IllegalArgumentException(
                key + ": only keys that begin with " + JOB + " have an effect");
          }
          arguments.add("--" + key + "=" + value);
        });
    return RecommendationsSettings.from(
            JobConfiguration.from(arguments.toArray(String[]::new), RecommendationsOptions.class),
            RedisKeys.plain())
        .scoring();
  }
}
