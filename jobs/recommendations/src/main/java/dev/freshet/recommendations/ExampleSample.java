package dev.freshet.recommendations;

import dev.freshet.scoring.id.Fingerprint;

/**
 * Chooses whose interactions the model learns from, so that it gets a bounded number a second: all
 * users while there are few, then half of them, a quarter, and so on.
 *
 * <p>By user rather than by interaction, because a choice is learned from with all that its user
 * did before. Which part of the users it is follows their fingerprints, so that most stay in the
 * sample when it grows or shrinks.
 */
final class ExampleSample {

  private static final long WINDOW_MILLIS = 1_000;

  /** Seconds with room for twice the sample after which it grows. */
  private static final int PATIENCE = 10;

  /** What of the bound may be used when the sample is chosen, since users differ. */
  private static final double FILL = 0.8;

  private static final int MOST_HALVINGS = 40;

  private final double bound;
  private long windowMillis;
  private int seen;
  private int chosen;
  private int halvings;
  private int roomy;

  /**
   * @param perSecond at most so many interactions; 0 for all
   */
  ExampleSample(double perSecond) {
    bound = perSecond > 0 ? perSecond : Double.POSITIVE_INFINITY;
  }

  /**
   * How many interactions this one stands for, 0 if it is not in the sample.
   *
   * @param user whose interaction it is
   * @param nowMillis the time of the clock
   */
  double weight(String user, long nowMillis) {
    if (nowMillis - windowMillis >= WINDOW_MILLIS || nowMillis < windowMillis) {
      adapt();
      windowMillis = nowMillis;
    }
    seen++;
    boolean isIn = halvings == 0 || Fingerprint.of(user) >>> (Long.SIZE - halvings) == 0;
    if (!isIn || chosen >= bound) {
      return 0.0;
    }
    chosen++;
    return (double) (1L << halvings);
  }

  private void adapt() {
    double room = FILL * bound;
    while (halvings < MOST_HALVINGS && seen > room * (1L << halvings)) {
      halvings++;
    }
    boolean hasRoom = halvings > 0 && seen < room * (1L << (halvings - 1));
    roomy = hasRoom ? roomy + 1 : 0;
    if (roomy >= PATIENCE) {
      halvings--;
      roomy = 0;
    }
    seen = 0;
    chosen = 0;
  }
}
