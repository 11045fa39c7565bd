package dev.freshet.scoring.effect;

import java.util.List;

/**
 * Whether groups have as many users as their shares say, at any look. If not, users are lost or
 * doubled in one of them, and no comparison holds.
 *
 * <p>The evidence is how much likelier the numbers are with shares that nobody knows, by a
 * Dirichlet distribution around the planned ones, than with those. If the plan holds, it ever
 * reaches 1/α with probability α at most (Lindon, Malek: <i>Anytime-valid inference for multinomial
 * count data</i>, NeurIPS 2022).
 */
public final class SampleRatio {

  /** How likely a plan that holds is ever said not to. */
  public static final double ERROR = 0.001;

  /** How near to the planned shares others are looked for: 1.6 % to each side of a half. */
  private static final double CONCENTRATION = 1_000.0;

  private static final double SERIES_FROM = 10.0;
  private static final double HALF_LOG_TWO_PI = 0.5 * StrictMath.log(2.0 * Math.PI);

  private SampleRatio() {}

  /**
   * Whether it is sure that the users do not come by the shares.
   *
   * @param users of each group
   * @param shares of each group, above 0, in any unit
   */
  public static boolean isBroken(List<Long> users, List<Double> shares) {
    return logEvidence(users, shares) >= -StrictMath.log(ERROR);
  }

  /** The logarithm of the evidence against the shares. */
  static double logEvidence(List<Long> users, List<Double> shares) {
    double total = shares.stream().mapToDouble(Double::doubleValue).sum();
    double all = 0.0;
    double evidence = 0.0;
    for (int group = 0; group < users.size(); group++) {
      double share = shares.get(group) / total;
      double known = CONCENTRATION * share;
      double came = (double) users.get(group);
      all += came;
      evidence += logGamma(known + came) - logGamma(known) - came * StrictMath.log(share);
    }
    return evidence + logGamma(CONCENTRATION) - logGamma(CONCENTRATION + all);
  }

  /** The logarithm of Γ, of a number above 0, by Stirling's series. */
  static double logGamma(double number) {
    double shifted = number;
    double product = 1.0;
    while (shifted < SERIES_FROM) {
      product *= shifted;
      shifted += 1.0;
    }
    double square = shifted * shifted;
    double series = 1.0 / 12.0 - 1.0 / (360.0 * square) + 1.0 / (1_260.0 * square * square);
    return (shifted - 0.5) * StrictMath.log(shifted)
        - shifted
        + HALF_LOG_TWO_PI
        + series / shifted
        - StrictMath.log(product);
  }
}
