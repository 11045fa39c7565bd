package dev.freshet.scoring.experiment;

import dev.freshet.scoring.effect.Estimate;
import dev.freshet.scoring.effect.Interval;
import dev.freshet.scoring.effect.Moments;
import dev.freshet.scoring.effect.NormalMixture;

/**
 * A variant beside the control, by one metric, less what was known of the users before.
 *
 * @param ours the variant
 * @param control the control
 * @param difference where the variant's value less that of the control lies
 * @param relative where the difference lies, by the control's value: 0.05 is 5 % more
 */
public record Contrast(Estimate ours, Estimate control, Interval difference, Interval relative) {

  static Contrast of(Moments group, Moments controlGroup, NormalMixture intervals) {
    Estimate ours = Estimate.adjusted(group, controlGroup);
    Estimate control = Estimate.adjusted(controlGroup, group);
    return new Contrast(
        ours, control, intervals.difference(ours, control), intervals.relative(ours, control));
  }

  /** The relative difference that was seen: 0.05 is 5 % more. */
  public double lift() {
    return ours.value() / control.value() - 1.0;
  }

  /** Whether it is known by how much there may be less, relative to the control. */
  public boolean isRelative() {
    return Double.isFinite(relative.to());
  }

  /** Whether it is known how much less or more there may be. */
  public boolean isKnown() {
    return Double.isFinite(difference.to());
  }

  /** Whether it is sure that there is more. */
  public boolean isMore() {
    return difference.from() > 0.0;
  }

  /** Whether it is sure that there is less. */
  public boolean isLess() {
    return difference.to() < 0.0;
  }
}
