package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.runtime.state.CacheLimits;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.runtime.state.WriteBackStreamOperator;
import dev.freshet.scoring.event.ListExposure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Drops exposures that were told before, and rejects what is beyond the flood limits, by the rules
 * that events have. What is rejected is not remembered: told again later, it is no duplicate.
 */
final class ExposureCleaner extends WriteBackStreamOperator<String, ListExposure>
    implements OneInputStreamOperator<PlacedExposure, ListExposure> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RejectedPlace> REJECTED =
      new OutputTag<>("rejected-places", TypeInformation.of(RejectedPlace.class));

  private static final List<RejectionReason> REASONS =
      List.of(RejectionReason.FLOOD, RejectionReason.FAILED);

  /** What a user may take of the cache on average: some two hundred ids. */
  private static final long MOST_BYTES = 2048;

  private final UserLimits limits;
  private final Origins origins;
  private final int mostFailures;
  private final CacheLimits cache;
  private transient WriteBackState<String, RecentEvents> recentExposures;
  private transient Counter used;
  private transient Counter duplicates;
  private transient CleaningMetrics.Rejected rejected;
  private transient RecordFailures failures;

  ExposureCleaner(EventSettings settings, Origins origins) {
    limits = new UserLimits(settings);
    this.origins = origins;
    mostFailures = settings.maxFailures();
    cache =
        new CacheLimits(settings.cacheEntries(), settings.cacheEntries() * MOST_BYTES)
            .setBy(EventOptions.CACHE_ENTRIES.key());
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> recentExposuresState(Duration ttl) {
    ValueStateDescriptor<byte[]> descriptor =
        new ValueStateDescriptor<>(
            "recent-exposures", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
    return descriptor;
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    recentExposures =
        states.of(
            recentExposuresState(limits.duplicatesTtl()),
            Codec.of(RecentEvents.LAYOUT, RecentEvents::serialize, RecentEvents::deserialize),
            cache);
  }

  @Override
  public void open() throws Exception {
    super.open();
    MetricGroup metrics = getMetricGroup();
    used = CleaningMetrics.USED.count(metrics);
    duplicates = CleaningMetrics.DUPLICATES.count(metrics);
    rejected = new CleaningMetrics.Rejected(metrics, REASONS);
    failures = RecordFailures.of(getRuntimeContext(), mostFailures);
  }

  @Override
  public void processElement(StreamRecord<PlacedExposure> record) throws Exception {
    PlacedExposure arrived = record.getValue();
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

  private void accept(StreamRecord<PlacedExposure> record, long origin) throws IOException {
    PlacedExposure arrived = record.getValue();
    ListExposure exposure = arrived.exposure();
    RecentEvents known = recentExposures.value();
    RecentEvents recent = known == null ? new RecentEvents() : known;
    UserLimits.Verdict verdict =
        limits.judge(exposure.id(), exposure.atMillis(), arrived.arrivedMillis(), recent, now());
    if (verdict != UserLimits.Verdict.DUPLICATE) {
      recentExposures.update(recent);
    }
    switch (verdict) {
      case USED -> {
        used.inc();
        output.collect(record.replace(exposure, origin));
      }
      case DUPLICATE -> duplicates.inc();
      case FLOOD -> reject(arrived, limits.flood(exposure.user()));
      case FLOOD_OF_ARRIVALS -> reject(arrived, limits.floodOfArrivals(exposure.user()));
    }
  }

  private void reject(PlacedExposure arrived, Rejection rejection) {
    rejected.count(rejection.reason());
    output.collect(REJECTED, new StreamRecord<>(arrived.rejected(rejection)));
  }
}
