package dev.freshet.scoring.items;

import dev.freshet.scoring.decay.HalfLife;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Decayed sums of each item, one a half-life.
 *
 * <p>Of each sum the logarithm is kept as it would be at the beginning of time had the sum grown
 * instead of decayed: decay to any moment is then one subtraction, the same for all items.
 */
final class LogSums {

  private static final double LN_2 = Math.log(2.0);

  private final List<HalfLife> halfLives;
  private final int sums;

  /** All sums of one item are adjacent. */
  private double[] logs;

  /** What a logarithm loses until the moment of the last advance, by sum. */
  private final double[] lost;

  LogSums(List<HalfLife> halfLives) {
    this.halfLives = List.copyOf(halfLives);
    sums = halfLives.size();
    logs = new double[64 * sums];
    lost = new double[sums];
  }

  HalfLife halfLife(int sum) {
    return halfLives.get(sum);
  }

  void grow(int capacity) {
    logs = Arrays.copyOf(logs, capacity * sums);
  }

  /** An item that is new has nothing. */
  void enter(int index) {
    Arrays.fill(logs, index * sums, (index + 1) * sums, Double.NEGATIVE_INFINITY);
  }

  /** Sets a sum to its value at a moment. */
  void set(int index, int sum, double value, long atMillis) {
    // What is subtracted again leaves a trace of rounding, which may be negative.
    logs[index * sums + sum] =
        value > 0 ? Math.log(value) + growth(sum, atMillis) : Double.NEGATIVE_INFINITY;
  }

  /** What a logarithm gains from the beginning of time to a moment. */
  double growth(int sum, long atMillis) {
    return halfLives.get(sum).count(atMillis) * LN_2;
  }

  /** Fixes the moment of {@link #log}. */
  void advanceTo(long nowMillis) {
    for (int sum = 0; sum < sums; sum++) {
      lost[sum] = growth(sum, nowMillis);
    }
  }

  /** The logarithm of a sum at the moment of the last advance. */
  double log(int index, int sum) {
    return logs[index * sums + sum] - lost[sum];
  }

  /** The logarithm of a sum at another moment. */
  double logAt(int index, int sum, long atMillis) {
    return logs[index * sums + sum] - growth(sum, atMillis);
  }

  /** What a logarithm loses until the moment of the last advance. */
  double lost(int sum) {
    return lost[sum];
  }

  void write(int index, DataOutput out) throws IOException {
    for (int sum = 0; sum < sums; sum++) {
      out.writeDouble(logs[index * sums + sum]);
    }
  }

  void read(int index, DataInput in) throws IOException {
    for (int sum = 0; sum < sums; sum++) {
      logs[index * sums + sum] = in.readDouble();
    }
  }
}
