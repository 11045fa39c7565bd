package dev.freshet.stickiness;

import dev.freshet.scoring.stickiness.ReturnLesson;
import dev.freshet.scoring.stickiness.ReturnModel;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Learns who returns, and hands the model out at most once an interval. */
final class ReturnTraining extends KeyedProcessFunction<Byte, ReturnLesson, byte[]> {

  private final StickinessJobSettings settings;
  private transient ValueState<byte[]> model;

  ReturnTraining(StickinessJobSettings settings) {
    this.settings = settings;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> modelState() {
    return new ValueStateDescriptor<>(
        "return-model", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  @Override
  public void open(OpenContext context) {
    model = getRuntimeContext().getState(modelState());
  }

  @Override
  public void processElement(ReturnLesson lesson, Context context, Collector<byte[]> out)
      throws IOException {
    byte[] packed = model.value();
    ReturnModel learning = packed == null ? new ReturnModel() : ReturnModel.unpack(packed);
    learning.learn(lesson);
    model.update(learning.pack());

    long interval = settings.interval().toMillis();
    long now = context.timerService().currentProcessingTime();
    // Timers of one moment are one timer.
    context.timerService().registerProcessingTimeTimer((now / interval + 1) * interval);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<byte[]> out)
      throws IOException {
    out.collect(model.value());
  }
}
