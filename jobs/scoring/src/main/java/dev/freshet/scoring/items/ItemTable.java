package dev.freshet.scoring.items;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongIntHashMap;
import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.id.IdCode;
import dev.freshet.scoring.interest.Interests;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.top.TopK;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The directory: what is known of every item regardless of who looks: popularity, age, tags,
 * vector.
 *
 * <p>Columns rather than objects, as there may be a million items. {@link #advanceTo} fixes the
 * moment as of which {@link #globals} are given. Tags are in {@link TagIndex}, decayed sums in
 * {@link LogSums}, the best items in {@link BestItems}; this class is long because all that reads
 * or writes the other columns of an item is here.
 *
 * <p>An item keeps its index until it is forgotten; then another may get it.
 */
public final class ItemTable {

  private static final int HORIZONS = Signal.AGE.index() - Signal.POPULARITY_1H.index();

  /** The index of {@link #count} behind the horizons. */
  private static final int COUNTS = HORIZONS;

  private static final double MILLIS_PER_DAY = 86_400_000.0;

  /** Days since the last interaction, for an item that never had one. */
  private static final double LONG_AGO_DAYS = 10_000.0;

  /**
   * What a serialized item has: facts, a record of the catalogue, which retires it, or nothing
   * more.
   */
  private static final int FACTS = 1;

  private static final int DESCRIBED = 2;
  private static final int RETIRED = 4;
  private static final int FORGOTTEN = 8;

  private final LongIntHashMap indexes = new LongIntHashMap();

  /** Indexes ever taken. */
  private int size;

  private final LogSums sums;
  private final TagIndex tagIndex = new TagIndex();
  private final BestItems best = new BestItems(this, tagIndex);
  private final IntArrayList free = new IntArrayList();
  private String[] ids = new String[64];
  private long[] fingerprints = new long[64];
  private int[] codes = new int[64];
  private byte[] marks = new byte[64];
  private ItemVector[] vectors = new ItemVector[64];
  private long[] appeared = new long[64];
  private long[] interacted = new long[64];

  /** By gap, the items of the pulse of which the indexes are known. */
  private final long[][] indexed = new long[Gap.COUNT][0];

  private final int[][] pulseIndexes = new int[Gap.COUNT][0];

  private long asOfMillis = EventTime.NEVER;
  private int version = 1;

  /** By gap, since those who rank need the scores of one gap only. */
  private final int[][] scoredVersion = new int[Gap.COUNT][0];

  private final double[][] scores = new double[Gap.COUNT][0];

  private double[][] weights = {new double[Signal.GLOBALS]};
  private int itemsPerTag;

  /**
   * @param popularity half-lives of the popularity signals, five
   * @param coOccurrence half-life of {@link #count}
   */
  public ItemTable(List<HalfLife> popularity, HalfLife coOccurrence) {
    if (popularity.size() != HORIZONS) {
      throw new IllegalArgumentException(
          HORIZONS + " popularity half-lives are needed, got " + popularity.size());
    }
    List<HalfLife> halfLives = new ArrayList<>(popularity);
    halfLives.add(coOccurrence);
    sums = new LogSums(halfLives);
  }

  /** Items known. */
  public int size() {
    return indexes.size();
  }

  /** A bound of the indexes; some below it may be free. */
  public int indexes() {
    return size;
  }

  /** Whether there is an item at an index. */
  public boolean isTaken(int index) {
    return fingerprints[index] != 0;
  }

  /** The index of an item, or −1 when it is not known. */
  public int indexOf(long fingerprint) {
    return indexes.getOrDefault(fingerprint, -1);
  }

  /**
   * The indexes of the items that are best after a gap; not to be changed.
   *
   * @param items fingerprints, the same array as long as they are the same
   */
  public int[] indexesOf(long[] items, int gap) {
    if (items != indexed[gap]) {
      rememberIndexes(items, gap, indexesOf(items));
    }
    return pulseIndexes[gap];
  }

  /** The indexes of items, −1 for those that are not known. */
  public int[] indexesOf(long[] items) {
    int[] found = new int[items.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = indexOf(items[i]);
    }
    return found;
  }

  /** Saves {@link #indexesOf(long[], int)} from looking each item up. */
  public void rememberIndexes(long[] items, int gap, int[] found) {
    indexed[gap] = items;
    pulseIndexes[gap] = found;
  }

  /** The id of the item at an index. */
  public String id(int index) {
    return ids[index];
  }

  /** The {@link IdCode} of the item at an index. */
  public int code(int index) {
    return codes[index];
  }

  /** The fingerprint of the item at an index. */
  public long fingerprint(int index) {
    return fingerprints[index];
  }

  /** Whether the item at an index must not be recommended any more. */
  public boolean isRetired(int index) {
    return (marks[index] & RETIRED) != 0;
  }

  /** Whether it is known that an item must not be recommended any more. */
  public boolean hasRetired(long fingerprint) {
    int index = indexOf(fingerprint);
    return index >= 0 && isRetired(index);
  }

  /** Whether an item is known and may be recommended. */
  public boolean isListable(long fingerprint) {
    int index = indexOf(fingerprint);
    return index >= 0 && !isRetired(index);
  }

  /** Whether the catalogue knows the item at an index. */
  public boolean isDescribed(int index) {
    return (marks[index] & DESCRIBED) != 0;
  }

  /** When the item at an index had its last interaction, or {@link EventTime#NEVER}. */
  public long interactedMillis(int index) {
    return interacted[index];
  }

  /** Whether it is known that an item had an interaction at a moment, or later. */
  public boolean hasInteraction(long fingerprint, long atMillis) {
    int index = indexOf(fingerprint);
    return index >= 0 && hasFacts(index) && interacted[index] >= atMillis;
  }

  /** The moment as of which {@link #globals} are given. */
  public long asOfMillis() {
    return asOfMillis;
  }

  /** The weights after a gap, given with the last {@link #advanceTo}; not to be changed. */
  public double[] weights(int gap) {
    return weights[Math.min(gap, weights.length - 1)];
  }

  /**
   * Enters what was counted of an item, in the place of what was known of it.
   *
   * @return the item's index
   */
  public int enter(ItemFacts facts) {
    int index = enter(facts.item());
    appeared[index] = Math.min(appeared[index], facts.appearedMillis());
    interacted[index] = facts.interactedMillis();
    for (int h = 0; h < HORIZONS; h++) {
      sums.set(index, h, facts.popularity()[h], interacted[index]);
    }
    sums.set(index, COUNTS, facts.users(), interacted[index]);
    marks[index] |= FACTS;
    change(index);
    return index;
  }

  /** What is known of an item is no longer what it was. */
  private void change(int index) {
    forgetScores(index);
    best.change(index);
  }

  private void retag(int index, int[] numbers) {
    int[] before = tagIndex.tags(index);
    if (!Arrays.equals(before, numbers)) {
      tagIndex.replace(index, numbers);
      best.lose(before);
      best.gain(numbers);
    }
  }

  private void forgetScores(int index) {
    for (int[] ofGap : scoredVersion) {
      if (index < ofGap.length) {
        ofGap[index] = 0;
      }
    }
  }

  /** Enters what the catalogue says of an item; the newest record wins. */
  public int describe(CatalogueItem item) {
    return describe(
        item.item(),
        item.publishedMillis() > 0 ? item.publishedMillis() : Long.MAX_VALUE,
        item.retired(),
        item.tags(),
        ItemVector.of(item.vector()));
  }

  private int describe(
      String item, long publishedMillis, boolean isRetired, List<String> names, ItemVector vector) {
    int index = enter(item);
    appeared[index] = Math.min(appeared[index], publishedMillis);
    marks[index] = (byte) ((marks[index] & FACTS) | DESCRIBED | (isRetired ? RETIRED : 0));
    vectors[index] = vector;
    retag(index, tagIndex.numbers(names));
    change(index);
    best.changeAll();
    return index;
  }

  private int enter(String id) {
    long fingerprint = Fingerprint.of(id);
    int known = indexOf(fingerprint);
    if (known >= 0) {
      return known;
    }
    int index = free.isEmpty() ? size++ : free.removeAt(free.size() - 1);
    if (index == ids.length) {
      grow(size * 2);
    }
    ids[index] = id;
    fingerprints[index] = fingerprint;
    codes[index] = IdCode.of(id);
    marks[index] = 0;
    appeared[index] = Long.MAX_VALUE;
    interacted[index] = EventTime.NEVER;
    tagIndex.enter(index);
    vectors[index] = ItemVector.NONE;
    forgetScores(index);
    best.changeAll();
    sums.enter(index);
    indexes.put(fingerprint, index);
    return index;
  }

  private static final int[] NO_TAGS = {};

  private void grow(int capacity) {
    ids = Arrays.copyOf(ids, capacity);
    fingerprints = Arrays.copyOf(fingerprints, capacity);
    codes = Arrays.copyOf(codes, capacity);
    marks = Arrays.copyOf(marks, capacity);
    sums.grow(capacity);
    appeared = Arrays.copyOf(appeared, capacity);
    interacted = Arrays.copyOf(interacted, capacity);
    tagIndex.grow(capacity);
    vectors = Arrays.copyOf(vectors, capacity);
  }

  /** Forgets the item at an index, which another may get. */
  public void forget(int index) {
    retag(index, NO_TAGS);
    indexes.remove(fingerprints[index]);
    ids[index] = "";
    fingerprints[index] = 0;
    vectors[index] = ItemVector.NONE;
    free.add(index);
    Arrays.fill(indexed, new long[0]);
    best.startAnew();
  }

  /**
   * Writes an item so that {@link #read} enters it into another table.
   *
   * @param withDescription whether what the catalogue says of it is written too
   */
  public void write(int index, boolean withDescription, DataOutput out) throws IOException {
    int written = withDescription ? marks[index] : marks[index] & FACTS;
    out.writeByte(written);
    writeString(ids[index], out);
    out.writeLong(appeared[index]);
    if ((written & FACTS) != 0) {
      out.writeLong(interacted[index]);
      sums.write(index, out);
    }
    if ((written & DESCRIBED) != 0) {
      int[] tags = tagIndex.tags(index);
      out.writeInt(tags.length);
      for (int tag : tags) {
        writeString(tagIndex.name(tag), out);
      }
      vectors[index].write(out);
    }
  }

  /** Writes that an item is forgotten. */
  public static void writeForgotten(String id, DataOutput out) throws IOException {
    out.writeByte(FORGOTTEN);
    writeString(id, out);
  }

  /** {@link DataOutput#writeUTF} would fail if it is a very long one. */
  private static void writeString(String string, DataOutput out) throws IOException {
    byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readString(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #write} or {@link #writeForgotten} wrote.
   *
   * @return the item's index, or −1 if it was forgotten
   */
  public int read(DataInput in) throws IOException {
    int written = in.readByte();
    String id = readString(in);
    if (written == FORGOTTEN) {
      int index = indexOf(Fingerprint.of(id));
      if (index >= 0) {
        forget(index);
      }
      return -1;
    }
    int index = enter(id);
    appeared[index] = in.readLong();
    if ((written & FACTS) != 0) {
      interacted[index] = in.readLong();
      sums.read(index, in);
      marks[index] |= FACTS;
    }
    if ((written & DESCRIBED) != 0) {
      List<String> names = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        names.add(readString(in));
      }
      describe(id, Long.MAX_VALUE, (written & RETIRED) != 0, names, ItemVector.read(in));
    }
    change(index);
    return index;
  }

  /**
   * Fixes the moment of the global signals; they are computed when next asked for.
   *
   * @param bestPerTag how many items of a tag are wanted
   * @param weights of the global signals, by gap; the last ones also for the gaps that are missing
   */
  public void advanceTo(long nowMillis, int bestPerTag, double[]... weights) {
    asOfMillis = nowMillis;
    this.weights = weights;
    itemsPerTag = bestPerTag;
    version++;
    sums.advanceTo(nowMillis);
  }

  /** Writes the item's global signals, as of the last {@link #advanceTo}, into {@code target}. */
  public void globals(int index, double[] target, int from) {
    target[from + Signal.CONSTANT.index()] = 1.0;
    for (int h = 0; h < HORIZONS; h++) {
      target[from + Signal.POPULARITY_1H.index() + h] = Signal.popularity(log(index, h));
    }
    target[from + Signal.AGE.index()] = Signal.global(daysSince(appeared[index]));
    target[from + Signal.RECENCY.index()] = Signal.global(daysSince(interacted[index]));
  }

  /**
   * What has become of a global signal of an item that nobody interacted with.
   *
   * @param signal its index
   * @param value what it was at {@code thenMillis}
   */
  double later(int signal, double value, long thenMillis) {
    int horizon = signal - Signal.POPULARITY_1H.index();
    if (horizon < 0) {
      return value;
    }
    return horizon < HORIZONS
        ? Signal.popularity(value + sums.growth(horizon, thenMillis) - sums.lost(horizon))
        : Signal.global(Math.exp(value) - Signal.EPSILON + daysSince(thenMillis));
  }

  /** Whether anything was counted of the item: its global signals go by age alone otherwise. */
  boolean hasFacts(int index) {
    return (marks[index] & FACTS) != 0;
  }

  /** Days since the item appeared, many if that is not known. */
  double daysSinceAppeared(int index) {
    return daysSince(appeared[index]);
  }

  /** The sum of the item's global signals for a user who acted a moment ago. */
  public double globalScore(int index) {
    return globalScore(index, Gap.NONE);
  }

  /**
   * The sum of the item's global signals by the weights that the last {@link #advanceTo} gave for a
   * {@link Gap}.
   */
  public double globalScore(int index, int gap) {
    if (scoredVersion[gap].length <= index) {
      scoredVersion[gap] = Arrays.copyOf(scoredVersion[gap], ids.length);
      scores[gap] = Arrays.copyOf(scores[gap], ids.length);
    }
    if (scoredVersion[gap][index] != version) {
      scoredVersion[gap][index] = version;
      double[] weights = weights(gap);
      double score =
          weights[Signal.CONSTANT.index()]
              + weights[Signal.AGE.index()] * Signal.global(daysSince(appeared[index]))
              + weights[Signal.RECENCY.index()] * Signal.global(daysSince(interacted[index]));
      for (int h = 0; h < HORIZONS; h++) {
        score += weights[Signal.POPULARITY_1H.index() + h] * Signal.popularity(log(index, h));
      }
      scores[gap][index] = score;
    }
    return scores[gap][index];
  }

  /** The logarithm of a sum at the moment of the last advance, or of when it was told if later. */
  private double log(int index, int sum) {
    return interacted[index] > asOfMillis
        ? sums.logAt(index, sum, interacted[index])
        : sums.log(index, sum);
  }

  private double daysSince(long atMillis) {
    if (atMillis == EventTime.NEVER || atMillis == Long.MAX_VALUE) {
      return LONG_AGO_DAYS;
    }
    return atMillis >= asOfMillis ? 0.0 : (asOfMillis - atMillis) / MILLIS_PER_DAY;
  }

  /** The half-life of {@link #count}. */
  HalfLife coOccurrence() {
    return sums.halfLife(COUNTS);
  }

  /** The item's popularity at each horizon, decayed to the last {@link #advanceTo}. */
  public double[] popularity(int index) {
    double[] popularity = new double[HORIZONS];
    for (int h = 0; h < HORIZONS; h++) {
      popularity[h] = Math.exp(log(index, h));
    }
    return popularity;
  }

  /** Users who interacted with the item, decayed to the last {@link #advanceTo}. */
  public double count(int index) {
    return Math.exp(log(index, COUNTS));
  }

  /** How many tags are known. */
  public int tagCount() {
    return tagIndex.count();
  }

  /** The share of a tag among the items that have tags, 0–1. */
  public double shareOf(int tagNumber) {
    return tagIndex.shareOf(tagNumber);
  }

  /** The name of a tag, by its number. */
  public String tagName(int tagNumber) {
    return tagIndex.name(tagNumber);
  }

  /** The numbers of an item's tags; not to be changed. */
  public int[] tags(int index) {
    return tagIndex.tags(index);
  }

  /** Indexes of the items with a tag, by its number. */
  public int[] itemsOf(int tagNumber) {
    return tagIndex.items(tagNumber).toArray();
  }

  /** Prepares a user's interests. */
  public InterestMatcher matcher(Interests interests) {
    InterestMatcher matcher = new InterestMatcher(tagIndex);
    matcher.prepare(interests);
    return matcher;
  }

  /**
   * Indexes of the best items with a tag, as of the last {@link #advanceTo}, in no order.
   *
   * @param tagNumber a number that a {@link InterestMatcher} gave
   */
  public int[] bestOf(int tagNumber) {
    return best.ofTag(tagNumber, itemsPerTag, version);
  }

  /**
   * Indexes of the items that score highest for everybody as of the last {@link #advanceTo},
   * highest first, without those that are retired.
   *
   * @param limit how many, always the same
   */
  public int[] best(int limit) {
    return best.ofAll(limit, version);
  }

  /** The indexes of all items. */
  public int[] all() {
    return IntStream.range(0, size).filter(this::isTaken).toArray();
  }

  /**
   * The best of some items as of the last {@link #advanceTo}, in no order, without those that are
   * retired.
   *
   * @param some their indexes
   * @param count how many of {@code some}
   * @param gap by whose scores
   */
  public int[] best(int[] some, int count, int limit, int gap) {
    int[] eligible = new int[count];
    double[] values = new double[count];
    long[] items = new long[count];
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (!isRetired(some[i])) {
        values[size] = globalScore(some[i], gap);
        items[size] = fingerprints[some[i]];
        eligible[size++] = some[i];
      }
    }
    int[] best = TopK.select(values, items, size, limit);
    for (int i = 0; i < best.length; i++) {
      best[i] = eligible[best[i]];
    }
    return best;
  }

  /** The lowest score of some items after a gap; there is one. */
  public double lowest(int[] some, int gap) {
    return Arrays.stream(some).mapToDouble(index -> globalScore(index, gap)).min().orElseThrow();
  }

  /** The indexes by score, highest first. */
  public int[] sorted(int[] some) {
    double[] values = Arrays.stream(some).mapToDouble(this::globalScore).toArray();
    long[] items = Arrays.stream(some).mapToLong(this::fingerprint).toArray();
    int[] order = TopK.of(values, items, some.length, some.length);
    for (int i = 0; i < order.length; i++) {
      order[i] = some[order[i]];
    }
    return order;
  }

  /** The cosine of a user's vector with the item's, cut at 0; 0 without either. */
  public double vectorMatch(int index, float[] vector) {
    return vectors[index].match(vector);
  }
}
