package dev.freshet.localstack.evaluate.lists;

import dev.freshet.localstack.evaluate.approach.Freshet;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.model.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What came of a log.
 *
 * @param replay the log
 * @param choices indexes of the events that were judged, ascending
 * @param outcomes one an approach, first that of Freshet
 * @param weights Freshet's weights as they moved, first those of the seed
 */
record Evaluation(
    Replay replay, List<Integer> choices, List<Outcome> outcomes, List<WeightSample> weights) {

  private static final int SAMPLES = 100;

  /**
   * Freshet's weights at one moment.
   *
   * @param event index of the event learned last
   * @param weights of all signals, shared by users of all buckets, in the order of {@link Signal}
   */
  record WeightSample(int event, double[] weights) {}

  /**
   * Runs a log through Freshet and, if asked for, the baselines.
   *
   * @param repeats whether every event is judged, or a user's first with an item only
   * @param listener receives each event when an approach learned it
   */
  static Evaluation of(
      Replay replay,
      RecommenderSettings settings,
      boolean repeats,
      boolean withBaselines,
      IntConsumer listener) {
    List<Integer> choices = replay.choices(Replay.WARM_UP, repeats);
    Judge judge = new Judge(replay, choices, settings.candidates().exclude());
    Freshet freshet = new Freshet(replay, settings);
    List<WeightSample> weights = new ArrayList<>();
    weights.add(new WeightSample(0, weights(freshet.model())));
    int last = replay.events().size() - 1;
    int interval = Math.max(1, replay.events().size() / SAMPLES);
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.add(
        judge.judge(
            freshet,
            event -> {
              if (event % interval == interval - 1 || event == last) {
                weights.add(new WeightSample(event, weights(freshet.model())));
              }
              listener.accept(event);
            }));
    if (withBaselines) {
      outcomes.addAll(new Baselines(replay, judge, listener).judge());
    }
    return new Evaluation(replay, choices, outcomes, weights);
  }

  private static double[] weights(ChoiceModel model) {
    double[] weights = new double[Signal.COUNT];
    for (Signal signal : Signal.values()) {
      weights[signal.index()] = model.weight(signal);
    }
    return weights;
  }

  /** How often {@link #of} tells its listener. */
  static long steps(Replay replay, boolean withBaselines) {
    return (long) replay.events().size() * (withBaselines ? 1 + Baselines.RUNS : 1);
  }

  /** Freshet's weights at the end; those of the seed after an empty log. */
  double[] lastWeights() {
    return weights.get(weights.size() - 1).weights();
  }

  /** What came of Freshet itself. */
  Outcome freshet() {
    return outcomes.get(0);
  }
}
