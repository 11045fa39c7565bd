package dev.freshet.stickiness;

import dev.freshet.runtime.record.UserState;
import dev.freshet.runtime.record.UserStateRecords;
import dev.freshet.scoring.stickiness.ConversionModel;
import dev.freshet.scoring.stickiness.ReturnModel;
import dev.freshet.scoring.stickiness.StickinessState;

/**
 * What the models expect of a user.
 *
 * @param returns the probability to return, 0 to 1
 * @param propensity the probability to buy, 0 to 1; NaN if it is not known
 */
record Outlook(double returns, double propensity) {

  private static final Outlook NONE = new Outlook(Double.NaN, Double.NaN);

  /** The outlook by these models, of which the second must have seen enough purchases. */
  static Outlook of(
      Observation observation,
      ReturnModel returns,
      ConversionModel conversions,
      StickinessJobSettings settings) {
    if (observation.state() == null) {
      return NONE;
    }
    boolean knowsBuyers =
        settings.purchases() && conversions.conversions() >= settings.leastConversions();
    return new Outlook(
        returns.probability(observation.features()),
        knowsBuyers ? conversions.probability(observation.conversion()) : Double.NaN);
  }

  /** Whether the probability to buy is known. */
  boolean hasPropensity() {
    return !Double.isNaN(propensity);
  }

  /** What other jobs are told of the user, whose outlook this is. */
  UserState userState(Observation observation) {
    StickinessState state = observation.state();
    return state == null
        ? UserState.forgotten(observation.user())
        : UserStateRecords.of(
            observation.user(),
            observation.atMillis(),
            observation.lastSeenMillis(),
            state,
            returns,
            propensity);
  }
}
