package dev.freshet.scoring.pulse;

import com.carrotsearch.hppc.LongIntHashMap;
import dev.freshet.scoring.items.ItemTable;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What users did lately, and what they had done before it: who comes from the same items may want
 * the same.
 *
 * <p>A user's candidates are those of the user's last action; this tells what happened since.
 */
public final class Peers {

  /** So many interactions are remembered, the newest. */
  public static final int STEPS = 100;

  /** So many items that a user did before are compared, the last ones. */
  public static final int CONTEXT = 10;

  /** What an item of the context counts, compared with the one after it. */
  public static final double SHARE = 0.8;

  /** No interaction is known. */
  public static final Peers NONE = new Peers(new Step[0], new double[0]);

  private final Step[] steps;
  private final double[] shortfalls;

  private Peers(Step[] steps, double[] shortfalls) {
    this.steps = steps;
    this.shortfalls = shortfalls;
  }

  /**
   * An interaction.
   *
   * @param item fingerprint of what was done
   * @param atMillis when
   * @param context fingerprints of the items that the user had done before, the last one first
   */
  public record Step(long item, long atMillis, long[] context) {

    /** The newest first; the same order wherever the steps come from. */
    public static final Comparator<Step> NEWEST_FIRST =
        Comparator.comparingLong(Step::atMillis)
            .reversed()
            .thenComparingLong(Step::item)
            .thenComparing(Step::context, Arrays::compare);
  }

  /**
   * What peers of a user did.
   *
   * @param size how many elements of the arrays count
   * @param items fingerprints, each once
   * @param sums how much the contexts have in common with the user's last items, added up, above 0
   * @param sources for each the first of the user's last items that a peer had done, from 0
   * @param shortfalls by how much the global part of an item's score is below the pulse's last
   *     place, at most 0
   */
  public record Matches(
      int size, long[] items, double[] sums, int[] sources, double[] shortfalls) {}

  private static final Matches NO_MATCHES =
      new Matches(0, new long[0], new double[0], new int[0], new double[0]);

  /**
   * Steps, newest first, as of the last {@link ItemTable#advanceTo}, less those of retired items.
   */
  public static Peers of(Collection<Step> newestFirst, ItemTable table, double floor) {
    Step[] steps =
        newestFirst.stream().filter(step -> table.isListable(step.item())).toArray(Step[]::new);
    double[] shortfalls = new double[steps.length];
    for (int i = 0; i < steps.length; i++) {
      int index = table.indexOf(steps[i].item());
      shortfalls[i] = Math.min(0.0, table.globalScore(index) - floor);
    }
    return new Peers(steps, shortfalls);
  }

  /**
   * Steps, newest first.
   *
   * @param shortfalls by how much the global part of each step's item is below the pulse's last
   *     place, at most 0
   */
  public static Peers of(List<Step> newestFirst, double[] shortfalls) {
    return new Peers(newestFirst.toArray(Step[]::new), shortfalls);
  }

  /** How many interactions are known. */
  public int size() {
    return steps.length;
  }

  /** An interaction, 0 the newest. */
  public Step step(int number) {
    return steps[number];
  }

  /** By how much the global part of a step's item is below the pulse's last place, at most 0. */
  public double shortfall(int number) {
    return shortfalls[number];
  }

  /**
   * What others did after the same items.
   *
   * @param recent fingerprints of the user's last items, the last one first
   * @param sinceMillis steps up to this moment do not count
   */
  public Matches matches(long[] recent, long sinceMillis) {
    if (steps.length == 0 || steps[0].atMillis() <= sinceMillis) {
      return NO_MATCHES;
    }
    LongIntHashMap positions = new LongIntHashMap(recent.length);
    for (int i = recent.length - 1; i >= 0; i--) {
      positions.put(recent[i], i);
    }
    Collector found = new Collector();
    for (int i = 0; i < steps.length && steps[i].atMillis() > sinceMillis; i++) {
      double share = 1.0;
      for (long before : steps[i].context()) {
        int position = positions.getOrDefault(before, -1);
        if (position >= 0) {
          found.add(i, share * SHARES[position], position);
        }
        share *= SHARE;
      }
    }
    return found.matches();
  }

  private static final double[] SHARES = new double[CONTEXT];

  static {
    SHARES[0] = 1.0;
    for (int i = 1; i < CONTEXT; i++) {
      SHARES[i] = SHARES[i - 1] * SHARE;
    }
  }

  /** Adds up by item. */
  private final class Collector {

    private final LongIntHashMap indexes = new LongIntHashMap();
    private final long[] items = new long[steps.length];
    private final double[] sums = new double[steps.length];
    private final int[] sources = new int[steps.length];
    private final double[] below = new double[steps.length];

    void add(int step, double share, int position) {
      int index = indexes.getOrDefault(steps[step].item(), indexes.size());
      if (index == indexes.size()) {
        indexes.put(steps[step].item(), index);
        items[index] = steps[step].item();
        below[index] = shortfalls[step];
        sources[index] = position;
      }
      sums[index] += share;
      sources[index] = Math.min(sources[index], position);
    }

    Matches matches() {
      return new Matches(indexes.size(), items, sums, sources, below);
    }
  }
}
