package dev.freshet.recommendations;

import dev.freshet.scoring.Interaction;
import dev.freshet.scoring.Touch;
import dev.freshet.scoring.UserHistory;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps each user's history and tells the rows of items what an interaction changed in it. */
final class Activity extends KeyedProcessFunction<String, Interaction, RowRequest> {

  private final RecommendationsSettings settings;
  private transient ValueState<byte[]> history;
  private transient Counter tooLate;

  Activity(RecommendationsSettings settings) {
    this.settings = settings;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> historyState(Duration ttl) {
    return PackedState.descriptor("history", StateTtlConfig.newBuilder(ttl));
  }

  @Override
  public void open(OpenContext context) {
    history = getRuntimeContext().getState(historyState(settings.userTtl()));
    tooLate = getRuntimeContext().getMetricGroup().counter("tooLateForCoOccurrence");
  }

  @Override
  public void processElement(Interaction interaction, Context context, Collector<RowRequest> out)
      throws IOException {
    byte[] packed = history.value();
    UserHistory items = packed == null ? new UserHistory() : UserHistory.unpack(packed);
    Touch touch = items.touch(interaction, settings.scoring());
    history.update(items.pack());

    if (touch.tooLate()) {
      tooLate.inc();
    }
    RowRequest.of(interaction, touch).forEach(out::collect);
  }
}
