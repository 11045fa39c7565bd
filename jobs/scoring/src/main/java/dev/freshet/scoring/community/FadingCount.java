package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.decay.HalfLife;

/** A count that fades, whatever the order in which its parts arrive. */
final class FadingCount {

  private static final double LN_2 = Math.log(2.0);

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

  /**
   * A number by which those of which more is left come later, whatever the moment; of the same
   * half-life only.
   */
  double order() {
    return Math.log(value) / LN_2 + halfLife.count(asOfMillis);
  }

  void write(StateWriter out) {
    out.real(value).number(asOfMillis);
  }

  static FadingCount read(HalfLife halfLife, StateReader in) {
    FadingCount count = new FadingCount(halfLife);
    count.value = in.real();
    count.asOfMillis = in.number();
    return count;
  }
}
