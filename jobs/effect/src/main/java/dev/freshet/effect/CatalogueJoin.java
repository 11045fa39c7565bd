package dev.freshet.effect;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.experiment.Metric;
import dev.freshet.scoring.experiment.ViewSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Joins what views show with the catalogue, and lets in so many of them. As one task, which alone
 * can tell how many there are; it gets one record a second of each view and task.
 *
 * <p>What was shown waits for the catalogue of that moment, so that a first start counts as a
 * repetition does: until event time has come that far by both inputs, and no longer than a few
 * seconds or until the next checkpoint, which keeps none of it.
 */
final class CatalogueJoin extends AbstractStreamOperator<EffectNews>
    implements TwoInputStreamOperator<ViewNews, CatalogueItem, EffectNews> {

  private static final long serialVersionUID = 1L;

  private static final long LONGEST_WAIT_MILLIS = 5_000;

  private final EffectSettings settings;
  private transient ViewRegistry registry;
  private transient ListState<byte[]> catalogue;
  private transient ListState<byte[]> views;
  private transient List<ViewNews> waiting;
  private transient @Nullable ScheduledFuture<?> alarm;
  private transient long watermarkMillis;
  private transient Counter unkept;

  CatalogueJoin(EffectSettings settings) {
    this.settings = settings;
  }

  /** The states' names and types are part of every savepoint: change them only with a migration. */
  static ListStateDescriptor<byte[]> state(String name) {
    return new ListStateDescriptor<>(name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    registry = new ViewRegistry(settings);
    catalogue = context.getOperatorStateStore().getListState(state("catalogue"));
    views = context.getOperatorStateStore().getListState(state("known-views"));
    for (byte[] bytes : catalogue.get()) {
      registry.catalogue().restore(bytes);
    }
    for (byte[] bytes : views.get()) {
      registry.views().restore(bytes);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    waiting = new ArrayList<>();
    watermarkMillis = Long.MIN_VALUE;
    unkept = EffectMetrics.UNKEPT.count(getMetricGroup());
  }

  @Override
  public void processElement1(StreamRecord<ViewNews> record) {
    ViewNews news = record.getValue();
    if (news.isDefinition() || news.atMillis() <= watermarkMillis) {
      tell(news);
      return;
    }
    if (waiting.isEmpty()) {
      long then = getProcessingTimeService().getCurrentProcessingTime() + LONGEST_WAIT_MILLIS;
      alarm = getProcessingTimeService().registerTimer(then, atMillis -> tellAll());
    }
    waiting.add(news);
  }

  @Override
  public void processElement2(StreamRecord<CatalogueItem> record) {
    registry.tell(record.getValue());
  }

  private void tell(ViewNews news) {
    Optional<EffectNews> told = registry.enter(news);
    told.ifPresentOrElse(
        each -> output.collect(new StreamRecord<>(each)), () -> unkept.inc(lists(news)));
  }

  private static long lists(ViewNews news) {
    return Math.max(0L, ViewSums.deserialize(news.content()).of(Metric.LISTS).part());
  }

  private void tellAll() {
    waiting.forEach(this::tell);
    waiting.clear();
    stopAlarm();
  }

  /** Nothing waits any more; what comes next has time of its own. */
  private void stopAlarm() {
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    watermarkMillis = mark.getTimestamp();
    waiting.removeIf(
        news -> {
          boolean isDue = news.atMillis() <= watermarkMillis;
          if (isDue) {
            tell(news);
          }
          return isDue;
        });
    if (waiting.isEmpty()) {
      stopAlarm();
    }
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    tellAll();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    catalogue.update(List.of(registry.catalogue().serialize()));
    views.update(List.of(registry.views().serialize()));
  }

  @Override
  public void finish() throws Exception {
    tellAll();
    super.finish();
  }
}
