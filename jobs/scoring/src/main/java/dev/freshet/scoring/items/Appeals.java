package dev.freshet.scoring.items;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.event.EventTime;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How many times as often as foreseen each item is taken from the lists that have it: clicks over
 * expected clicks (Zhang, Jones 2007), drawn towards 1 where little is known, as the mean of a
 * gamma-Poisson model is (Agarwal, Chen, Elango 2009). What is popular because it is shown
 * everywhere has no appeal by that; what is liked and seldom shown has.
 *
 * <p>What was counted counts half after each half-life, so an item that is shown no more comes back
 * to where nothing is known of it. The logarithm that others see stays as it is until it would
 * change by {@link #STEP}: every change is sent to all who rank.
 */
final class Appeals {

  /** So many times an item must be foreseen to be taken until its own count weighs as much. */
  private static final double CAUTION = 5.0;

  private static final double STEP = 0.02;

  private static final HalfLife HALF_LIFE = HalfLife.ofDays(30);

  private double[] taken = new double[64];
  private double[] foreseen = new double[64];
  private long[] asOf = new long[64];
  private float[] logs = new float[64];

  /** An item that is new has the index. */
  void enter(int index) {
    taken[index] = 0.0;
    foreseen[index] = 0.0;
    asOf[index] = EventTime.NEVER;
    logs[index] = 0.0f;
  }

  void grow(int capacity) {
    taken = Arrays.copyOf(taken, capacity);
    foreseen = Arrays.copyOf(foreseen, capacity);
    asOf = Arrays.copyOf(asOf, capacity);
    logs = Arrays.copyOf(logs, capacity);
  }

  /** Whether anything is known of an item. */
  boolean has(int index) {
    return foreseen[index] > 0;
  }

  /** The logarithm of the item's appeal: 0 where nothing is known. */
  double log(int index) {
    return logs[index];
  }

  /** How often an item was taken from lists, as of when that was last counted. */
  double taken(int index) {
    return taken[index];
  }

  /** How often it was foreseen to be, had it no appeal, as of the same moment. */
  double foreseen(int index) {
    return foreseen[index];
  }

  /**
   * Counts lists that an item was on.
   *
   * @param more how often it was foreseen that the item is taken from them, above 0
   * @param took how often it was
   * @param atMillis when they were shown
   * @return whether {@link #log} is another now
   */
  boolean count(int index, double more, double took, long atMillis) {
    decay(index, atMillis);
    taken[index] += took;
    foreseen[index] += more;
    return tell(index);
  }

  /**
   * Lets time pass.
   *
   * @return whether {@link #log} is another now
   */
  boolean fade(int index, long nowMillis) {
    decay(index, nowMillis);
    return tell(index);
  }

  private void decay(int index, long atMillis) {
    if (asOf[index] != EventTime.NEVER && atMillis > asOf[index]) {
      double left = HALF_LIFE.decay(atMillis - asOf[index]);
      taken[index] *= left;
      foreseen[index] *= left;
    }
    asOf[index] = Math.max(asOf[index], atMillis);
  }

  private boolean tell(int index) {
    double log = Math.log((taken[index] + CAUTION) / (foreseen[index] + CAUTION));
    if (Math.abs(log - logs[index]) < STEP) {
      return false;
    }
    logs[index] = (float) log;
    return true;
  }

  /** Writes 28 bytes. */
  void write(int index, DataOutput out) throws IOException {
    out.writeDouble(taken[index]);
    out.writeDouble(foreseen[index]);
    out.writeLong(asOf[index]);
    out.writeFloat(logs[index]);
  }

  /** Reads what {@link #write} wrote. */
  void read(int index, DataInput in) throws IOException {
    taken[index] = in.readDouble();
    foreseen[index] = in.readDouble();
    asOf[index] = in.readLong();
    logs[index] = in.readFloat();
  }
}
