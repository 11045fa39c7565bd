package dev.freshet.localstack.bench.peer;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Rates an item for each user by the most that the user did with it, and adds the ratings up. */
final class RatingOfItems extends KeyedProcessFunction<String, Action, Rated> {

  private static final long serialVersionUID = 1L;

  private transient MapState<String, Double> ratings;
  private transient ValueState<Double> count;

  @Override
  public void open(OpenContext context) {
    ratings =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("ratings", Types.STRING, Types.DOUBLE));
    count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.DOUBLE));
  }

  @Override
  public void processElement(Action action, Context context, Collector<Rated> out)
      throws Exception {
    double before = orZero(ratings.get(action.user()));
    double after = Math.max(before, action.weight());
    double sum = orZero(count.value());
    if (after > before) {
      ratings.put(action.user(), after);
      sum += after - before;
      count.update(sum);
    }
    out.collect(new Rated(action.user(), action.item(), action.atMillis(), before, after, sum));
  }

  private static double orZero(Double stored) {
    return stored == null ? 0.0 : stored;
  }
}
