package dev.freshet.localstack.whatif;

/**
 * A difference and between which it lies with a confidence of 95 %.
 *
 * @param difference as it was seen
 * @param from lower end
 * @param to upper end
 */
record Interval(double difference, double from, double to) {

  /** Whether the difference is shown to be more than 0. */
  boolean isAbove() {
    return from > 0;
  }

  /** Whether it is shown to be less than 0. */
  boolean isBelow() {
    return to < 0;
  }
}
