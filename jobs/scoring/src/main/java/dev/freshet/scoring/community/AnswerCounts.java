package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.decay.HalfLife;

/** How many answers somebody gave, or all members together: ever, and fading. */
final class AnswerCounts {

  private static final HalfLife SIXTY_DAYS = HalfLife.ofDays(60);
  private static final HalfLife FOURTEEN_DAYS = HalfLife.ofDays(14);

  private FadingCount sixtyDays = new FadingCount(SIXTY_DAYS);
  private FadingCount fourteenDays = new FadingCount(FOURTEEN_DAYS);
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

  void write(StateWriter out) {
    out.number(ever);
    sixtyDays.write(out);
    fourteenDays.write(out);
  }

  static AnswerCounts read(StateReader in) {
    AnswerCounts counts = new AnswerCounts();
    counts.ever = in.count();
    counts.sixtyDays = FadingCount.read(SIXTY_DAYS, in);
    counts.fourteenDays = FadingCount.read(FOURTEEN_DAYS, in);
    return counts;
  }
}
