package dev.freshet.localstack.bench.job;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Counts how often each other item goes with an item, one map entry a pair. */
final class PairCounts extends KeyedProcessFunction<String, BarePairs, Long> {

  private static final long serialVersionUID = 1L;

  private transient MapState<String, Double> pairs;

  @Override
  public void open(OpenContext context) {
    pairs =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("pairs", Types.STRING, Types.DOUBLE));
  }

  @Override
  public void processElement(BarePairs touched, Context context, Collector<Long> out)
      throws Exception {
    for (String other : touched.others()) {
      Double before = pairs.get(other);
      pairs.put(other, before == null ? 1.0 : before + 1.0);
    }
    out.collect((long) touched.others().length);
  }
}
