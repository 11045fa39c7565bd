package dev.freshet.runtime.kafka;

import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.scoring.Fingerprint;
import dev.freshet.scoring.Interaction;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Drops events that a user sent before, and rejects what is beyond the flood limit. */
final class EventCleaner extends KeyedProcessFunction<String, Arrival, Interaction> {

  private static final long serialVersionUID = 1L;

  private final RuntimeSettings.Events settings;
  private transient ValueState<byte[]> recentEvents;
  private transient Counter used;
  private transient Counter duplicates;
  private transient Counter floods;

  EventCleaner(RuntimeSettings.Events settings) {
    this.settings = settings;
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
  public void open(OpenContext context) {
    recentEvents = getRuntimeContext().getState(recentEventsState(settings.duplicatesTtl()));
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    used = metrics.counter("used");
    duplicates = metrics.counter("duplicates");
    floods = metrics.addGroup("rejected").counter(RejectionReason.FLOOD.label());
  }

  @Override
  public void processElement(Arrival arrival, Context context, Collector<Interaction> out)
      throws IOException {
    Interaction interaction = Objects.requireNonNull(arrival.interaction());
    int now = minute(context.timerService().currentProcessingTime());
    int oldest = now - (int) settings.duplicatesTtl().toMinutes();
    RecentEvents recent = RecentEvents.unpack(recentEvents.value());
    long id = Fingerprint.of(interaction.id());
    if (recent.contains(id, oldest)) {
      duplicates.inc();
      return;
    }
    recent.remember(id, now, oldest, settings.duplicatesMaxIds());
    int thisMinute = recent.count(minute(interaction.atMillis()));
    recentEvents.update(recent.pack());

    if (settings.floodLimit() > 0 && thisMinute > settings.floodLimit()) {
      floods.inc();
      context.output(
          RecordSorter.REJECTED, new RejectedRecord(arrival.raw(), flood(interaction, thisMinute)));
    } else {
      used.inc();
      out.collect(interaction);
    }
  }

  private Rejection flood(Interaction interaction, int thisMinute) {
    return new Rejection(
        RejectionReason.FLOOD,
        "event "
            + thisMinute
            + " of user "
            + interaction.user()
            + " within a minute, more than events.flood-limit = "
            + settings.floodLimit());
  }

  private static int minute(long millis) {
    return (int) TimeUnit.MILLISECONDS.toMinutes(millis);
  }
}
