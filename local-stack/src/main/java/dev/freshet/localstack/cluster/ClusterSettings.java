package dev.freshet.localstack.cluster;

import dev.freshet.localstack.command.JobOptions;
import dev.freshet.recommendations.RecommendationsOptions;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.runtime.userstate.UserStateSettings;
import dev.freshet.stickiness.StickinessOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;

/**
 * What a cluster runs with: keys of Flink and of the jobs side by side, as in production, but for
 * addresses and storage, which are this machine's.
 *
 * @param given the file and what wins over it
 * @param checked what they come to
 */
public record ClusterSettings(JobOptions given, Configuration checked) {

  private static final String DEFAULTS = "cluster.yaml";
  private static final List<String> OF_JOBS =
      List.of(
          "catalogue.",
          "checkpoints.",
          "events.",
          "kafka.",
          "recommendations.",
          "redis.",
          "stickiness.");

  private static final String OF_KUBERNETES = "kubernetes.";
  private static final String REPORTER = "metrics.reporter.prom.";
  private static final String REPORTER_CLASS =
      "org.apache.flink.metrics.prometheus.PrometheusReporterFactory";

  /**
   * Reads settings.
   *
   * @param given the file, or null for what is set here, and values that win over it
   * @throws IllegalArgumentException if a key or a value is wrong, naming it and what would be
   *     right
   */
  public static ClusterSettings of(JobOptions given) {
    return new ClusterSettings(
        given,
        given.configuration(
            RuntimeSettings.optionsWith(RecommendationsOptions.class, StickinessOptions.class)));
  }

  /** Writes the settings that hold where nobody gives others. */
  public static Path writeDefaults(Path folder) {
    try (InputStream defaults =
        Objects.requireNonNull(ClusterSettings.class.getResourceAsStream(DEFAULTS))) {
      Files.createDirectories(folder);
      Path file = folder.resolve(DEFAULTS);
      Files.write(file, defaults.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
  }

  /** Kafka as the jobs see it. */
  public KafkaSettings kafka() {
    return RuntimeSettings.from(checked, ClusterJobs.NAMES.get(0)).kafka();
  }

  /** The compacted topics that the jobs tell the states of users. */
  public List<String> userStateTopics() {
    return UserStateSettings.topics(checked, kafka());
  }

  /** Slots of each task manager. */
  public int slots() {
    return checked.get(TaskManagerOptions.NUM_TASK_SLOTS);
  }

  /** The most tasks that an operator can have. */
  public int mostParallelism() {
    return slots() * FlinkCluster.TASK_MANAGERS / ClusterJobs.NAMES.size();
  }

  /** Whether metrics can be scraped: only with the reporter on the class path. */
  public boolean hasMetrics() {
    try {
      Class.forName(REPORTER_CLASS, false, ClusterSettings.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** What goes into the configuration of Flink's own processes. No secret of a job is among it. */
  Map<String, String> ofFlink() {
    return checked.toMap().entrySet().stream()
        .filter(option -> isOfFlink(option.getKey()))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
  }

  private boolean isOfFlink(String key) {
    return OF_JOBS.stream().noneMatch(key::startsWith)
        && !key.startsWith(OF_KUBERNETES)
        && (!key.startsWith(REPORTER) || hasMetrics());
  }

  /** What every job is started with. */
  List<String> jobArguments() {
    List<String> arguments = new ArrayList<>();
    if (given.file() != null) {
      arguments.add("--config");
      arguments.add(given.file().toAbsolutePath().toString());
    }
    given.set().forEach((key, value) -> arguments.add("--" + key + "=" + value));
    return arguments;
  }
}
