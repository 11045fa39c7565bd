package dev.freshet.scoring;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongIntHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of every item regardless of who looks: popularity, age, tags, vector.
 *
 * <p>Columns rather than objects, because a tick of the pulse reads all items. Popularity is
 * decayed forward against one landmark a horizon. {@link #advanceTo} fixes the moment as of which
 * {@link #globals} are given.
 */
public final class ItemTable {

  private static final int HORIZONS = Signal.AGE.place() - Signal.POPULARITY_1H.place();

  /** The place of {@link #count} behind the horizons. */
  private static final int COUNTS = HORIZONS;

  private static final double MILLIS_PER_DAY = 86_400_000.0;

  /** Stands for the days since an item was touched that nobody has touched yet. */
  private static final double LONG_AGO_DAYS = 10_000.0;

  /**
   * Numbers of an item's line. It begins with the weighted sum of its global signals, in the place
   * of the constant one, and the logarithms of its sums, in the places of popularity: there decay
   * is a difference, so that a tick takes no logarithm of them. Then come age, quiet, and the sums.
   */
  private static final int SCORE = Signal.CONSTANT.place();

  private static final int SUMS = Signal.GLOBALS;
  private static final int LINE = SUMS + COUNTS + 1;

  private final List<HalfLife> horizons;
  private final LongIntHashMap places = new LongIntHashMap();
  private int size;
  private String[] ids = new String[64];
  private long[] fingerprints = new long[64];
  private boolean[] retired = new boolean[64];
  private int[][] tags = new int[64][];
  private float[][] vectors = new float[64][];

  /** Together, since with many items each place read is waited for. */
  private double[] lines = new double[64 * LINE];

  /** Two numbers an item: when it appeared, and when it was last touched. */
  private long[] moments = new long[2 * 64];

  private final long[] landmarks;
  private double[] deflations;
  private double[] logDeflations;

  /** The items of the pulse of which the places are known. */
  private long[] placed = new long[0];

  private int[] pulsePlaces = new int[0];

  private long asOfMillis = Touch.NEVER;
  private int tick;
  private int[] globalsTick = new int[64];

  private final Map<String, Integer> tagNumbers = new HashMap<>();
  private final List<String> tagNames = new ArrayList<>();
  private int[] tagItems = new int[16];
  private final List<IntArrayList> itemsByTag = new ArrayList<>();
  private int[] bestTick = new int[0];
  private int[][] bestPlaces = new int[0][];
  private double[] weights = new double[Signal.COUNT];
  private int itemsPerTag;
  private int described;
  private int idfVersion;
  private int idfComputed = -1;
  private double[] idf = new double[16];
  private double[] norms = new double[64];
  private int[] normVersion = new int[64];

  /**
   * @param popularity half-lives of the popularity signals, five
   * @param coOccurrence half-life of {@link #count}
   */
  public ItemTable(List<HalfLife> popularity, HalfLife coOccurrence) {
    if (popularity.size() != HORIZONS) {
      throw new IllegalArgumentException(
          HORIZONS + " popularity half-lives are needed, got " + popularity.size());
    }
    horizons = new ArrayList<>(popularity);
    horizons.add(coOccurrence);
    landmarks = new long[horizons.size()];
    Arrays.fill(landmarks, Touch.NEVER);
    deflations = new double[horizons.size()];
    logDeflations = new double[horizons.size()];
  }

  /** Items known. */
  public int size() {
    return size;
  }

  /** The place of an item, or −1 when it is not known. */
  public int placeOf(long fingerprint) {
    return places.getOrDefault(fingerprint, -1);
  }

  /** The places of a pulse's items; not to be changed. */
  int[] placesOf(Pulse pulse) {
    if (pulse.items() != placed) {
      rememberPlaces(pulse, placesOf(pulse.items()));
    }
    return pulsePlaces;
  }

  /** The places of items, −1 for those that are not known. */
  int[] placesOf(long[] items) {
    int[] found = new int[items.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = placeOf(items[i]);
    }
    return found;
  }

  /** Saves {@link #placesOf} from looking each item up. */
  void rememberPlaces(Pulse pulse, int[] places) {
    placed = pulse.items();
    pulsePlaces = places;
  }

  /** The id of the item at a place. */
  public String id(int place) {
    return ids[place];
  }

  /** The fingerprint of the item at a place. */
  public long fingerprint(int place) {
    return fingerprints[place];
  }

  /** Whether the item at a place must not be recommended any more. */
  public boolean isRetired(int place) {
    return retired[place];
  }

  /** The moment as of which {@link #globals} are given. */
  public long asOfMillis() {
    return asOfMillis;
  }

  /** The weights given with the last {@link #advanceTo}; not to be changed. */
  double[] weights() {
    return weights;
  }

  /**
   * Enters that a touch moved a user from one standing with an item to another.
   *
   * @return the item's place
   */
  public int touch(String id, long atMillis, Standing from, Standing to) {
    int place = enter(id);
    appeared(place, Math.min(appearedMillis(place), to.firstMillis()));
    touched(place, Math.max(touchedMillis(place), atMillis));
    for (int h = 0; h < landmarks.length && !from.equals(to); h++) {
      add(h, place, from, -1);
      add(h, place, to, 1);
    }
    return place;
  }

  private void add(int horizon, int place, Standing standing, int sign) {
    if (!standing.isNone()) {
      double weight = horizon == COUNTS ? 1.0 : standing.strength();
      double inflation = inflate(horizon, standing.firstMillis());
      sum(horizon, place, lines[place * LINE + SUMS + horizon] + sign * weight * inflation);
    }
  }

  private void sum(int horizon, int place, double sum) {
    int line = place * LINE;
    lines[line + SUMS + horizon] = sum;
    if (horizon != COUNTS) {
      lines[line + Signal.POPULARITY_1H.place() + horizon] =
          sum > 0 ? FastLog.of(sum) : Double.NEGATIVE_INFINITY;
    }
  }

  /** The lines of items at some places, decayed to {@code nowMillis}. */
  public List<ItemFacts> facts(int[] some, long nowMillis) {
    double[] factors = deflations(nowMillis);
    List<ItemFacts> facts = new ArrayList<>(some.length);
    for (int place : some) {
      double[] values = new double[factors.length];
      for (int h = 0; h < values.length; h++) {
        values[h] = lines[place * LINE + SUMS + h] * factors[h];
      }
      facts.add(
          new ItemFacts(
              ids[place], appearedMillis(place), touchedMillis(place), nowMillis, values));
    }
    return facts;
  }

  private double[] deflations(long nowMillis) {
    double[] factors = new double[landmarks.length];
    for (int h = 0; h < factors.length; h++) {
      factors[h] =
          landmarks[h] == Touch.NEVER
              ? 0.0
              : ForwardDecay.deflate(horizons.get(h), landmarks[h], nowMillis);
    }
    return factors;
  }

  /** When the item at a place was last touched, or {@link Touch#NEVER}. */
  public long touchedMillis(int place) {
    return moments[2 * place + 1];
  }

  /** When it first was there, or {@link Long#MAX_VALUE} while only its name is known. */
  private long appearedMillis(int place) {
    return moments[2 * place];
  }

  private void appeared(int place, long atMillis) {
    moments[2 * place] = atMillis;
  }

  private void touched(int place, long atMillis) {
    moments[2 * place + 1] = atMillis;
  }

  /**
   * Replaces an item's line.
   *
   * @return the item's place
   */
  public int enter(ItemFacts facts) {
    int place = enter(facts.item());
    appeared(place, facts.appearedMillis());
    touched(place, facts.touchedMillis());
    for (int h = 0; h < landmarks.length; h++) {
      double value = facts.sums()[h];
      sum(h, place, value == 0 ? 0 : value * inflate(h, facts.asOfMillis()));
    }
    return place;
  }

  private double inflate(int horizon, long atMillis) {
    HalfLife halfLife = horizons.get(horizon);
    if (landmarks[horizon] == Touch.NEVER) {
      landmarks[horizon] = atMillis;
    } else if (ForwardDecay.mustMove(halfLife, landmarks[horizon], atMillis)) {
      double factor = ForwardDecay.deflate(halfLife, landmarks[horizon], atMillis);
      for (int i = 0; i < size; i++) {
        sum(horizon, i, lines[i * LINE + SUMS + horizon] * factor);
      }
      landmarks[horizon] = atMillis;
      // Until the next advance, what lies ahead of it counts as of now rather than beyond measure.
      deflations[horizon] = Math.min(1.0, ForwardDecay.deflate(halfLife, atMillis, asOfMillis));
      logDeflations[horizon] = Math.log(deflations[horizon]);
    }
    return ForwardDecay.inflate(halfLife, landmarks[horizon], atMillis);
  }

  /** Enters what the catalogue says of an item; the newest record wins. */
  public int describe(CatalogueItem item) {
    int place = enter(item.item());
    if (item.publishedMillis() > 0) {
      appeared(place, Math.min(appearedMillis(place), item.publishedMillis()));
    }
    retired[place] = item.retired();
    vectors[place] = toArray(item.vector());
    int[] before = tags[place];
    for (int tag : before) {
      tagItems[tag]--;
      itemsByTag.get(tag).removeElement(place);
    }
    tags[place] = numbers(item.tags());
    for (int tag : tags[place]) {
      tagItems[tag]++;
      itemsByTag.get(tag).add(place);
    }
    if (before.length == 0 && tags[place].length > 0) {
      described++;
    } else if (before.length > 0 && tags[place].length == 0) {
      described--;
    }
    idfVersion++;
    return place;
  }

  private static float[] toArray(List<Float> vector) {
    float[] array = new float[vector.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = vector.get(i);
    }
    return array;
  }

  private int[] numbers(List<String> names) {
    int[] numbers = new int[names.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = tagNumber(names.get(i));
    }
    return Arrays.stream(numbers).distinct().toArray();
  }

  private int tagNumber(String name) {
    Integer known = tagNumbers.get(name);
    if (known != null) {
      return known;
    }
    int number = tagNames.size();
    tagNumbers.put(name, number);
    tagNames.add(name);
    itemsByTag.add(new IntArrayList());
    if (number == tagItems.length) {
      tagItems = Arrays.copyOf(tagItems, number * 2);
      idf = Arrays.copyOf(idf, number * 2);
    }
    return number;
  }

  private int enter(String id) {
    long fingerprint = Fingerprint.of(id);
    int known = placeOf(fingerprint);
    if (known >= 0) {
      return known;
    }
    if (size == ids.length) {
      grow(size * 2);
    }
    ids[size] = id;
    fingerprints[size] = fingerprint;
    appeared(size, Long.MAX_VALUE);
    touched(size, Touch.NEVER);
    tags[size] = new int[0];
    vectors[size] = new float[0];
    normVersion[size] = -1;
    for (int h = 0; h < landmarks.length; h++) {
      sum(h, size, 0.0);
    }
    places.put(fingerprint, size);
    return size++;
  }

  private void grow(int capacity) {
    ids = Arrays.copyOf(ids, capacity);
    fingerprints = Arrays.copyOf(fingerprints, capacity);
    lines = Arrays.copyOf(lines, capacity * LINE);
    moments = Arrays.copyOf(moments, capacity * 2);
    retired = Arrays.copyOf(retired, capacity);
    tags = Arrays.copyOf(tags, capacity);
    vectors = Arrays.copyOf(vectors, capacity);
    globalsTick = Arrays.copyOf(globalsTick, capacity);
    norms = Arrays.copyOf(norms, capacity);
    normVersion = Arrays.copyOf(normVersion, capacity);
  }

  /**
   * Fixes the moment of the global signals; they are computed when next asked for.
   *
   * @param weights the choice model's weights, of which the global ones count
   * @param bestPerTag how many items of a tag are wanted
   */
  public void advanceTo(long nowMillis, double[] weights, int bestPerTag) {
    asOfMillis = nowMillis;
    this.weights = weights;
    itemsPerTag = bestPerTag;
    tick++;
    deflations = deflations(nowMillis);
    for (int h = 0; h < deflations.length; h++) {
      logDeflations[h] = Math.log(deflations[h]);
    }
  }

  /** Writes the item's global signals, as of the last {@link #advanceTo}, into {@code target}. */
  public void globals(int place, double[] target, int from) {
    compute(place);
    int line = place * LINE;
    target[from + SCORE] = 1.0;
    for (int h = 0; h < HORIZONS; h++) {
      target[from + Signal.POPULARITY_1H.place() + h] = popularitySignal(line, h);
    }
    target[from + Signal.AGE.place()] = lines[line + Signal.AGE.place()];
    target[from + Signal.QUIET.place()] = lines[line + Signal.QUIET.place()];
  }

  /** The sum of the item's global signals by the weights of the last {@link #advanceTo}. */
  public double globalScore(int place) {
    compute(place);
    return lines[place * LINE + SCORE];
  }

  private double popularitySignal(int line, int horizon) {
    double logSum = lines[line + Signal.POPULARITY_1H.place() + horizon];
    return Signal.popularity(logSum + logDeflations[horizon]);
  }

  private void compute(int place) {
    if (globalsTick[place] == tick) {
      return;
    }
    globalsTick[place] = tick;
    int line = place * LINE;
    double age = Signal.global(daysSince(appearedMillis(place)));
    double quiet = Signal.global(daysSince(touchedMillis(place)));
    lines[line + Signal.AGE.place()] = age;
    lines[line + Signal.QUIET.place()] = quiet;
    double score =
        weights[SCORE] + weights[Signal.AGE.place()] * age + weights[Signal.QUIET.place()] * quiet;
    for (int h = 0; h < HORIZONS; h++) {
      score += weights[Signal.POPULARITY_1H.place() + h] * popularitySignal(line, h);
    }
    lines[line + SCORE] = score;
  }

  private double daysSince(long atMillis) {
    if (atMillis == Touch.NEVER || atMillis == Long.MAX_VALUE) {
      return LONG_AGO_DAYS;
    }
    return atMillis >= asOfMillis ? 0.0 : (asOfMillis - atMillis) / MILLIS_PER_DAY;
  }

  /** The half-life of {@link #count}. */
  HalfLife coOccurrence() {
    return horizons.get(COUNTS);
  }

  /** The item's popularity at each horizon, decayed to the last {@link #advanceTo}. */
  public double[] popularity(int place) {
    double[] popularity = new double[HORIZONS];
    for (int h = 0; h < HORIZONS; h++) {
      popularity[h] = lines[place * LINE + SUMS + h] * deflations[h];
    }
    return popularity;
  }

  /** Users who touched the item, decayed to the last {@link #advanceTo}. */
  public double count(int place) {
    return lines[place * LINE + SUMS + COUNTS] * deflations[COUNTS];
  }

  /** A user's interests prepared for matching many items; can be prepared for the next user. */
  public final class Matcher {

    private int known;
    private int[] numbers = new int[16];
    private double[] strengths = new double[16];

    /** By tag number: what an item with the tag adds to the product of the cosine. */
    private double[] gains = new double[0];

    private double norm;

    private Matcher() {}

    /** Forgets the user before. */
    void prepare(Interests interests) {
      refreshIdf();
      for (int i = 0; i < known; i++) {
        gains[numbers[i]] = 0.0;
      }
      if (gains.length < tagNames.size()) {
        gains = new double[tagNames.size()];
      }
      int tags = interests.tags().length;
      if (numbers.length < tags) {
        numbers = new int[tags];
        strengths = new double[tags];
      }
      known = 0;
      double squares = 0.0;
      for (int i = 0; i < tags; i++) {
        Integer number = tagNumbers.get(interests.tags()[i]);
        if (number != null) {
          double strength = interests.weights()[i] * idf[number];
          squares += strength * strength;
          gains[number] = strength * idf[number];
          numbers[known] = number;
          strengths[known++] = strength;
        }
      }
      norm = Math.sqrt(squares);
    }

    /** The cosine of the interests with the item's tags, both weighted by idf; 0–1. */
    public double match(int place) {
      int[] own = tags[place];
      if (own.length == 0 || norm == 0) {
        return 0.0;
      }
      double sum = 0.0;
      for (int tag : own) {
        sum += gains[tag];
      }
      return sum == 0 ? 0.0 : sum / (norm * norm(place));
    }

    /** The tag of the item for which the user cares most, or the empty string. */
    public String tag(int place) {
      double most = 0.0;
      int strongest = -1;
      for (int tag : tags[place]) {
        if (gains[tag] > most) {
          most = gains[tag];
          strongest = tag;
        }
      }
      return strongest < 0 ? "" : tagNames.get(strongest);
    }

    /** The numbers of the user's strongest tags. */
    int[] strongestTags(int limit) {
      long[] ids = new long[known];
      for (int i = 0; i < known; i++) {
        ids[i] = numbers[i];
      }
      int[] order = Strongest.of(strengths, ids, known, limit);
      for (int i = 0; i < order.length; i++) {
        order[i] = numbers[order[i]];
      }
      return order;
    }
  }

  /** How many tags are known. */
  int tagCount() {
    return tagNames.size();
  }

  /** The share of a tag among the items that have tags, 0–1. */
  double shareOf(int tagNumber) {
    return (double) tagItems[tagNumber] / Math.max(1, described);
  }

  /** The name of a tag, by its number. */
  String tagName(int tagNumber) {
    return tagNames.get(tagNumber);
  }

  /** The numbers of an item's tags; not to be changed. */
  int[] tags(int place) {
    return tags[place];
  }

  /** Places of the items with a tag, by its number. */
  int[] itemsOf(int tagNumber) {
    return itemsByTag.get(tagNumber).toArray();
  }

  /** Prepares a user's interests. */
  public Matcher matcher(Interests interests) {
    Matcher matcher = new Matcher();
    matcher.prepare(interests);
    return matcher;
  }

  /**
   * Places of the best items with a tag, as of the last {@link #advanceTo}.
   *
   * @param tagNumber a number that a {@link Matcher} gave
   */
  int[] bestOf(int tagNumber) {
    if (bestTick.length < tagNames.size()) {
      bestTick = Arrays.copyOf(bestTick, tagNames.size());
      bestPlaces = Arrays.copyOf(bestPlaces, tagNames.size());
    }
    if (bestTick[tagNumber] != tick) {
      int[] all = itemsByTag.get(tagNumber).buffer;
      int count = itemsByTag.get(tagNumber).size();
      double[] scores = new double[count];
      long[] items = new long[count];
      for (int i = 0; i < count; i++) {
        scores[i] = globalScore(all[i]);
        items[i] = fingerprints[all[i]];
      }
      int[] order = Strongest.select(scores, items, count, itemsPerTag);
      for (int i = 0; i < order.length; i++) {
        order[i] = all[order[i]];
      }
      bestPlaces[tagNumber] = order;
      bestTick[tagNumber] = tick;
    }
    return bestPlaces[tagNumber];
  }

  private void refreshIdf() {
    if (idfComputed == idfVersion) {
      return;
    }
    idfComputed = idfVersion;
    for (int tag = 0; tag < tagNames.size(); tag++) {
      idf[tag] = Math.log(1.0 + (double) described / Math.max(1, tagItems[tag]));
    }
  }

  private double norm(int place) {
    if (normVersion[place] != idfVersion) {
      double squares = 0.0;
      for (int tag : tags[place]) {
        squares += idf[tag] * idf[tag];
      }
      norms[place] = Math.sqrt(squares);
      normVersion[place] = idfVersion;
    }
    return norms[place];
  }

  /** The cosine of a user's vector with the item's, cut at 0; 0 without either. */
  public double vectorMatch(int place, float[] vector) {
    float[] own = vectors[place];
    if (vector.length == 0 || own.length != vector.length) {
      return 0.0;
    }
    double product = 0.0;
    double a = 0.0;
    double b = 0.0;
    for (int i = 0; i < own.length; i++) {
      product += own[i] * vector[i];
      a += own[i] * own[i];
      b += vector[i] * vector[i];
    }
    return product <= 0 ? 0.0 : product / Math.sqrt(a * b);
  }
}
