package dev.freshet.scoring.items;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.ItemVector;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.id.IdCode;
import dev.freshet.scoring.interest.Interests;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.Signal;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The directory: what is known of every item regardless of who looks: popularity, age, tags,
 * vector.
 *
 * <p>Columns rather than objects, as there may be a million items. {@link #advanceTo} fixes the
 * moment as of which {@link #globals} are given.
 *
 * <p>This class is long because it is the one door to all columns: which index an item has is in
 * {@link ItemIndexes}, decayed sums in {@link LogSums}, how often it is taken from lists in {@link
 * Appeals}, tags in {@link TagIndex}, scores in {@link GlobalScores}, the best items in {@link
 * BestItems}, and bytes in {@link ItemBytes}.
 */
public final class ItemTable {

  private static final int HORIZONS = Signal.HORIZONS;

  /** The index of {@link #count} behind the horizons. */
  private static final int COUNTS = HORIZONS;

  private static final double MILLIS_PER_DAY = 86_400_000.0;

  /** Days since the last interaction, for an item that never had one. */
  private static final double LONG_AGO_DAYS = 10_000.0;

  private final ItemIndexes indexes;
  private final LogSums sums;
  private final Appeals appeals = new Appeals();
  private final TagIndex tagIndex = new TagIndex();
  private final GlobalScores scores = new GlobalScores(this);
  private final BestItems best = new BestItems(this, tagIndex);

  /** What is known of each item, as in {@link ItemBytes}. */
  private byte[] marks = new byte[64];

  private int[] codes = new int[64];
  private ItemVector[] vectors = new ItemVector[64];
  private long[] appeared = new long[64];
  private long[] interacted = new long[64];

  /** By view, the items of the pulse of which the indexes are known. */
  private long[][] indexed = new long[Gap.COUNT][0];

  private int[][] pulseIndexes = new int[Gap.COUNT][0];

  private long asOfMillis = EventTime.NEVER;
  private int itemsPerTag;

  /**
   * @param popularity half-lives of the popularity signals, one each
   * @param coOccurrence half-life of {@link #count}
   */
  public ItemTable(List<HalfLife> popularity, HalfLife coOccurrence) {
    this(popularity, coOccurrence, Fingerprint::of);
  }

  /**
   * @param fingerprint of an item's id; a test may give one that makes two items collide
   */
  ItemTable(List<HalfLife> popularity, HalfLife coOccurrence, ToLongFunction<String> fingerprint) {
    if (popularity.size() != HORIZONS) {
      throw new IllegalArgumentException(
          HORIZONS + " popularity half-lives are needed, got " + popularity.size());
    }
    List<HalfLife> halfLives = new ArrayList<>(popularity);
    halfLives.add(coOccurrence);
    sums = new LogSums(halfLives);
    indexes = new ItemIndexes(fingerprint);
  }

  /** Items known. */
  public int size() {
    return indexes.size();
  }

  /** A bound of the indexes; some below it may be free. */
  public int indexes() {
    return indexes.bound();
  }

  /** The length of columns that have room for all indexes. */
  int capacity() {
    return indexes.capacity();
  }

  /** How often an item was refused since its fingerprint is that of another. */
  public long refused() {
    return indexes.refused();
  }

  /** Whether there is an item at an index. */
  public boolean isTaken(int index) {
    return indexes.isTaken(index);
  }

  /** The index of an item, or −1 when it is not known. */
  public int indexOf(long fingerprint) {
    return indexes.indexOf(fingerprint);
  }

  /**
   * The indexes of the items that are best by a view; not to be changed.
   *
   * @param items fingerprints, the same array as long as they are the same
   */
  public int[] indexesOf(long[] items, int view) {
    if (items != indexed[view]) {
      rememberIndexes(items, view, indexesOf(items));
    }
    return pulseIndexes[view];
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
  public void rememberIndexes(long[] items, int view, int[] found) {
    indexed[view] = items;
    pulseIndexes[view] = found;
  }

  /** The id of the item at an index. */
  public String id(int index) {
    return indexes.id(index);
  }

  /** The {@link IdCode} of the item at an index. */
  public int code(int index) {
    return codes[index];
  }

  /** The fingerprint of the item at an index. */
  public long fingerprint(int index) {
    return indexes.fingerprint(index);
  }

  /** Whether the item at an index must not be recommended any more. */
  public boolean isRetired(int index) {
    return (marks[index] & ItemBytes.RETIRED) != 0;
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
    return (marks[index] & ItemBytes.DESCRIBED) != 0;
  }

  /** When the item at an index appeared, or {@link Long#MAX_VALUE} if that is not known. */
  public long appearedMillis(int index) {
    return appeared[index];
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

  /** The weights of a view, given with the last {@link #advanceTo}; not to be changed. */
  public double[] weights(int view) {
    return scores.weights(view);
  }

  /**
   * Enters what was counted of an item, in the place of what was known of it.
   *
   * @return the item's index, or −1 if it is refused: another item has its fingerprint
   */
  public int enter(ItemFacts facts) {
    int index = enter(facts.item());
    if (index == ItemIndexes.REFUSED) {
      return index;
    }
    appeared[index] = Math.min(appeared[index], facts.appearedMillis());
    interacted[index] = facts.interactedMillis();
    for (int h = 0; h < HORIZONS; h++) {
      sums.set(index, h, facts.popularity()[h], interacted[index]);
    }
    sums.set(index, COUNTS, facts.users(), interacted[index]);
    marks[index] |= ItemBytes.FACTS;
    change(index);
    return index;
  }

  /** What is known of an item is no longer what it was. */
  private void change(int index) {
    scores.forget(index);
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

  /**
   * Enters what the catalogue says of an item; the newest record wins.
   *
   * @return the item's index, or −1 if it is refused: another item has its fingerprint
   */
  public int describe(CatalogueItem item) {
    return describe(
        item.item(),
        item.publishedMillis() > 0 ? item.publishedMillis() : Long.MAX_VALUE,
        item.retired(),
        item.tags(),
        item.vector());
  }

  private int describe(
      String item, long publishedMillis, boolean isRetired, List<String> names, ItemVector vector) {
    int index = enter(item);
    if (index == ItemIndexes.REFUSED) {
      return index;
    }
    appeared[index] = Math.min(appeared[index], publishedMillis);
    marks[index] =
        (byte)
            ((marks[index] & ItemBytes.FACTS)
                | ItemBytes.DESCRIBED
                | (isRetired ? ItemBytes.RETIRED : 0));
    vectors[index] = vector;
    retag(index, tagIndex.numbers(names));
    change(index);
    best.changeAll();
    return index;
  }

  private int enter(String id) {
    int before = indexes.size();
    int index = indexes.enter(id);
    if (indexes.size() > before) {
      clear(index);
    }
    return index;
  }

  /** A new item has an index that another may have had. */
  private void clear(int index) {
    if (index >= marks.length) {
      grow(indexes.capacity());
    }
    codes[index] = IdCode.of(indexes.id(index));
    marks[index] = 0;
    appeared[index] = Long.MAX_VALUE;
    interacted[index] = EventTime.NEVER;
    tagIndex.enter(index);
    vectors[index] = ItemVector.NONE;
    scores.forget(index);
    best.changeAll();
    sums.enter(index);
    appeals.enter(index);
  }

  private static final int[] NO_TAGS = {};

  private void grow(int capacity) {
    codes = Arrays.copyOf(codes, capacity);
    marks = Arrays.copyOf(marks, capacity);
    sums.grow(capacity);
    appeals.grow(capacity);
    appeared = Arrays.copyOf(appeared, capacity);
    interacted = Arrays.copyOf(interacted, capacity);
    tagIndex.grow(capacity);
    vectors = Arrays.copyOf(vectors, capacity);
  }

  /** Forgets the item at an index, which another may get. */
  public void forget(int index) {
    retag(index, NO_TAGS);
    indexes.forget(index);
    vectors[index] = ItemVector.NONE;
    Arrays.fill(indexed, new long[0]);
    best.reset();
  }

  /**
   * Writes an item so that {@link #read} enters it into another table.
   *
   * @param withDescription whether what the catalogue says of it is written too
   */
  public void write(int index, boolean withDescription, DataOutput out) throws IOException {
    int known = marks[index] | (appeals.has(index) ? ItemBytes.SHOWN : 0);
    int written = withDescription ? known : known & (ItemBytes.FACTS | ItemBytes.SHOWN);
    out.writeByte(written);
    ItemBytes.writeString(indexes.id(index), out);
    out.writeLong(appeared[index]);
    if ((written & ItemBytes.FACTS) != 0) {
      out.writeLong(interacted[index]);
      sums.write(index, out);
    }
    if ((written & ItemBytes.DESCRIBED) != 0) {
      ItemBytes.writeTags(tagIndex.tags(index), tagIndex, out);
      vectors[index].write(out);
    }
    if ((written & ItemBytes.SHOWN) != 0) {
      appeals.write(index, out);
    }
  }

  /** Writes that an item is forgotten. */
  public static void writeForgotten(String id, DataOutput out) throws IOException {
    ItemBytes.writeForgotten(id, out);
  }

  /**
   * Reads what {@link #write} or {@link #writeForgotten} wrote.
   *
   * @return the item's index, or −1 if it was forgotten
   */
  public int read(DataInput in) throws IOException {
    int written = in.readByte();
    String id = ItemBytes.readString(in);
    if (ItemBytes.isForgotten(written)) {
      int index = indexes.indexOf(id);
      if (index >= 0) {
        forget(index);
      }
      return -1;
    }
    int index = enter(id);
    if (index == ItemIndexes.REFUSED) {
      throw new IllegalStateException("the sender's table had two items of one fingerprint: " + id);
    }
    appeared[index] = in.readLong();
    if ((written & ItemBytes.FACTS) != 0) {
      interacted[index] = in.readLong();
      sums.read(index, in);
      marks[index] |= ItemBytes.FACTS;
    }
    if ((written & ItemBytes.DESCRIBED) != 0) {
      describe(
          id,
          Long.MAX_VALUE,
          (written & ItemBytes.RETIRED) != 0,
          ItemBytes.readTags(in),
          ItemVector.read(in));
    }
    if ((written & ItemBytes.SHOWN) != 0) {
      appeals.read(index, in);
    }
    change(index);
    return index;
  }

  /**
   * Fixes the moment of the global signals; they are computed when next asked for.
   *
   * @param bestPerTag how many items of a tag are wanted
   * @param weights of the global signals, by view: first one for each {@link Gap}, of which the
   *     last also stand for those that are missing, and further ones behind them
   */
  public void advanceTo(long nowMillis, int bestPerTag, double[]... weights) {
    asOfMillis = nowMillis;
    itemsPerTag = bestPerTag;
    scores.advance(weights);
    if (scores.views() != indexed.length) {
      indexed = new long[scores.views()][0];
      pulseIndexes = new int[scores.views()][0];
    }
    sums.advanceTo(nowMillis);
  }

  /** Writes the item's global signals, as of the last {@link #advanceTo}, into {@code target}. */
  public void globals(int index, double[] target, int from) {
    target[from + Signal.CONSTANT.index()] = 1.0;
    for (int h = 0; h < HORIZONS; h++) {
      target[from + Signal.FIRST_HORIZON + h] = Signal.popularity(log(index, h));
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
    int horizon = signal - Signal.FIRST_HORIZON;
    if (horizon < 0) {
      return value;
    }
    return horizon < HORIZONS
        ? Signal.popularity(value + sums.growth(horizon, thenMillis) - sums.lost(horizon))
        : Signal.global(Math.exp(value) - Signal.EPSILON + daysSince(thenMillis));
  }

  private boolean hasFacts(int index) {
    return (marks[index] & ItemBytes.FACTS) != 0;
  }

  /** Whether anything was counted of the item: its score goes by age alone otherwise. */
  boolean isCounted(int index) {
    return hasFacts(index) || appeals.has(index);
  }

  /** Days since the item appeared, many if that is not known. */
  double daysSinceAppeared(int index) {
    return daysSince(appeared[index]);
  }

  /**
   * What the {@link Appeals} of an item add to its score: the logarithm of how many times as often
   * as foreseen it is taken from lists.
   */
  public double appeal(int index) {
    return appeals.log(index);
  }

  /** How often an item was taken from lists, what is long ago counting less. */
  public double taken(int index) {
    return appeals.taken(index);
  }

  /** How often that was foreseen by its {@link #globalScore} without its {@link #appeal}. */
  public double foreseen(int index) {
    return appeals.foreseen(index);
  }

  /**
   * Lets time pass for all appeals.
   *
   * @return the indexes of the items whose {@link #appeal} is another now
   */
  public int[] fadeAppeals(long nowMillis) {
    int[] others =
        IntStream.range(0, indexes.bound())
            .filter(index -> isTaken(index) && appeals.has(index))
            .filter(index -> appeals.fade(index, nowMillis))
            .toArray();
    Arrays.stream(others).forEach(this::change);
    return others;
  }

  /** Forgets all lists that items were on. */
  public void forgetAppeals() {
    for (int index = 0; index < indexes.bound(); index++) {
      appeals.enter(index);
    }
    scores.forgetAll();
    best.reset();
  }

  /**
   * Counts lists that an item was on.
   *
   * @param foreseen how often it was foreseen that the item is taken from them, above 0
   * @param taken how often it was
   * @param atMillis when they were shown
   * @return whether its {@link #appeal} is another now
   */
  public boolean show(int index, double foreseen, double taken, long atMillis) {
    boolean isAnother = appeals.count(index, foreseen, taken, atMillis);
    if (isAnother) {
      change(index);
    }
    return isAnother;
  }

  /** The sum of the item's global signals for a user who acted a moment ago. */
  public double globalScore(int index) {
    return globalScore(index, Gap.NONE);
  }

  /**
   * The sum of the item's global signals by the weights that the last {@link #advanceTo} gave for a
   * view.
   */
  public double globalScore(int index, int view) {
    return scores.score(index, view);
  }

  /** The sum of the item's global signals by these weights, and its appeal. */
  double globalScore(int index, double[] weights) {
    double score =
        appeals.log(index)
            + weights[Signal.CONSTANT.index()]
            + weights[Signal.AGE.index()] * Signal.global(daysSince(appeared[index]))
            + weights[Signal.RECENCY.index()] * Signal.global(daysSince(interacted[index]));
    for (int h = 0; h < HORIZONS; h++) {
      score += weights[Signal.FIRST_HORIZON + h] * Signal.popularity(log(index, h));
    }
    return score;
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
    return best.ofTag(tagNumber, itemsPerTag, scores.version());
  }

  /**
   * Indexes of the items that score highest for everybody as of the last {@link #advanceTo},
   * highest first, without those that are retired.
   *
   * @param limit how many, always the same
   */
  public int[] best(int limit) {
    return best.ofAll(limit, scores.version());
  }

  /** The indexes of all items. */
  public int[] all() {
    return indexes.all();
  }

  /**
   * The best of some items as of the last {@link #advanceTo}, in no order, without those that are
   * retired.
   *
   * @param some their indexes
   * @param count how many of {@code some}
   * @param view by whose scores
   */
  public int[] best(int[] some, int count, int limit, int view) {
    return scores.best(some, count, limit, view);
  }

  /** The lowest score of some items by a view; there is one. */
  public double lowest(int[] some, int view) {
    return scores.lowest(some, view);
  }

  /** The indexes by score, highest first. */
  public int[] sorted(int[] some) {
    return scores.sorted(some);
  }

  /** The cosine of a user's vector with the item's, cut at 0; 0 without either. */
  public double vectorMatch(int index, float[] vector) {
    return vectors[index].match(vector);
  }
}
