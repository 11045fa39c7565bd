package dev.freshet.runtime.redis;

import dev.freshet.runtime.metrics.Age;
import dev.freshet.runtime.metrics.JobMetric;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import java.util.function.IntSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/** What a writer counts; where Flink has a name for it of its own, under that name. */
public final class RedisMetrics {

  static final JobMetric SENT =
      JobMetric.counter(
          "numRecordsSend", "writes", "Writes that Redis has replied to (a name of Flink's).");

  static final JobMetric BYTES =
      JobMetric.counter(
          "numBytesSend",
          "bytes",
          "What those writes hold, keys and values, where all characters are ASCII (a name of"
              + " Flink's).");

  static final JobMetric REFUSED =
      JobMetric.counter(
          "numRecordsSendErrors",
          "writes",
          "Writes that Redis refuses for good and that are left out (a name of Flink's).");

  static final JobMetric SEND_TIME =
      JobMetric.gauge(
          "currentSendTime",
          "ms",
          "How long the last batch took, with what had to be repeated (a name of Flink's).");

  static final JobMetric UNACKNOWLEDGED =
      JobMetric.gauge(
          "redis.unacknowledgedMillis",
          "ms",
          "How long the batch under way has waited for Redis: what is in it, and what waits behind"
              + " it, is not published yet. 0 without any.");

  static final JobMetric BATCHES =
      JobMetric.counter("redis.batches", "batches", "Batches of writes sent.");

  static final JobMetric RETRIES =
      JobMetric.counter(
          "redis.retries",
          "attempts",
          "Attempts that failed and are repeated: Redis is away, or cannot serve now.");

  static final JobMetric OLDER =
      JobMetric.counter(
          "redis.older",
          "writes",
          "Writes left out as Redis holds something newer: after a restart the job reads again what"
              + " it had read before.");

  static final JobMetric COALESCED =
      JobMetric.counter(
          "redis.coalesced", "writes", "Writes replaced by a newer one before they were sent.");

  static final JobMetric IN_FLIGHT =
      JobMetric.gauge(
          "redis.inFlight",
          "writes",
          "Writes that wait or are unacknowledged; at `redis.max-in-flight` the job is held back.");

  static final JobMetric MISSING_LIBRARIES =
      JobMetric.gauge(
          "redis.missingLibraries",
          "servers",
          "Servers that lack a function library and do not let the job load it. Without `freshet`"
              + " readers get errors; without `freshet_write` older writes are not kept out.",
          "library");

  static final JobMetric FRESHNESS_OF_EVENTS =
      JobMetric.histogram(
          "freshness.eventMillis",
          "ms",
          "From the time of an event until Redis has acknowledged the list, or the stickiness, of"
              + " its user.");

  static final JobMetric FRESHNESS_OF_ARRIVALS =
      JobMetric.histogram(
          "freshness.arrivalMillis",
          "ms",
          "The same from the time stamp of the event's record on Kafka, which is when it was sent,"
              + " or arrived if the topic has `message.timestamp.type=LogAppendTime`. Of several"
              + " events that one write follows from, the earliest counts. Sinks of other writes"
              + " have no values.");

  private final SinkWriterMetricGroup group;
  private final Clock clock;
  private final Counter batches;
  private final Counter retries;
  private final Counter older;
  private final Counter coalesced;
  private final Histogram freshnessOfEvents;
  private final Histogram freshnessOfArrivals;
  private final Age unacknowledged;
  private volatile long sendMillis;

  RedisMetrics(SinkWriterMetricGroup group, Clock clock) {
    this.group = group;
    this.clock = clock;
    batches = BATCHES.count(group);
    retries = RETRIES.count(group);
    older = OLDER.count(group);
    coalesced = COALESCED.count(group);
    freshnessOfEvents = FRESHNESS_OF_EVENTS.measure(group);
    freshnessOfArrivals = FRESHNESS_OF_ARRIVALS.measure(group);
    unacknowledged = new Age(clock);
    UNACKNOWLEDGED.show(group, unacknowledged);
    group.setCurrentSendTimeGauge(() -> sendMillis);
  }

  /** Tells how many writes wait or are unacknowledged. */
  void watch(IntSupplier inFlight) {
    IN_FLIGHT.show(group, inFlight::getAsInt);
  }

  /** Tells how many servers lack a library. */
  void watch(String library, IntSupplier missing) {
    MISSING_LIBRARIES.show(group, missing::getAsInt, library);
  }

  /**
   * Redis has replied to writes.
   *
   * @param left the targets of those that it has not replied to
   */
  void replied(Collection<RedisWrite> sent, Set<String> left) {
    long now = clock.millis();
    for (RedisWrite write : sent) {
      if (left.isEmpty() || !left.contains(write.target())) {
        group.getNumRecordsSendCounter().inc();
        group.getNumBytesSendCounter().inc(write.characters());
        measure(write, now);
      }
    }
  }

  private void measure(RedisWrite write, long nowMillis) {
    if (write.hasCause()) {
      freshnessOfEvents.update(nowMillis - write.eventMillis());
      freshnessOfArrivals.update(nowMillis - write.arrivedMillis());
    }
  }

  /** A batch is under way. */
  void begun() {
    unacknowledged.begin();
  }

  /** All of it is done. */
  void acknowledged() {
    sendMillis = unacknowledged.getValue();
    unacknowledged.end();
    batches.inc();
  }

  void failed() {
    retries.inc();
  }

  /** Redis refuses a write for good, so it is left out. */
  void refused() {
    group.getNumRecordsSendErrorsCounter().inc();
  }

  /** What Redis holds is newer, so a write is left out. */
  void older() {
    older.inc();
  }

  /** A write took the place of an earlier one of its key that had not been sent yet. */
  void coalesced() {
    coalesced.inc();
  }
}
