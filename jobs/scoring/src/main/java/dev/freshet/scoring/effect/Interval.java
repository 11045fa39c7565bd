package dev.freshet.scoring.effect;

/**
 * Where a number lies.
 *
 * @param from the least that it may be
 * @param to the most that it may be
 */
public record Interval(double from, double to) {

  public boolean contains(double number) {
    return number >= from && number <= to;
  }

  /** The interval of a number that is so many times as large; {@code factor} is 0 or more. */
  Interval times(double factor) {
    return new Interval(factor * from, factor * to);
  }

  /** The interval of what is missing to 1. */
  Interval mirrored() {
    return new Interval(1.0 - to, 1.0 - from);
  }
}
