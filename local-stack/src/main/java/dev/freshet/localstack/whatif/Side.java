package dev.freshet.localstack.whatif;

import dev.freshet.localstack.command.JobOptions;
import dev.freshet.localstack.command.UsageException;
import dev.freshet.localstack.evaluate.ScoringSettings;
import dev.freshet.recommendations.RecommendationsSettings;
import dev.freshet.scoring.RecommenderSettings;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of the two settings.
 *
 * @param arguments as given, for people
 * @param job what they come to
 */
record Side(List<String> arguments, RecommendationsSettings job) {

  /**
   * Reads a side.
   *
   * @param option its option, for messages
   * @param arguments a settings file, values {@code KEY=VALUE} that win over it, or both
   * @throws FileNotFoundException if the file cannot be read
   * @throws UsageException naming what is wrong of a key, a value or the file
   */
  static Side of(String option, List<String> arguments) throws FileNotFoundException {
    Path file = null;
    Map<String, String> set = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals > 0 && !Files.exists(Path.of(argument))) {
        set.put(argument.substring(0, equals), argument.substring(equals + 1));
      } else if (file != null) {
        throw new UsageException(
            option + ": one settings file at most, not " + file + " and " + argument);
      } else {
        file = Path.of(argument);
      }
    }
    return new Side(arguments, settings(option, new JobOptions(file, set)));
  }

  private static RecommendationsSettings settings(String option, JobOptions given)
      throws FileNotFoundException {
    given.requireReadable();
    try {
      return ScoringSettings.ofJob(given);
    } catch (IllegalArgumentException e) {
      String where = given.file() == null ? option : option + " " + given.file();
      throw new UsageException(where + ": " + e.getMessage(), e);
    }
  }

  /** What of it shapes a recommendation. */
  RecommenderSettings settings() {
    return job.scoring();
  }

  /** What it is called. */
  String name() {
    return arguments.isEmpty() ? "the defaults" : String.join(", ", arguments);
  }
}
