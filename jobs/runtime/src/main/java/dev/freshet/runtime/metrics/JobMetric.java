package dev.freshet.runtime.metrics;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * One metric, declared once: operators register it by this, and the page of metrics is made of it.
 *
 * @param scope whose metric it is
 * @param name its name, after the names of its groups and dots, such as {@code redis.inFlight}
 * @param type what kind of metric it is
 * @param unit what it counts or measures
 * @param labels what tells its series apart, beside the labels that Flink gives to all
 * @param meaning what it tells, for an operator
 */
public record JobMetric(
    Scope scope, String name, Type type, String unit, List<String> labels, String meaning) {

  /**
   * Values that a histogram keeps. Quantiles are those of the last so many: enough for one of a
   * thousand, and at a usual rate not older than a minute.
   */
  private static final int KEPT = 1000;

  /** What kind of metric it is. */
  public enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whose metric it is; the names that Prometheus gets begin accordingly. */
  public enum Scope {
    OPERATOR("flink_taskmanager_job_task_operator_"),
    TASK("flink_taskmanager_job_task_"),
    JOB("flink_jobmanager_job_");

    private final String prefix;

    Scope(String prefix) {
      this.prefix = prefix;
    }
  }

  /** A count of an operator, which only grows. */
  public static JobMetric counter(String name, String unit, String meaning, String... labels) {
    return new JobMetric(Scope.OPERATOR, name, Type.COUNTER, unit, List.of(labels), meaning);
  }

  /** A value of an operator, as it stands. */
  public static JobMetric gauge(String name, String unit, String meaning, String... labels) {
    return new JobMetric(Scope.OPERATOR, name, Type.GAUGE, unit, List.of(labels), meaning);
  }

  /** Quantiles of an operator's last values. */
  public static JobMetric histogram(String name, String unit, String meaning, String... labels) {
    return new JobMetric(Scope.OPERATOR, name, Type.HISTOGRAM, unit, List.of(labels), meaning);
  }

  /** Registers a counter for one thread. */
  public Counter count(MetricGroup operator, String... values) {
    return count(operator, new SimpleCounter(), values);
  }

  /**
   * Registers a counter.
   *
   * @param values one a label
   */
  public Counter count(MetricGroup operator, Counter counter, String... values) {
    return group(operator, values).counter(lastName(), counter);
  }

  /**
   * Registers a gauge, which other threads than the task's will read.
   *
   * @param values one a label
   */
  public <T extends Number> void show(MetricGroup operator, Gauge<T> gauge, String... values) {
    group(operator, values).gauge(lastName(), gauge);
  }

  /**
   * Registers a histogram. It is the one that Flink measures its own latencies with: it is in
   * Flink's image, takes 8 KB, and a value costs a few nanoseconds.
   *
   * @param values one a label
   */
  public Histogram measure(MetricGroup operator, String... values) {
    return group(operator, values).histogram(lastName(), new DescriptiveStatisticsHistogram(KEPT));
  }

  private MetricGroup group(MetricGroup operator, String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(
          name + " has the labels " + labels + ", but got " + List.of(values));
    }
    MetricGroup group = operator;
    for (int i = 0; i < values.length; i++) {
      group = group.addGroup(labels.get(i), values[i]);
    }
    List<String> path = path();
    for (String part : path.subList(0, path.size() - 1)) {
      group = group.addGroup(part);
    }
    return group;
  }

  private List<String> path() {
    return List.of(name.split("\\.", -1));
  }

  private String lastName() {
    return path().get(path().size() - 1);
  }

  /** The name under which Flink's reporter tells it to Prometheus. */
  public String prometheusName() {
    return scope.prefix
        + Stream.concat(labels.stream(), path().stream())
            .collect(Collectors.joining("_"))
            .replaceAll("[^a-zA-Z0-9:_]", "_");
  }
}
