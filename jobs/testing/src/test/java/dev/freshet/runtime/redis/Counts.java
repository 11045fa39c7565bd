package dev.freshet.runtime.redis;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.OperatorIOMetricGroup;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A metric group whose metrics can be read. */
final class Counts extends UnregisteredMetricsGroup implements SinkWriterMetricGroup {

  private final Map<String, Counter> counters = new ConcurrentHashMap<>();
  private final Map<String, Gauge<?>> gauges = new ConcurrentHashMap<>();
  private final Map<String, Histogram> histograms = new ConcurrentHashMap<>();

  @Override
  public OperatorIOMetricGroup getIOMetricGroup() {
    return createOperatorIOMetricGroup();
  }

  @Override
  @Deprecated
  public Counter getNumRecordsOutErrorsCounter() {
    return ofFlink("numRecordsOutErrors");
  }

  @Override
  public Counter getNumRecordsSendErrorsCounter() {
    return ofFlink("numRecordsSendErrors");
  }

  @Override
  public Counter getNumRecordsSendCounter() {
    return ofFlink("numRecordsSend");
  }

  @Override
  public Counter getNumBytesSendCounter() {
    return ofFlink("numBytesSend");
  }

  @Override
  public void setCurrentSendTimeGauge(Gauge<Long> gauge) {
    gauges.put("currentSendTime", gauge);
  }

  private Counter ofFlink(String name) {
    return counters.computeIfAbsent(name, none -> new SimpleCounter());
  }

  @Override
  public Counter counter(String name) {
    return counter(name, new SimpleCounter());
  }

  @Override
  public <C extends Counter> C counter(String name, C counter) {
    counters.put(name, counter);
    return counter;
  }

  @Override
  public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
    gauges.put(name, gauge);
    return gauge;
  }

  @Override
  public <H extends Histogram> H histogram(String name, H histogram) {
    histograms.put(name, histogram);
    return histogram;
  }

  @Override
  public MetricGroup addGroup(String name) {
    return this;
  }

  @Override
  public MetricGroup addGroup(String label, String value) {
    return new Labelled(value);
  }

  /** What has a label is read by its name and the label's value. */
  private final class Labelled extends UnregisteredMetricsGroup {

    private final String value;

    private Labelled(String value) {
      this.value = value;
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      gauges.put(name + " " + value, gauge);
      return gauge;
    }

    @Override
    public MetricGroup addGroup(String name) {
      return this;
    }
  }

  long of(String name) {
    return ofFlink(name).getCount();
  }

  Object value(String name) {
    return Objects.requireNonNull(gauges.get(name)).getValue();
  }

  Histogram histogram(String name) {
    return Objects.requireNonNull(histograms.get(name));
  }
}
