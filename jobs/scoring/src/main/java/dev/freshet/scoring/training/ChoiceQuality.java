package dev.freshet.scoring.training;

import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.ranking.ChoiceSet;
import dev.freshet.scoring.top.TopK;
import java.util.BitSet;

/**
 * How good lists are, told by what users really choose: each choice is looked for on the list of
 * that moment before the model learns from it (prequential evaluation with fading factors, Gama,
 * Sebastião, Rodrigues 2013). It is what {@code evaluate} measures on a log.
 *
 * <p>One thread judges; others may ask, and are told what was so a moment ago.
 */
public final class ChoiceQuality {

  /** Places of a list that a chosen item is looked for on. */
  public static final int LIST_SIZE = 20;

  /** So the last thousand choices count most. */
  private static final double FADING = 0.999;

  /** Event time after which lists make room for newer ones in what is covered. */
  private static final long PERIOD_MILLIS = 3_600_000;

  private static final double LEAST_PROBABILITY = 1e-12;

  private final Mean hits = new Mean();
  private final Mean expectedHits = new Mean();
  private final Mean logLoss = new Mean();
  private BitSet listed = new BitSet();
  private BitSet listedBefore = new BitSet();
  private long period = Long.MIN_VALUE;
  private long[] ids = new long[512];
  private int covered;
  private long judged;
  private long found;

  ChoiceQuality() {}

  /** A mean in which older values count ever less. */
  private static final class Mean {

    private double sum;
    private double weight;
    private double value = Double.NaN;

    void add(double next) {
      sum = FADING * sum + next;
      weight = FADING * weight + 1;
      value = sum / weight;
    }
  }

  /**
   * Judges a list.
   *
   * @param alternatives what could be chosen
   * @param p the probability of each
   * @param chosen which one was, or {@link ChoiceModel#OUTSIDE}
   */
  void judge(ChoiceSet alternatives, double[] p, int chosen, long atMillis) {
    beginPeriod(atMillis);
    boolean isListed = false;
    double expected = 0.0;
    for (int alternative : list(alternatives, p)) {
      isListed |= alternative == chosen;
      expected += p[alternative];
      cover(alternatives.index(alternative));
    }
    hits.add(isListed ? 1.0 : 0.0);
    expectedHits.add(expected);
    logLoss.add(-Math.log(Math.max(LEAST_PROBABILITY, probability(p, chosen))));
    found += isListed ? 1 : 0;
    judged++;
  }

  private int[] list(ChoiceSet alternatives, double[] p) {
    if (ids.length < p.length) {
      ids = new long[2 * p.length];
    }
    for (int i = 0; i < p.length; i++) {
      ids[i] = alternatives.index(i);
    }
    return TopK.select(p, ids, p.length, LIST_SIZE);
  }

  private static double probability(double[] p, int chosen) {
    if (chosen != ChoiceModel.OUTSIDE) {
      return p[chosen];
    }
    double outside = 1.0;
    for (double each : p) {
      outside -= each;
    }
    return outside;
  }

  private void beginPeriod(long atMillis) {
    long now = Math.floorDiv(atMillis, PERIOD_MILLIS);
    if (now > period) {
      listedBefore = listed;
      listed = new BitSet();
      covered = listedBefore.cardinality();
      period = now;
    }
  }

  private void cover(int index) {
    if (!listed.get(index)) {
      listed.set(index);
      covered += listedBefore.get(index) ? 0 : 1;
    }
  }

  /** Choices judged. */
  public long judged() {
    return judged;
  }

  /** Choices that were on their list. */
  public long found() {
    return found;
  }

  /** Share of the last choices that were on their list, 0–1: HR@20; NaN before the first. */
  public double hitRate() {
    return hits.value;
  }

  /** The hit rate by the model's own probabilities; NaN before the first choice. */
  public double expectedHitRate() {
    return expectedHits.value;
  }

  /**
   * Mean of −ln of the probability that the model gave to what was chosen then, the outside option
   * included; NaN before the first choice.
   */
  public double logLoss() {
    return logLoss.value;
  }

  /** Items on the lists judged in this hour of event time and in the last one before with any. */
  public int covered() {
    return covered;
  }
}
