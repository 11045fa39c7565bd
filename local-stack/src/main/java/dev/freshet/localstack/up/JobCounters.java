package dev.freshet.localstack.up;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * What the jobs' cleaning operators counted in this process, read from Flink's metrics.
 *
 * <p>Flink makes the reporter itself, so the counters are found through a static map.
 */
public final class JobCounters implements MetricReporter {

  private static final String USED = "used";
  private static final String DUPLICATES = "duplicates";
  private static final String REJECTED = "rejected";
  private static final String REASON = "<reason>";
  private static final Map<Counter, Counted> COUNTERS = new ConcurrentHashMap<>();

  /** What a counter of a job counts: events used, duplicates, or those rejected for a reason. */
  private record Counted(String job, String what) {}

  /** Makes the reporter; named in {@code META-INF/services}. */
  public static final class Factory implements MetricReporterFactory {

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new JobCounters();
    }
  }

  /**
   * What became of the events.
   *
   * @param used how many were used
   * @param duplicates how many had come before
   * @param rejected how many were rejected, by reason
   */
  record Counts(long used, long duplicates, Map<String, Long> rejected) {

    long all() {
      return used + duplicates + rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What was counted since another moment. */
    Counts since(Counts before) {
      Map<String, Long> more = new TreeMap<>();
      rejected.forEach(
          (reason, count) -> {
            long added = count - before.rejected().getOrDefault(reason, 0L);
            if (added != 0) {
              more.put(reason, added);
            }
          });
      return new Counts(used - before.used(), duplicates - before.duplicates(), more);
    }
  }

  /** What was counted in this process by jobs of a name. */
  static Counts read(String job) {
    Map<String, Long> sums = new TreeMap<>();
    COUNTERS.forEach(
        (counter, counted) -> {
          if (counted.job().equals(job)) {
            sums.merge(counted.what(), counter.getCount(), Long::sum);
          }
        });
    long used = sums.getOrDefault(USED, 0L);
    long duplicates = sums.getOrDefault(DUPLICATES, 0L);
    Map<String, Long> rejected = new TreeMap<>();
    sums.forEach(
        (name, count) -> {
          if (!name.equals(USED) && !name.equals(DUPLICATES) && count > 0) {
            rejected.put(name, count);
          }
        });
    return new Counts(used, duplicates, rejected);
  }

  @Override
  public void notifyOfAddedMetric(Metric metric, String metricName, MetricGroup group) {
    String operator = group.getAllVariables().getOrDefault("<operator_name>", "");
    String job = group.getAllVariables().getOrDefault("<job_name>", "");
    if (metric instanceof Counter counter
        && (operator.equals("Clean events") || operator.equals("Clean records"))) {
      if (metricName.equals(REJECTED)) {
        COUNTERS.put(counter, new Counted(job, group.getAllVariables().getOrDefault(REASON, "")));
      } else if (metricName.equals(USED) || metricName.equals(DUPLICATES)) {
        COUNTERS.put(counter, new Counted(job, metricName));
      }
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
