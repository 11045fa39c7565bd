package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.runtime.state.CacheLimits;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.runtime.state.WriteBackStreamOperator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Drops records of a user that came before, and rejects what is beyond the flood limits, or on what
 * the job has failed too often. What is rejected is not remembered: sent again later, it is no
 * duplicate.
 *
 * @param <P> what arrives
 * @param <O> what is let through
 */
abstract class UserCleaner<P extends Placed, O> extends WriteBackStreamOperator<String, O> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RejectedPlace> REJECTED =
      new OutputTag<>("rejected-places", TypeInformation.of(RejectedPlace.class));

  /** What a user may take of the cache on average: some two hundred ids. */
  private static final long MOST_BYTES = 2048;

  private final String state;
  private final List<RejectionReason> reasons;
  private final UserLimits limits;
  private final Origins origins;
  private final int mostFailures;
  private final CacheLimits cache;
  private transient WriteBackState<String, RecentEvents> recentRecords;
  private transient Counter used;
  private transient Counter duplicates;
  private transient CleaningMetrics.Rejected rejected;
  private transient RecordFailures failures;

  /**
   * @param state the name of the state, which is part of every savepoint: it can be changed only
   *     with a migration
   * @param reasons for which records are rejected here
   */
  UserCleaner(
      String state, List<RejectionReason> reasons, EventSettings settings, Origins origins) {
    this.state = state;
    this.reasons = reasons;
    limits = new UserLimits(settings);
    this.origins = origins;
    mostFailures = settings.maxFailures();
    cache =
        new CacheLimits(settings.cacheEntries(), settings.cacheEntries() * MOST_BYTES)
            .setBy(EventOptions.CACHE_ENTRIES.key());
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    recentRecords =
        states.of(
            PackedState.value(state, limits.duplicatesTtl()),
            Codec.of(RecentEvents.LAYOUT, RecentEvents::serialize, RecentEvents::deserialize),
            cache);
  }

  @Override
  public void open() throws Exception {
    super.open();
    MetricGroup metrics = getMetricGroup();
    used = CleaningMetrics.USED.count(metrics);
    duplicates = CleaningMetrics.DUPLICATES.count(metrics);
    rejected = new CleaningMetrics.Rejected(metrics, reasons);
    failures = RecordFailures.of(getRuntimeContext(), mostFailures);
  }

  /** Accepts a record, unless the job has failed on it too often. */
  final void clean(StreamRecord<P> record) throws Exception {
    P arrived = record.getValue();
    long origin =
        origins.of(arrived.topic(), arrived.partition(), arrived.offset(), arrived.arrivedMillis());
    Optional<String> failure = failures.givenUp(origin);
    if (failure.isPresent()) {
      reject(arrived, new Rejection(RejectionReason.FAILED, failure.get()));
      return;
    }
    try {
      accept(record, origin);
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), origin, e);
    }
  }

  /** Lets a record through by {@link #pass}, or rejects it. */
  abstract void accept(StreamRecord<P> record, long origin) throws IOException;

  /**
   * Lets a record through if it comes for the first time and within the limits.
   *
   * @param id its own identity
   * @param atMillis when it occurred
   * @param content what is let through
   */
  final void pass(StreamRecord<P> record, long origin, String id, long atMillis, O content)
      throws IOException {
    P arrived = record.getValue();
    RecentEvents known = recentRecords.value();
    RecentEvents recent = known == null ? new RecentEvents() : known;
    UserLimits.Verdict verdict = limits.judge(id, atMillis, arrived.arrivedMillis(), recent, now());
    if (verdict != UserLimits.Verdict.DUPLICATE) {
      recentRecords.update(recent);
    }
    switch (verdict) {
      case USED -> {
        used.inc();
        output.collect(record.replace(content, origin));
      }
      case DUPLICATE -> duplicates.inc();
      case FLOOD -> reject(arrived, limits.flood(arrived.user()));
      case FLOOD_OF_ARRIVALS -> reject(arrived, limits.floodOfArrivals(arrived.user()));
    }
  }

  /** Rejects a record. */
  void reject(P arrived, Rejection rejection) {
    rejected.count(rejection.reason());
    output.collect(REJECTED, new StreamRecord<>(arrived.rejected(rejection)));
  }
}
