package dev.freshet.scoring.similarity;

import com.carrotsearch.hppc.LongIntHashMap;
import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.decay.DecayedSums;
import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.history.PairGain;
import dev.freshet.scoring.top.TopK;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One item's row of the co-occurrence matrix: how many came to it and with what, decayed.
 *
 * <p>Each neighbour has three sums: gains of pairs in which it came later ({@code after}) or
 * earlier ({@code before}), and how often it came directly after ({@code next}). The row is
 * bounded: it grows to a quarter more than {@code bound} and is then cut to the strongest {@code
 * bound}. Item-based collaborative filtering after Sarwar et al. (WWW 2001), kept up to date pair
 * by pair as in TencentRec (Huang et al., SIGMOD 2015), decayed forward.
 */
public final class CoOccurrenceRow extends DecayedSums {

  public static final Layout LAYOUT = Layout.of("co-occurrence row", 3);
  private static final int HEAD_BYTES = 1 + 2 * Long.BYTES + 2 * Double.BYTES + Integer.BYTES;

  /** Marks of a serialized neighbour: which of its sums follow. */
  private static final int BEFORE = 1;

  private static final int AFTER = 2;
  private static final int NEXT = 4;

  private long latestMillis = EventTime.NEVER;
  private double count;
  private double nextTotal;
  private int size;
  private long[] items = new long[4];
  private double[] before = new double[4];
  private double[] after = new double[4];
  private double[] next = new double[4];

  /** Where each neighbour is; made again from {@link #items} when it is out of step. */
  private final LongIntHashMap indexes = new LongIntHashMap();

  public CoOccurrenceRow() {
    super(FARTHEST);
  }

  /** Neighbours held. */
  public int size() {
    return size;
  }

  /** The latest event time that had a part in the row, or {@link EventTime#NEVER}. */
  public long latestMillis() {
    return latestMillis;
  }

  /** Enters what an interaction changed in the row of its item. */
  public void apply(RowUpdate update, HalfLife halfLife, int bound) {
    Engagement from = update.from();
    Engagement to = update.to();
    if (from.firstMillis() != to.firstMillis()) {
      count(1.0, to.firstMillis(), halfLife);
      if (!from.isNone()) {
        count(-1.0, from.firstMillis(), halfLife);
      }
    }
    for (int i = 0; i < update.neighbours().length; i++) {
      long neighbour = update.neighbours()[i];
      double gain = update.gains()[i];
      long atMillis = update.pairMillis()[i];
      if (update.later()[i]) {
        addLater(neighbour, gain, 0.0, atMillis, halfLife, bound);
      } else {
        addEarlier(neighbour, gain, atMillis, halfLife, bound);
      }
    }
  }

  /**
   * Counts {@code weight} users (negative to take back) who came to the item at {@code atMillis}.
   */
  void count(double weight, long atMillis, HalfLife halfLife) {
    double inflation = enter(atMillis, halfLife);
    count += weight * inflation;
  }

  /** Enters a change of a pair of which {@code item}, whose row this is, is one. */
  public void apply(PairGain pair, long item, HalfLife halfLife, int bound) {
    if (pair.earlier() == item) {
      addLater(pair.later(), pair.gain(), pair.next(), pair.atMillis(), halfLife, bound);
    } else {
      addEarlier(pair.earlier(), pair.gain(), pair.atMillis(), halfLife, bound);
    }
  }

  /** Enters a change of a pair in which this item came first and {@code later} after it. */
  void addLater(
      long later, double gain, double nextGain, long atMillis, HalfLife halfLife, int bound) {
    double inflation = enter(atMillis, halfLife);
    int index = indexFor(later, bound);
    after[index] += gain * inflation;
    next[index] += nextGain * inflation;
    nextTotal += nextGain * inflation;
  }

  /** Enters a change of a pair in which {@code earlier} came first and this item after it. */
  void addEarlier(long earlier, double gain, long atMillis, HalfLife halfLife, int bound) {
    double inflation = enter(atMillis, halfLife);
    int index = indexFor(earlier, bound);
    before[index] += gain * inflation;
  }

  /**
   * The strongest neighbours, by symmetric co-occurrence and steps to them.
   *
   * @param limit at most this many
   * @param nowMillis as of when
   */
  public Neighbours strongest(long item, int limit, long nowMillis, HalfLife halfLife) {
    if (size == 0 || isEmpty()) {
      return Neighbours.none(item);
    }
    int[] order = TopK.of(strengths(), items, size, limit);
    double deflation = deflate(nowMillis, halfLife);
    double norm = count > 0 ? Math.sqrt(deflation) / Math.sqrt(count) : 0.0;
    double share = count > 0 ? 1.0 / count : 0.0;
    double nextShare = nextTotal > 0 ? 1.0 / nextTotal : 0.0;
    long[] ids = new long[order.length];
    float[] similar = new float[order.length];
    float[] directed = new float[order.length];
    float[] following = new float[order.length];
    for (int i = 0; i < order.length; i++) {
      int index = order[i];
      ids[i] = items[index];
      similar[i] = (float) ((before[index] + after[index]) * norm);
      directed[i] = (float) (after[index] * share);
      following[i] = (float) (next[index] * nextShare);
    }
    return new Neighbours(item, ids, similar, directed, following);
  }

  /** How many came to the item, decayed to {@code nowMillis}. */
  public double countAt(long nowMillis, HalfLife halfLife) {
    return isEmpty() ? 0.0 : count * deflate(nowMillis, halfLife);
  }

  private double[] strengths() {
    double[] strengths = new double[size];
    for (int i = 0; i < size; i++) {
      strengths[i] = before[i] + after[i] + next[i];
    }
    return strengths;
  }

  private double enter(long atMillis, HalfLife halfLife) {
    latestMillis = Math.max(latestMillis, atMillis);
    return inflate(atMillis, halfLife);
  }

  @Override
  protected void rescale(double factor) {
    count *= factor;
    nextTotal *= factor;
    for (int i = 0; i < size; i++) {
      before[i] *= factor;
      after[i] *= factor;
      next[i] *= factor;
    }
  }

  private int indexFor(long neighbour, int bound) {
    int known = indexOf(neighbour);
    if (known >= 0) {
      return known;
    }
    int most = bound + Math.max(1, bound / 4);
    if (size >= most) {
      cutTo(bound);
    }
    if (size == items.length) {
      grow(Math.min(size + size / 2 + 4, most));
    }
    items[size] = neighbour;
    before[size] = 0;
    after[size] = 0;
    next[size] = 0;
    indexes.put(neighbour, size);
    return size++;
  }

  private int indexOf(long neighbour) {
    if (indexes.size() != size) {
      indexes.clear();
      for (int i = 0; i < size; i++) {
        indexes.put(items[i], i);
      }
    }
    return indexes.getOrDefault(neighbour, -1);
  }

  private void grow(int capacity) {
    items = Arrays.copyOf(items, capacity);
    before = Arrays.copyOf(before, capacity);
    after = Arrays.copyOf(after, capacity);
    next = Arrays.copyOf(next, capacity);
  }

  private void cutTo(int bound) {
    int[] kept = TopK.select(strengths(), items, size, bound);
    Arrays.sort(kept);
    for (int i = 0; i < kept.length; i++) {
      int from = kept[i];
      items[i] = items[from];
      before[i] = before[from];
      after[i] = after[from];
      next[i] = next[from];
    }
    size = kept.length;
    indexes.clear();
  }

  /**
   * The row as bytes, to be kept as state: 9 a neighbour and 8 for each of its sums that is not 0.
   * A pair that was only seen in one direction has one or two.
   */
  public byte[] serialize() {
    int sums = 0;
    for (int i = 0; i < size; i++) {
      sums += Integer.bitCount(marks(i));
    }
    ByteBuffer buffer =
        ByteBuffer.allocate(HEAD_BYTES + size * (Long.BYTES + 1) + sums * Double.BYTES);
    buffer.put(LAYOUT.version()).putLong(landmarkMillis()).putLong(latestMillis);
    buffer.putDouble(count).putDouble(nextTotal).putInt(size);
    for (int i = 0; i < size; i++) {
      buffer.putLong(items[i]).put((byte) marks(i));
      putUnlessZero(buffer, before[i]);
      putUnlessZero(buffer, after[i]);
      putUnlessZero(buffer, next[i]);
    }
    return buffer.array();
  }

  private int marks(int index) {
    return (before[index] == 0 ? 0 : BEFORE)
        | (after[index] == 0 ? 0 : AFTER)
        | (next[index] == 0 ? 0 : NEXT);
  }

  private static void putUnlessZero(ByteBuffer buffer, double sum) {
    if (sum != 0) {
      buffer.putDouble(sum);
    }
  }

  /** The row that {@link #serialize} wrote. */
  public static CoOccurrenceRow deserialize(ByteBuffer buffer) {
    LAYOUT.require(buffer.get());
    CoOccurrenceRow row = new CoOccurrenceRow();
    row.restoreLandmark(buffer.getLong());
    row.latestMillis = buffer.getLong();
    row.count = buffer.getDouble();
    row.nextTotal = buffer.getDouble();
    row.size = buffer.getInt();
    row.grow(Math.max(4, row.size));
    for (int i = 0; i < row.size; i++) {
      row.items[i] = buffer.getLong();
      int marks = buffer.get();
      row.before[i] = (marks & BEFORE) == 0 ? 0 : buffer.getDouble();
      row.after[i] = (marks & AFTER) == 0 ? 0 : buffer.getDouble();
      row.next[i] = (marks & NEXT) == 0 ? 0 : buffer.getDouble();
    }
    return row;
  }
}
