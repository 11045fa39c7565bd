package dev.freshet.scoring.candidates;

import com.carrotsearch.hppc.LongHashSet;
import com.carrotsearch.hppc.LongIntHashMap;
import dev.freshet.scoring.codec.FormatVersion;
import dev.freshet.scoring.codec.MiniFloat;
import dev.freshet.scoring.codec.Varint;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.interest.InterestVector;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import dev.freshet.scoring.top.TopK;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * One user as the ranking knows them: candidates merged from the neighbours of what they interacted
 * with, interests, and the items seen.
 *
 * <p>With each new item the signals of earlier candidates fade by a factor and those of its
 * neighbours are added, which serves as well as keeping the neighbour lists of all recent items, at
 * a tenth of the room.
 */
public final class UserProfile {

  private static final byte VERSION = 6;
  private static final int HEAD_BYTES = 1 + 3 * Integer.BYTES + 2 * Long.BYTES;
  private static final int MOST_CANDIDATE_BYTES = Long.BYTES + Varint.MOST_BYTES + 5 * Short.BYTES;

  /** Marks of a serialized candidate: which of its rarer signals follow. */
  private static final int AFTER = 1;

  private static final int NEXT = 2;
  private static final int PATH = 4;
  private static final int MARK_BITS = 3;

  /** After so many interactions in a row what was missing before them has faded. */
  private static final int KNOWN_WELL = 8;

  /**
   * How much the long term counts beside what goes with the last items when candidates are let go.
   * Little, since it is the same popular items' for everybody, and the pulse has those.
   */
  private static final double LONG_TERM_SHARE = 0.1;

  private int size;
  private Columns columns = new Columns(0);
  private long last;
  private long latestMillis = EventTime.NEVER;
  private int entered;

  /** How many interactions wait elsewhere for those before them. */
  private int waiting;

  /** How many interactions came one after the other since one was missing. */
  private int unbroken;

  private int seenSize;
  private long[] seenItems = new long[4];
  private boolean[] completed = new boolean[4];

  private InterestVector interests = new InterestVector();
  private float[] vector = new float[0];

  /** Items seen that are remembered. */
  public int seenSize() {
    return seenSize;
  }

  /** The fingerprint of an item seen, 0 the one seen longest ago. */
  public long seenItem(int index) {
    return seenItems[index];
  }

  /** Candidates held. */
  public int size() {
    return size;
  }

  /** The candidates, of which the first {@link #size} count; not to be changed. */
  public Columns candidates() {
    return columns;
  }

  /** Mean vector of what the user did, or empty; not to be changed. */
  public float[] vector() {
    return vector;
  }

  /** Whether the user is known to have interacted with the item. */
  public boolean hasSeen(String item) {
    return indexOfSeen(Fingerprint.of(item)) >= 0;
  }

  /**
   * Fingerprints of the last items seen, the last one first.
   *
   * @param most at most so many
   */
  public long[] recent(int most) {
    long[] recent = new long[Math.min(most, seenSize)];
    for (int i = 0; i < recent.length; i++) {
      recent[i] = seenItems[seenSize - 1 - i];
    }
    return recent;
  }

  /** When the newest interaction occurred, or {@link EventTime#NEVER}. */
  public long latestMillis() {
    return latestMillis;
  }

  /** What the user is interested in. */
  public InterestVector interests() {
    return interests;
  }

  /** The number of the last interaction entered, 0 before the first. */
  public int entered() {
    return entered;
  }

  /** How many interactions wait elsewhere for those before them, which {@link #letWait} says. */
  public int waiting() {
    return waiting;
  }

  /** Says how many interactions wait elsewhere. */
  public void letWait(int count) {
    waiting = count;
  }

  /** Enters what follows from one interaction. */
  public void update(EnrichedInteraction enriched, CandidateSettings settings) {
    boolean isLate = enriched.atMillis() < latestMillis;
    latestMillis = Math.max(latestMillis, enriched.atMillis());
    unbroken = enriched.number() == entered + 1 ? unbroken + 1 : 0;
    entered = Math.max(entered, enriched.number());
    interests.add(
        enriched.tags(),
        enriched.from(),
        enriched.to(),
        settings.interest().halfLife(),
        settings.interest().tags());
    blend(enriched.vector(), settings.decay());
    enterSeen(enriched.item(), enriched.completed(), settings.seen());
    Columns before = columns;
    boolean isAnother = enriched.neighbours().item() != last;
    if (isAnother) {
      merge(enriched, isLate, settings);
    }
    if (isAnother || enriched.completed()) {
      drop(settings);
      columns = columns.within(before, size, settings.size());
      round();
    }
  }

  /** Leaves of each signal what its bytes keep, so that they change nothing. */
  private void round() {
    for (int i = 0; i < size; i++) {
      columns.similar[i] = rounded(columns.similar[i]);
      columns.longTerm[i] = rounded(columns.longTerm[i]);
      columns.after[i] = rounded(columns.after[i]);
      columns.next[i] = rounded(columns.next[i]);
      columns.path[i] = rounded(columns.path[i]);
    }
  }

  /**
   * To 11 binary digits, more than a logarithm of it needs. A factor of fading above 0.9997 would
   * be undone.
   */
  private static float rounded(float signal) {
    return MiniFloat.value(MiniFloat.of(signal));
  }

  /**
   * Whether the interaction is a choice to learn from, asked before {@link #update} enters it: made
   * by a user who is known, of an item that could have been on the list, and the next one after
   * those that are known. What came in between would make what was chosen look foreseen, and from a
   * user of whom much is missing there would be learned that candidates do not matter.
   */
  public boolean isChoice(EnrichedInteraction enriched, CandidateSettings settings) {
    return seenSize > 0
        && enriched.number() == entered + 1
        && unbroken >= Math.min(entered, KNOWN_WELL)
        && (settings.exclude() == Exclusion.NOTHING || !hasSeen(enriched.item()));
  }

  /** One of another length than the user's is not the catalogue's: it changes nothing. */
  private void blend(float[] itemVector, double fade) {
    if (itemVector.length == 0 || (vector.length > 0 && vector.length != itemVector.length)) {
      return;
    }
    float[] blended = new float[itemVector.length];
    for (int i = 0; i < blended.length; i++) {
      double before = vector.length == 0 ? 0.0 : vector[i];
      blended[i] = (float) (fade * before + (1 - fade) * itemVector[i]);
      if (!Float.isFinite(blended[i])) {
        return;
      }
    }
    vector = blended;
  }

  private void enterSeen(String item, boolean isCompleted, int bound) {
    long fingerprint = Fingerprint.of(item);
    int index = indexOfSeen(fingerprint);
    boolean finished = isCompleted;
    if (index >= 0) {
      finished |= completed[index];
      removeSeen(index);
    } else if (seenSize >= bound) {
      removeSeen(0);
    }
    if (seenSize == seenItems.length) {
      seenItems = Arrays.copyOf(seenItems, seenSize * 2);
      completed = Arrays.copyOf(completed, seenSize * 2);
    }
    seenItems[seenSize] = fingerprint;
    completed[seenSize] = finished;
    seenSize++;
  }

  private int indexOfSeen(long item) {
    for (int i = seenSize - 1; i >= 0; i--) {
      if (seenItems[i] == item) {
        return i;
      }
    }
    return -1;
  }

  private void removeSeen(int index) {
    seenSize--;
    System.arraycopy(seenItems, index + 1, seenItems, index, seenSize - index);
    System.arraycopy(completed, index + 1, completed, index, seenSize - index);
  }

  /** An interaction overtaken by the one after it counts as the last but one would. */
  private void merge(EnrichedInteraction enriched, boolean isLate, CandidateSettings settings) {
    if (isLate) {
      add(enriched.neighbours(), Onward.NONE, settings.decay(), settings.longTermDecay(), false);
    } else {
      decay(settings);
      add(enriched.neighbours(), enriched.onward(), 1.0, 1.0, true);
      last = enriched.neighbours().item();
    }
  }

  private void decay(CandidateSettings settings) {
    for (int i = 0; i < size; i++) {
      columns.similar[i] *= (float) settings.decay();
      columns.longTerm[i] *= (float) settings.longTermDecay();
      columns.after[i] *= (float) settings.decay();
      columns.next[i] = 0;
      columns.path[i] = 0;
    }
  }

  private void add(
      Neighbours neighbours, Onward onward, double share, double longTermShare, boolean isLast) {
    int most = size + neighbours.size() + onward.items().length;
    LongIntHashMap indexes = new LongIntHashMap(most);
    for (int i = 0; i < size; i++) {
      indexes.put(columns.items[i], i);
    }
    columns = columns.copyOf(size, most);
    for (int i = 0; i < neighbours.size(); i++) {
      float gain = (float) (share * neighbours.similar()[i]);
      int index = indexes.getOrDefault(neighbours.items()[i], -1);
      if (index < 0) {
        index = size++;
        columns.items[index] = neighbours.items()[i];
        columns.sources[index] = neighbours.item();
        indexes.put(neighbours.items()[i], index);
      } else if (gain > columns.similar[index]) {
        columns.sources[index] = neighbours.item();
      }
      columns.similar[index] += gain;
      columns.longTerm[index] += (float) (longTermShare * neighbours.similar()[i]);
      columns.after[index] += (float) (share * neighbours.after()[i]);
      if (isLast) {
        columns.next[index] = neighbours.next()[i];
      }
    }
    for (int i = 0; i < onward.items().length; i++) {
      int index = indexes.getOrDefault(onward.items()[i], -1);
      if (index < 0) {
        index = size++;
        columns.items[index] = onward.items()[i];
        columns.sources[index] = neighbours.item();
      }
      columns.path[index] = onward.shares()[i];
    }
  }

  /** Lets go of candidates that are excluded, and of the weakest beyond the bound. */
  private void drop(CandidateSettings settings) {
    LongHashSet excluded = new LongHashSet(seenSize);
    for (int i = 0; i < seenSize; i++) {
      if (isExcluded(i, settings.exclude())) {
        excluded.add(seenItems[i]);
      }
    }
    boolean[] stays = new boolean[size];
    for (int i = 0; i < size; i++) {
      stays[i] = !excluded.contains(columns.items[i]);
    }
    keep(stays);
    if (size > settings.size()) {
      double[] strengths = new double[size];
      for (int i = 0; i < size; i++) {
        strengths[i] =
            columns.similar[i]
                + columns.next[i]
                + columns.path[i]
                + LONG_TERM_SHARE * columns.longTerm[i];
      }
      boolean[] isStrong = new boolean[size];
      for (int index : TopK.select(strengths, columns.items, size, settings.size())) {
        isStrong[index] = true;
      }
      keep(isStrong);
    }
  }

  private void keep(boolean[] stays) {
    int kept = 0;
    for (int i = 0; i < stays.length; i++) {
      if (stays[i]) {
        columns.move(i, kept++);
      }
    }
    size = kept;
  }

  /** Whether an item seen must not be recommended. */
  public boolean isExcluded(int index, Exclusion exclusion) {
    return switch (exclusion) {
      case TOUCHED -> true;
      case COMPLETED -> completed[index];
      case NOTHING -> false;
    };
  }

  /**
   * The user as bytes, to be kept as state: 13 to 20 a candidate, 8 an item that speaks for some,
   * and 8 an item seen.
   */
  public byte[] serialize() {
    byte[] interestBytes = interests.serialize();
    ByteBuffer buffer =
        ByteBuffer.allocate(
            HEAD_BYTES
                + 5 * Varint.MOST_INT_BYTES
                + size * (Long.BYTES + MOST_CANDIDATE_BYTES)
                + seenSize * (Long.BYTES + 1)
                + interestBytes.length
                + vector.length * Float.BYTES);
    buffer
        .put(VERSION)
        .putInt(entered)
        .putInt(waiting)
        .putInt(unbroken)
        .putLong(last)
        .putLong(latestMillis);
    serializeCandidates(buffer);
    serializeSeen(buffer);
    Varint.put(buffer, interestBytes.length);
    buffer.put(interestBytes);
    Varint.put(buffer, vector.length);
    for (float component : vector) {
      buffer.putFloat(component);
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private void serializeCandidates(ByteBuffer buffer) {
    long[] sources = new long[size];
    int[] sourceOf = new int[size];
    int sourceCount = 0;
    for (int i = 0; i < size; i++) {
      int source = sourceCount - 1;
      while (source >= 0 && sources[source] != columns.sources[i]) {
        source--;
      }
      if (source < 0) {
        source = sourceCount;
        sources[sourceCount++] = columns.sources[i];
      }
      sourceOf[i] = source;
    }
    Varint.put(buffer, sourceCount);
    for (int i = 0; i < sourceCount; i++) {
      buffer.putLong(sources[i]);
    }
    Varint.put(buffer, size);
    for (int i = 0; i < size; i++) {
      int marks =
          (columns.after[i] == 0 ? 0 : AFTER)
              | (columns.next[i] == 0 ? 0 : NEXT)
              | (columns.path[i] == 0 ? 0 : PATH);
      buffer.putLong(columns.items[i]);
      Varint.put(buffer, (long) sourceOf[i] << MARK_BITS | marks);
      buffer.putShort(MiniFloat.of(columns.similar[i])).putShort(MiniFloat.of(columns.longTerm[i]));
      if ((marks & AFTER) != 0) {
        buffer.putShort(MiniFloat.of(columns.after[i]));
      }
      if ((marks & NEXT) != 0) {
        buffer.putShort(MiniFloat.of(columns.next[i]));
      }
      if ((marks & PATH) != 0) {
        buffer.putShort(MiniFloat.of(columns.path[i]));
      }
    }
  }

  private void serializeSeen(ByteBuffer buffer) {
    Varint.put(buffer, seenSize);
    BitSet finished = new BitSet();
    for (int i = 0; i < seenSize; i++) {
      buffer.putLong(seenItems[i]);
      finished.set(i, completed[i]);
    }
    byte[] bits = finished.toByteArray();
    Varint.put(buffer, bits.length);
    buffer.put(bits);
  }

  /** The user that {@link #serialize} wrote. */
  public static UserProfile deserialize(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    FormatVersion.require("user profile", VERSION, buffer.get());
    UserProfile profile = new UserProfile();
    profile.entered = buffer.getInt();
    profile.waiting = buffer.getInt();
    profile.unbroken = buffer.getInt();
    profile.last = buffer.getLong();
    profile.latestMillis = buffer.getLong();
    profile.readCandidates(buffer);
    profile.readSeen(buffer);
    byte[] interestBytes = new byte[Varint.getInt(buffer)];
    buffer.get(interestBytes);
    profile.interests = InterestVector.deserialize(interestBytes);
    profile.vector = new float[Varint.getInt(buffer)];
    for (int i = 0; i < profile.vector.length; i++) {
      profile.vector[i] = buffer.getFloat();
    }
    return profile;
  }

  private void readCandidates(ByteBuffer buffer) {
    long[] sources = readSources(buffer, Varint.getInt(buffer));
    size = Varint.getInt(buffer);
    columns = new Columns(size);
    for (int i = 0; i < size; i++) {
      columns.items[i] = buffer.getLong();
      long sourceAndMarks = Varint.get(buffer);
      columns.sources[i] = sources[(int) (sourceAndMarks >> MARK_BITS)];
      columns.similar[i] = MiniFloat.value(buffer.getShort());
      columns.longTerm[i] = MiniFloat.value(buffer.getShort());
      columns.after[i] = (sourceAndMarks & AFTER) == 0 ? 0 : MiniFloat.value(buffer.getShort());
      columns.next[i] = (sourceAndMarks & NEXT) == 0 ? 0 : MiniFloat.value(buffer.getShort());
      columns.path[i] = (sourceAndMarks & PATH) == 0 ? 0 : MiniFloat.value(buffer.getShort());
    }
  }

  private static long[] readSources(ByteBuffer buffer, int count) {
    long[] sources = new long[count];
    for (int i = 0; i < count; i++) {
      sources[i] = buffer.getLong();
    }
    return sources;
  }

  private void readSeen(ByteBuffer buffer) {
    seenSize = Varint.getInt(buffer);
    seenItems = new long[Math.max(4, seenSize)];
    completed = new boolean[Math.max(4, seenSize)];
    for (int i = 0; i < seenSize; i++) {
      seenItems[i] = buffer.getLong();
    }
    byte[] bits = new byte[Varint.getInt(buffer)];
    buffer.get(bits);
    BitSet finished = BitSet.valueOf(bits);
    for (int i = 0; i < seenSize; i++) {
      completed[i] = finished.get(i);
    }
  }

  /** The candidates and their signals, one index for each in every array. */
  public static final class Columns {

    public final long[] items;
    public final float[] similar;
    public final float[] longTerm;
    public final float[] after;
    public final float[] next;
    public final float[] path;
    public final long[] sources;

    private Columns(int length) {
      items = new long[length];
      similar = new float[length];
      longTerm = new float[length];
      after = new float[length];
      next = new float[length];
      path = new float[length];
      sources = new long[length];
    }

    /**
     * The first {@code size} candidates, with room for {@code length} of which the others are 0.
     */
    private Columns copyOf(int size, int length) {
      Columns copy = new Columns(length);
      copy(copy, size);
      return copy;
    }

    /**
     * The first {@code size} candidates, in the columns of before if they fit, as they do for most
     * users: columns that are replaced have mostly grown old, and what grew old costs the collector
     * much. Otherwise with room for half as many more, but never for more than {@code bound}: the
     * columns that merging needed are several times as large. What is behind them is not 0.
     */
    private Columns within(Columns before, int size, int bound) {
      Columns kept =
          before.items.length < size
              ? new Columns(Math.max(size, Math.min(size + size / 2, bound)))
              : before;
      copy(kept, size);
      return kept;
    }

    private void copy(Columns to, int size) {
      System.arraycopy(items, 0, to.items, 0, size);
      System.arraycopy(similar, 0, to.similar, 0, size);
      System.arraycopy(longTerm, 0, to.longTerm, 0, size);
      System.arraycopy(after, 0, to.after, 0, size);
      System.arraycopy(next, 0, to.next, 0, size);
      System.arraycopy(path, 0, to.path, 0, size);
      System.arraycopy(sources, 0, to.sources, 0, size);
    }

    private void move(int from, int to) {
      items[to] = items[from];
      similar[to] = similar[from];
      longTerm[to] = longTerm[from];
      after[to] = after[from];
      next[to] = next[from];
      path[to] = path[from];
      sources[to] = sources[from];
    }
  }
}
