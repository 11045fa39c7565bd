package dev.freshet.scoring.effect;

import dev.freshet.scoring.effect.OutcomeChange.Step;
import java.util.Random;

/**
 * A rule and its learners, of whom some come each day; what becomes of them is known at once.
 *
 * <p>Who is not rewarded is active again within a week with probability 0.30, and within four weeks
 * with 0.20 more. One of twenty buys something. Who returns within four weeks studies for a time of
 * which the logarithm is normal, with the median 45 minutes and the deviation 1.2, so that one of a
 * hundred studies for 12 hours or more. A reward raises the first probability by the lift, and all
 * else with it.
 */
final class SimulatedRule {

  private static final double RETURN_IN_WEEK = 0.30;
  private static final double RETURN_LATER = 0.20;
  private static final double PURCHASE = 0.05;
  private static final double MEDIAN_SECONDS = 45 * 60.0;
  private static final double LOG_DEVIATION = 1.2;

  final RuleEffect effect = new RuleEffect();
  private final Random random;
  private final double holdout;
  private final double lift;

  /**
   * @param lift what a reward adds to the probability to return, 0 for no reaction
   */
  SimulatedRule(long seed, double holdout, double lift) {
    random = new Random(seed);
    this.holdout = holdout;
    this.lift = lift;
  }

  /** So many learners come. */
  SimulatedRule day(int learners) {
    for (int learner = 0; learner < learners; learner++) {
      come();
    }
    return this;
  }

  private void come() {
    boolean isHeldOut = random.nextDouble() < holdout;
    double chance = random.nextDouble();
    double inWeek = RETURN_IN_WEEK + (isHeldOut ? 0.0 : lift);
    boolean returned = chance < inWeek + RETURN_LATER;
    double seconds = MEDIAN_SECONDS * StrictMath.exp(LOG_DEVIATION * random.nextGaussian());
    boolean purchased = random.nextDouble() < PURCHASE;
    effect.enter(change(isHeldOut, Step.MET, false, false, 0L));
    effect.enter(change(isHeldOut, Step.WEEK, chance < inWeek, false, 0L));
    effect.enter(
        change(
            isHeldOut,
            Step.FOUR_WEEKS,
            returned,
            purchased,
            returned ? Math.min(Outcome.MINUTES.most(), Math.round(seconds)) : 0L));
  }

  private OutcomeChange change(
      boolean isHeldOut, Step step, boolean returned, boolean purchased, long seconds) {
    return new OutcomeChange(
        "rule", holdout, isHeldOut, step, 0L, returned, purchased, seconds, isHeldOut ? 0L : 500L);
  }

  boolean isSure(Outcome outcome) {
    return effect.compare(outcome).isSure();
  }
}
