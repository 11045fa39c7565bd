package dev.freshet.localstack.bench.job;

import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * How many events jobs have read in this process, from Flink's own metrics.
 *
 * <p>Flink makes the reporter itself, so the counters are found through a static set.
 */
public final class JobMetrics implements MetricReporter {

  /** The name of a source that reads nothing but events. */
  public static final String SOURCE = "Read events";

  /** What comes first after a job's source, which also reads the catalogue. */
  private static final String CLEANING = "Clean records";

  /** What comes first after a source of lists that were shown. */
  private static final String CHECKING_LISTS = "Check exposures";

  private static final Set<Counter> READ = ConcurrentHashMap.newKeySet();

  /** Makes the reporter; named in {@code META-INF/services}. */
  public static final class Factory implements MetricReporterFactory {

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new JobMetrics();
    }
  }

  /** Events read so far, and lists that were shown. */
  static long read() {
    return READ.stream().mapToLong(Counter::getCount).sum();
  }

  @Override
  public void notifyOfAddedMetric(Metric metric, String metricName, MetricGroup group) {
    String operator = group.getAllVariables().getOrDefault("<operator_name>", "");
    if (metric instanceof Counter counter
        && metricName.equals("numRecordsIn")
        && (operator.endsWith(SOURCE)
            || operator.equals(CLEANING)
            || operator.equals(CHECKING_LISTS))) {
      READ.add(counter);
    }
  }

  /** What was counted stays counted when the job is gone. */
  @Override
  public void notifyOfRemovedMetric(Metric metric, String metricName, MetricGroup group) {}

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}
}
