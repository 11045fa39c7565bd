package dev.freshet.recommendations;

import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.history.HistoryChange;
import dev.freshet.scoring.history.UserHistory;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps each user's history and tells the rows of items what an interaction changed in it, and that
 * the user was shown a list.
 */
final class HistoryUpdater extends KeyedProcessFunction<String, Interaction, RowChange>
    implements WriteBackFunction<String> {

  private final RecommendationsSettings settings;
  private transient WriteBackState<String, UserHistory> histories;
  private transient ExampleSample sample;
  private transient Counter tooLate;
  private transient Counter examples;
  private transient Counter plans;
  private transient Counter lists;

  HistoryUpdater(RecommendationsSettings settings) {
    this.settings = settings;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> historyState(Duration ttl) {
    return SerializedState.descriptor("history", StateTtlConfig.newBuilder(ttl));
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    histories =
        states.of(
            historyState(settings.userTtl()),
            Codec.of(UserHistory.LAYOUT, UserHistory::serialize, UserHistory::deserialize),
            settings.cache());
  }

  @Override
  public void open(OpenContext context) {
    int tasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    sample = new ExampleSample((double) settings.examplesPerSecond() / tasks);
    tooLate = RecommendationsMetrics.TOO_LATE.count(getRuntimeContext().getMetricGroup());
    examples = RecommendationsMetrics.EXAMPLES.count(getRuntimeContext().getMetricGroup());
    plans = RecommendationsMetrics.PLANS.count(getRuntimeContext().getMetricGroup());
    lists = RecommendationsMetrics.LISTS_SHOWN.count(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(Interaction interaction, Context context, Collector<RowChange> out)
      throws IOException {
    accept(interaction, context.timerService().currentProcessingTime(), out);
  }

  /** Enters an interaction at a time of the clock. */
  void accept(Interaction interaction, long now, Collector<RowChange> out) throws IOException {
    if (interaction.plan()) {
      plans.inc();
      return;
    }
    UserHistory known = histories.value();
    UserHistory history = known == null ? new UserHistory() : known;
    HistoryChange change = history.update(interaction, settings.scoring().history());
    if (change.tooLate()) {
      tooLate.inc();
    }
    RowChange.Example example = example(interaction.user(), history, now);
    histories.update(history);
    RowChange.tell(interaction, history.interactions(), change, example, out::collect);
  }

  /** Passes on what a user was shown, unless nothing is known of the user. */
  void accept(ListExposure shown, long now, Collector<RowChange> out) throws IOException {
    UserHistory history = histories.value();
    if (history != null && history.size() > 0) {
      long newest = history.item(history.size() - 1);
      double weight = sample.weight(shown.user(), now);
      out.collect(RowChange.showing(newest, new RowChange.ShownList(shown, weight)));
      lists.inc();
    }
  }

  private RowChange.Example example(String user, UserHistory history, long now) {
    double weight = sample.weight(user, now);
    if (weight == 0) {
      return RowChange.Example.NONE;
    }
    examples.inc();
    RowChange.Example example = new RowChange.Example(weight, history.lastExample());
    history.giveExample();
    return example;
  }
}
