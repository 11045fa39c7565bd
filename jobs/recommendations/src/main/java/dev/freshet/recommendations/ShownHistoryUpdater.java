package dev.freshet.recommendations;

import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * A {@link HistoryUpdater} that also hears what users were shown: it knows who is in the sample
 * that the model learns from, and what came before.
 */
final class ShownHistoryUpdater
    extends KeyedCoProcessFunction<String, Interaction, ListExposure, RowChange>
    implements WriteBackFunction<String> {

  private static final long serialVersionUID = 1L;

  private final HistoryUpdater updater;

  ShownHistoryUpdater(RecommendationsSettings settings) {
    updater = new HistoryUpdater(settings);
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    updater.declare(states);
  }

  @Override
  public void open(OpenContext context) {
    updater.setRuntimeContext(getRuntimeContext());
    updater.open(context);
  }

  @Override
  public void processElement1(Interaction interaction, Context context, Collector<RowChange> out)
      throws IOException {
    updater.accept(interaction, context.timerService().currentProcessingTime(), out);
  }

  @Override
  public void processElement2(ListExposure shown, Context context, Collector<RowChange> out)
      throws IOException {
    updater.accept(shown, context.timerService().currentProcessingTime(), out);
  }
}
