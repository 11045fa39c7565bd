package dev.freshet.scoring.community;

/**
 * How likely a member gives the next answer, by who gave those before, 0 to 1: of all answers ever,
 * then of those of sixty days, then of those of fourteen.
 *
 * <p>Each share is smoothed with the one before it, as models of language are (MacKay, Peto: A
 * hierarchical Dirichlet language model, 1995), so that it means the same in a forum with one
 * answer a week as in one with a hundred a day. Those who never answered share what new ones have
 * had so far (Witten, Bell: The zero-frequency problem, 1991).
 */
record AnswerShares(double ever, double sixtyDays, double fourteenDays) {

  /** As many answers of all that fade are taken for granted to be divided as they ever were. */
  private static final double GRANTED = 2.0;

  /**
   * The shares of a member.
   *
   * @param all of all members together
   * @param answerers how many have ever answered
   * @param members how many there are, above 0
   */
  static AnswerShares of(
      AnswerCounts own, AnswerCounts all, int answerers, int members, long nowMillis) {
    double newcomers = Math.max(1, answerers);
    double ever = smoothed(own.ever(), all.ever(), newcomers, 1.0 / members);
    double sixtyDays =
        smoothed(own.ofSixtyDays(nowMillis), all.ofSixtyDays(nowMillis), GRANTED, ever);
    double fourteenDays =
        smoothed(own.ofFourteenDays(nowMillis), all.ofFourteenDays(nowMillis), GRANTED, sixtyDays);
    return new AnswerShares(ever, sixtyDays, fourteenDays);
  }

  /** A part of a whole, to which so many are added that are divided as the prior says. */
  static double smoothed(double part, double whole, double added, double prior) {
    return (part + added * prior) / (whole + added);
  }
}
