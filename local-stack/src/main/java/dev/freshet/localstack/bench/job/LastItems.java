package dev.freshet.localstack.bench.job;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Pairs each item with the last ten of its user. */
final class LastItems extends KeyedProcessFunction<String, BareEvent, BarePairs> {

  private static final long serialVersionUID = 1L;
  private static final int KEPT = 10;

  private transient ValueState<String[]> items;

  @Override
  public void open(OpenContext context) {
    items =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("items", Types.OBJECT_ARRAY(Types.STRING)));
  }

  @Override
  public void processElement(BareEvent event, Context context, Collector<BarePairs> out)
      throws IOException {
    String[] stored = items.value();
    String[] before = stored == null ? new String[0] : stored;
    int kept = Math.min(before.length, KEPT - 1);
    String[] after = new String[kept + 1];
    after[0] = event.item();
    System.arraycopy(before, 0, after, 1, kept);
    items.update(after);
    out.collect(new BarePairs(event.item(), Arrays.copyOf(before, before.length)));
  }
}
