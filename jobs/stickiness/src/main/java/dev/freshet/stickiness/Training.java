package dev.freshet.stickiness;

import dev.freshet.runtime.failure.GivingUp;
import dev.freshet.runtime.failure.RecordFailures;
import dev.freshet.runtime.state.Layouts;
import dev.freshet.scoring.codec.Layout;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Learns a model from examples, and hands it out at most once an interval. */
abstract class Training<L> extends KeyedProcessFunction<Byte, L, LearnedModel>
    implements CheckpointedFunction, GivingUp {

  private final StickinessJobSettings settings;
  private final byte kind;
  private transient ValueState<byte[]> model;
  private transient Counter examples;

  /**
   * @param kind which of the models it is
   */
  Training(StickinessJobSettings settings, byte kind) {
    this.settings = settings;
    this.kind = kind;
  }

  /** Where the model is kept. */
  abstract ValueStateDescriptor<byte[]> state();

  /** The model after an example; it was null before the first. */
  abstract byte[] learn(byte @Nullable [] serialized, L example);

  /** The layout of the model. */
  abstract Layout layout();

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    Layouts.declare(context.getOperatorStateStore(), state().getName(), layout());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    // The layout stays as declared, and Flink keeps the model.
  }

  @Override
  public void open(OpenContext context) {
    model = getRuntimeContext().getState(state());
    examples = StickinessMetrics.examples(getRuntimeContext().getMetricGroup(), kind);
  }

  @Override
  public void processElement(L example, Context context, Collector<LearnedModel> out)
      throws Exception {
    try {
      model.update(learn(model.value(), example));
      examples.inc();
    } catch (Exception e) {
      throw RecordFailures.remembered(getRuntimeContext(), context.timestamp(), e);
    }
    long interval = settings.interval().toMillis();
    long now = context.timerService().currentProcessingTime();
    // Timers of one moment are one timer.
    context.timerService().registerProcessingTimeTimer((now / interval + 1) * interval);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<LearnedModel> out)
      throws IOException {
    out.collect(new LearnedModel(kind, model.value()));
  }
}
