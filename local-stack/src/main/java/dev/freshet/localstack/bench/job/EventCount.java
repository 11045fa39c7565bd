package dev.freshet.localstack.bench.job;

import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Counts each user's events in keyed state. */
final class EventCount extends KeyedProcessFunction<String, BareEvent, BareEvent> {

  private static final long serialVersionUID = 1L;

  private transient ValueState<Long> count;

  @Override
  public void open(OpenContext context) {
    count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
  }

  @Override
  public void processElement(BareEvent event, Context context, Collector<BareEvent> out)
      throws IOException {
    Long before = count.value();
    count.update(before == null ? 1L : before + 1);
    out.collect(event);
  }
}
