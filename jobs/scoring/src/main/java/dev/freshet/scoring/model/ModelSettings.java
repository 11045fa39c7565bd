package dev.freshet.scoring.model;

import dev.freshet.scoring.settings.Setting;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What shapes how weights are learned.
 *
 * @param learningRate step width of the choice model
 * @param clip largest length of its gradient
 * @param frozen whether the weights stay at their seed
 * @param seed first weights, one a {@link Signal}
 */
public record ModelSettings(double learningRate, double clip, boolean frozen, List<Double> seed)
    implements Serializable {

  public ModelSettings {
    seed = List.copyOf(seed);
    Setting.positive("recommendations.model.rate", learningRate);
    Setting.positive("recommendations.model.clip", clip);
    Setting.require(
        seed.size() == Signal.COUNT && seed.stream().allMatch(Double::isFinite),
        "recommendations.model.seed",
        seed,
        Signal.COUNT + " finite weights");
  }

  /** What was found to serve platforms of every kind. */
  public static ModelSettings defaults() {
    return new ModelSettings(
        0.2, 100.0, false, Arrays.stream(Signal.values()).map(Signal::seed).toList());
  }
}
