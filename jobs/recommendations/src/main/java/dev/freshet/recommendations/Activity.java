package dev.freshet.recommendations;

import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.Interaction;
import dev.freshet.scoring.Touch;
import dev.freshet.scoring.UserHistory;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps each user's history and tells the rows of items what an interaction changed in it. */
final class Activity extends KeyedProcessFunction<String, Interaction, RowRequest>
    implements WriteBackFunction<String> {

  private final RecommendationsSettings settings;
  private transient WriteBackState<String, UserHistory> histories;
  private transient ExampleSample sample;
  private transient Counter tooLate;

  Activity(RecommendationsSettings settings) {
    this.settings = settings;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> historyState(Duration ttl) {
    return PackedState.descriptor("history", StateTtlConfig.newBuilder(ttl));
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    histories =
        states.of(
            historyState(settings.userTtl()),
            Codec.of(UserHistory::pack, UserHistory::unpack),
            settings.cache());
  }

  @Override
  public void open(OpenContext context) {
    int tasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    sample = new ExampleSample((double) settings.examplesPerSecond() / tasks);
    tooLate = getRuntimeContext().getMetricGroup().counter("tooLateForCoOccurrence");
  }

  @Override
  public void processElement(Interaction interaction, Context context, Collector<RowRequest> out)
      throws IOException {
    UserHistory known = histories.value();
    UserHistory history = known == null ? new UserHistory() : known;
    Touch touch = history.touch(interaction, settings.scoring());
    histories.update(history);

    if (touch.tooLate()) {
      tooLate.inc();
    }
    long now = context.timerService().currentProcessingTime();
    double exampleWeight = sample.weight(interaction.user(), now);
    RowRequest.tell(interaction, history.touches(), touch, exampleWeight, out::collect);
  }
}
