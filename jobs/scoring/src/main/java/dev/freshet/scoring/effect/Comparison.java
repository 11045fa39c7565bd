package dev.freshet.scoring.effect;

/**
 * What became of those whom a rule rewarded, beside those whom it held out.
 *
 * @param rewarded the mean of those who were rewarded; NaN of nobody
 * @param heldOut the mean of those who were held out; NaN of nobody
 * @param difference where the difference lies
 */
public record Comparison(double rewarded, double heldOut, Interval difference) {

  /** The difference that was seen; NaN if one of the groups has nobody. */
  public double estimate() {
    return rewarded - heldOut;
  }

  /** Whether it is sure that the rule makes a difference. */
  public boolean isSure() {
    return !difference.contains(0.0);
  }
}
