package dev.freshet.localstack.diff;

/**
 * How far two numbers may be apart and still be the same: by so much, and so much of the larger one
 * on top.
 *
 * @param margin both the absolute and the relative part
 */
record Tolerance(double margin) {

  boolean same(double one, double other) {
    return Math.abs(one - other) <= margin + margin * Math.max(Math.abs(one), Math.abs(other));
  }
}
