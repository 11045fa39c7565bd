package dev.freshet.scoring.community;

import dev.freshet.scoring.decay.HalfLife;

/** A count that fades, whatever the order in which its parts arrive. */
final class FadingCount {

  private final HalfLife halfLife;
  private double value;
  private long asOfMillis = Long.MIN_VALUE;

  FadingCount(HalfLife halfLife) {
    this.halfLife = halfLife;
  }

  /** Counts one more. */
  void add(long atMillis) {
    if (value == 0.0 || atMillis > asOfMillis) {
      value = at(atMillis) + 1.0;
      asOfMillis = atMillis;
    } else {
      value += halfLife.decay(asOfMillis - atMillis);
    }
  }

  /** What is left of it at a moment, as if nothing came later. */
  double at(long nowMillis) {
    return value == 0.0 ? 0.0 : value * halfLife.decay(Math.max(0L, nowMillis - asOfMillis));
  }
}
