package dev.freshet.runtime.kafka;

import dev.freshet.runtime.RuntimeOptions;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.UserLimits.Verdict;
import dev.freshet.runtime.state.CacheLimits;
import dev.freshet.runtime.state.Packing;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.Interaction;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Drops events that a user sent before, and rejects what is beyond the flood limit. */
final class EventCleaner extends KeyedProcessFunction<String, PlacedInteraction, Interaction>
    implements WriteBackFunction<String> {

  private static final long serialVersionUID = 1L;

  static final OutputTag<RejectedPlace> FLOODS =
      new OutputTag<>("floods", TypeInformation.of(RejectedPlace.class));

  /** What a user may take of the cache on average: the default number of ids and more. */
  private static final long MOST_BYTES = 2048;

  private final UserLimits limits;
  private final CacheLimits cache;
  private transient WriteBackState<String, RecentEvents> recentEvents;
  private transient Counter used;
  private transient Counter duplicates;
  private transient Counter floods;

  EventCleaner(RuntimeSettings.Events settings) {
    limits = new UserLimits(settings);
    cache =
        new CacheLimits(settings.cacheEntries(), settings.cacheEntries() * MOST_BYTES)
            .setBy(RuntimeOptions.EVENTS_CACHE_ENTRIES.key());
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> recentEventsState(Duration ttl) {
    ValueStateDescriptor<byte[]> descriptor =
        new ValueStateDescriptor<>(
            "recent-events", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
    return descriptor;
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    recentEvents =
        states.of(
            recentEventsState(limits.duplicatesTtl()),
            Packing.of(RecentEvents::pack, RecentEvents::unpack),
            cache);
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    used = metrics.counter("used");
    duplicates = metrics.counter("duplicates");
    floods = metrics.addGroup("rejected").counter(RejectionReason.FLOOD.label());
  }

  @Override
  public void processElement(PlacedInteraction arrived, Context context, Collector<Interaction> out)
      throws IOException {
    Interaction interaction = arrived.interaction();
    RecentEvents known = recentEvents.value();
    RecentEvents recent = known == null ? new RecentEvents() : known;
    Verdict verdict =
        limits.judge(interaction, recent, context.timerService().currentProcessingTime());
    if (verdict != Verdict.DUPLICATE) {
      recentEvents.update(recent);
    }
    switch (verdict) {
      case USED -> {
        used.inc();
        out.collect(interaction);
      }
      case DUPLICATE -> duplicates.inc();
      case FLOOD -> {
        floods.inc();
        context.output(FLOODS, arrived.rejected(limits.flood(interaction)));
      }
    }
  }
}
