package dev.freshet.scoring.community;

import dev.freshet.scoring.decay.HalfLife;

/** How many answers somebody gave, or all members together: ever, and fading. */
final class AnswerCounts {

  private final FadingCount sixtyDays = new FadingCount(HalfLife.ofDays(60));
  private final FadingCount fourteenDays = new FadingCount(HalfLife.ofDays(14));
  private int ever;

  void add(long atMillis) {
    ever++;
    sixtyDays.add(atMillis);
    fourteenDays.add(atMillis);
  }

  int ever() {
    return ever;
  }

  double ofSixtyDays(long nowMillis) {
    return sixtyDays.at(nowMillis);
  }

  double ofFourteenDays(long nowMillis) {
    return fourteenDays.at(nowMillis);
  }

  /** A number by which those with more of fourteen days come later, whatever the moment. */
  double order() {
    return fourteenDays.order();
  }
}
