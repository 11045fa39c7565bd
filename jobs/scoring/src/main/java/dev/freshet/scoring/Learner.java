package dev.freshet.scoring;

import com.carrotsearch.hppc.LongHashSet;
import com.carrotsearch.hppc.LongIntHashMap;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * One user as the ranking knows them: candidates merged from the neighbours of what they touched,
 * interests, and the items done.
 *
 * <p>With each new item the signals of earlier candidates fade by a factor and those of its
 * neighbours are added, which serves as well as keeping the neighbour lists of all recent items, at
 * a tenth of the room.
 */
public final class Learner {

  private static final byte VERSION = 6;
  private static final int HEAD_BYTES = 1 + 3 * Integer.BYTES + 2 * Long.BYTES;
  private static final int MOST_CANDIDATE_BYTES =
      Long.BYTES + PackedNumbers.MOST_BYTES + 5 * Short.BYTES;

  /** Marks of a packed candidate: which of its rarer signals follow. */
  private static final int AFTER = 1;

  private static final int NEXT = 2;
  private static final int PATH = 4;
  private static final int MARK_BITS = 3;

  /** After so many answers in a row what was missing before them has faded. */
  private static final int KNOWN_WELL = 8;

  /**
   * How much taste counts beside what goes with the last items when candidates are let go. Little,
   * since it is the same popular items' for everybody, and the pulse has those.
   */
  private static final double TASTE_SHARE = 0.1;

  private int size;
  private Columns columns = new Columns(0);
  private long last;
  private long latestMillis = Touch.NEVER;
  private int answers;

  /** How many answers wait elsewhere for those before them. */
  private int waiting;

  /** How many answers came one after the other since one was missing. */
  private int unbroken;

  private int doneSize;
  private long[] doneItems = new long[4];
  private boolean[] completed = new boolean[4];

  private InterestVector interests = new InterestVector();
  private float[] vector = new float[0];

  /** Items done that are remembered. */
  public int doneSize() {
    return doneSize;
  }

  /** The fingerprint of an item done, 0 the one touched longest ago. */
  long doneItem(int place) {
    return doneItems[place];
  }

  /** Candidates held. */
  public int size() {
    return size;
  }

  /** The candidates, of which the first {@link #size} count; not to be changed. */
  Columns candidates() {
    return columns;
  }

  /** Mean vector of what the user did, or empty; not to be changed. */
  public float[] vector() {
    return vector;
  }

  /** Whether the user is known to have touched the item. */
  public boolean hasDone(String item) {
    return placeOfDone(Fingerprint.of(item)) >= 0;
  }

  /** Fingerprints of the last items done that are compared with those of {@link Peers}. */
  long[] recent() {
    long[] recent = new long[Math.min(Peers.CONTEXT, doneSize)];
    for (int i = 0; i < recent.length; i++) {
      recent[i] = doneItems[doneSize - 1 - i];
    }
    return recent;
  }

  /** When the newest interaction occurred, or {@link Touch#NEVER}. */
  public long latestMillis() {
    return latestMillis;
  }

  /** What the user is interested in. */
  public InterestVector interests() {
    return interests;
  }

  /** The number of the last answer entered, 0 before the first. */
  public int answers() {
    return answers;
  }

  /** How many answers wait elsewhere for those before them, which {@link #letWait} says. */
  public int waiting() {
    return waiting;
  }

  /** Says how many answers wait elsewhere. */
  public void letWait(int count) {
    waiting = count;
  }

  /** Enters what follows from one interaction. */
  public void touch(Answer answer, RecommenderSettings settings) {
    boolean isLate = answer.atMillis() < latestMillis;
    latestMillis = Math.max(latestMillis, answer.atMillis());
    unbroken = answer.number() == answers + 1 ? unbroken + 1 : 0;
    answers = Math.max(answers, answer.number());
    interests.add(
        answer.tags(), answer.from(), answer.to(), settings.interest(), settings.interests());
    blend(answer.vector(), settings.fade());
    enterDone(answer.item(), answer.completed(), settings.done());
    Columns before = columns;
    boolean isAnother = answer.neighbours().item() != last;
    if (isAnother) {
      merge(answer, isLate, settings);
    }
    if (isAnother || answer.completed()) {
      drop(settings);
      columns = columns.within(before, size, settings.candidates());
      round();
    }
  }

  /** Leaves of each signal what packing keeps, so that packing changes nothing. */
  private void round() {
    for (int i = 0; i < size; i++) {
      columns.similar[i] = rounded(columns.similar[i]);
      columns.taste[i] = rounded(columns.taste[i]);
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
    return PackedSignal.value(PackedSignal.of(signal));
  }

  /**
   * Whether the interaction is a choice to learn from, asked before {@link #touch} enters it: made
   * by a user who is known, of an item that could have been on the list, and the next one after
   * those that are known. What came in between would make what was chosen look foreseen, and from a
   * user of whom much is missing there would be learned that candidates do not matter.
   */
  public boolean isChoice(Answer answer, RecommenderSettings settings) {
    return doneSize > 0
        && answer.number() == answers + 1
        && unbroken >= Math.min(answers, KNOWN_WELL)
        && (settings.exclude() == RecommenderSettings.Exclusion.NOTHING || !hasDone(answer.item()));
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

  private void enterDone(String item, boolean isCompleted, int bound) {
    long fingerprint = Fingerprint.of(item);
    int place = placeOfDone(fingerprint);
    boolean finished = isCompleted;
    if (place >= 0) {
      finished |= completed[place];
      removeDone(place);
    } else if (doneSize >= bound) {
      removeDone(0);
    }
    if (doneSize == doneItems.length) {
      doneItems = Arrays.copyOf(doneItems, doneSize * 2);
      completed = Arrays.copyOf(completed, doneSize * 2);
    }
    doneItems[doneSize] = fingerprint;
    completed[doneSize] = finished;
    doneSize++;
  }

  private int placeOfDone(long item) {
    for (int i = doneSize - 1; i >= 0; i--) {
      if (doneItems[i] == item) {
        return i;
      }
    }
    return -1;
  }

  private void removeDone(int place) {
    doneSize--;
    System.arraycopy(doneItems, place + 1, doneItems, place, doneSize - place);
    System.arraycopy(completed, place + 1, completed, place, doneSize - place);
  }

  /** An answer overtaken by the one after it counts as the last but one would. */
  private void merge(Answer answer, boolean isLate, RecommenderSettings settings) {
    if (isLate) {
      add(answer.neighbours(), Onward.NONE, settings.fade(), settings.slowFade(), false);
    } else {
      fade(settings);
      add(answer.neighbours(), answer.onward(), 1.0, 1.0, true);
      last = answer.neighbours().item();
    }
  }

  private void fade(RecommenderSettings settings) {
    for (int i = 0; i < size; i++) {
      columns.similar[i] *= (float) settings.fade();
      columns.taste[i] *= (float) settings.slowFade();
      columns.after[i] *= (float) settings.fade();
      columns.next[i] = 0;
      columns.path[i] = 0;
    }
  }

  private void add(
      Neighbours neighbours, Onward onward, double share, double tasteShare, boolean isLast) {
    int most = size + neighbours.size() + onward.items().length;
    LongIntHashMap places = new LongIntHashMap(most);
    for (int i = 0; i < size; i++) {
      places.put(columns.items[i], i);
    }
    columns = columns.copyOf(size, most);
    for (int i = 0; i < neighbours.size(); i++) {
      float gain = (float) (share * neighbours.similar()[i]);
      int place = places.getOrDefault(neighbours.items()[i], -1);
      if (place < 0) {
        place = size++;
        columns.items[place] = neighbours.items()[i];
        columns.because[place] = neighbours.item();
        places.put(neighbours.items()[i], place);
      } else if (gain > columns.similar[place]) {
        columns.because[place] = neighbours.item();
      }
      columns.similar[place] += gain;
      columns.taste[place] += (float) (tasteShare * neighbours.similar()[i]);
      columns.after[place] += (float) (share * neighbours.after()[i]);
      if (isLast) {
        columns.next[place] = neighbours.next()[i];
      }
    }
    for (int i = 0; i < onward.items().length; i++) {
      int place = places.getOrDefault(onward.items()[i], -1);
      if (place < 0) {
        place = size++;
        columns.items[place] = onward.items()[i];
        columns.because[place] = neighbours.item();
      }
      columns.path[place] = onward.shares()[i];
    }
  }

  /** Lets go of candidates that are excluded, and of the weakest beyond the bound. */
  private void drop(RecommenderSettings settings) {
    LongHashSet excluded = new LongHashSet(doneSize);
    for (int i = 0; i < doneSize; i++) {
      if (isExcluded(i, settings.exclude())) {
        excluded.add(doneItems[i]);
      }
    }
    boolean[] stays = new boolean[size];
    for (int i = 0; i < size; i++) {
      stays[i] = !excluded.contains(columns.items[i]);
    }
    keep(stays);
    if (size > settings.candidates()) {
      double[] strengths = new double[size];
      for (int i = 0; i < size; i++) {
        strengths[i] =
            columns.similar[i] + columns.next[i] + columns.path[i] + TASTE_SHARE * columns.taste[i];
      }
      boolean[] isStrong = new boolean[size];
      for (int place : Strongest.select(strengths, columns.items, size, settings.candidates())) {
        isStrong[place] = true;
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

  /** Whether an item done must not be recommended. */
  boolean isExcluded(int place, RecommenderSettings.Exclusion exclusion) {
    return switch (exclusion) {
      case TOUCHED -> true;
      case COMPLETED -> completed[place];
      case NOTHING -> false;
    };
  }

  /**
   * The user as bytes, to be kept as state: 13 to 20 a candidate, 8 an item that speaks for some,
   * and 8 an item done.
   */
  public byte[] pack() {
    byte[] packedInterests = interests.pack();
    ByteBuffer buffer =
        ByteBuffer.allocate(
            HEAD_BYTES
                + 5 * PackedNumbers.MOST_INT_BYTES
                + size * (Long.BYTES + MOST_CANDIDATE_BYTES)
                + doneSize * (Long.BYTES + 1)
                + packedInterests.length
                + vector.length * Float.BYTES);
    buffer
        .put(VERSION)
        .putInt(answers)
        .putInt(waiting)
        .putInt(unbroken)
        .putLong(last)
        .putLong(latestMillis);
    packCandidates(buffer);
    packDone(buffer);
    PackedNumbers.put(buffer, packedInterests.length);
    buffer.put(packedInterests);
    PackedNumbers.put(buffer, vector.length);
    for (float component : vector) {
      buffer.putFloat(component);
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private void packCandidates(ByteBuffer buffer) {
    long[] sources = new long[size];
    int[] sourceOf = new int[size];
    int sourceCount = 0;
    for (int i = 0; i < size; i++) {
      int source = sourceCount - 1;
      while (source >= 0 && sources[source] != columns.because[i]) {
        source--;
      }
      if (source < 0) {
        source = sourceCount;
        sources[sourceCount++] = columns.because[i];
      }
      sourceOf[i] = source;
    }
    PackedNumbers.put(buffer, sourceCount);
    for (int i = 0; i < sourceCount; i++) {
      buffer.putLong(sources[i]);
    }
    PackedNumbers.put(buffer, size);
    for (int i = 0; i < size; i++) {
      int marks =
          (columns.after[i] == 0 ? 0 : AFTER)
              | (columns.next[i] == 0 ? 0 : NEXT)
              | (columns.path[i] == 0 ? 0 : PATH);
      buffer.putLong(columns.items[i]);
      PackedNumbers.put(buffer, (long) sourceOf[i] << MARK_BITS | marks);
      buffer
          .putShort(PackedSignal.of(columns.similar[i]))
          .putShort(PackedSignal.of(columns.taste[i]));
      if ((marks & AFTER) != 0) {
        buffer.putShort(PackedSignal.of(columns.after[i]));
      }
      if ((marks & NEXT) != 0) {
        buffer.putShort(PackedSignal.of(columns.next[i]));
      }
      if ((marks & PATH) != 0) {
        buffer.putShort(PackedSignal.of(columns.path[i]));
      }
    }
  }

  private void packDone(ByteBuffer buffer) {
    PackedNumbers.put(buffer, doneSize);
    BitSet finished = new BitSet();
    for (int i = 0; i < doneSize; i++) {
      buffer.putLong(doneItems[i]);
      finished.set(i, completed[i]);
    }
    byte[] bits = finished.toByteArray();
    PackedNumbers.put(buffer, bits.length);
    buffer.put(bits);
  }

  /** The user that {@link #pack} wrote. */
  public static Learner unpack(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    PackedVersion.require("learner", VERSION, buffer.get());
    Learner learner = new Learner();
    learner.answers = buffer.getInt();
    learner.waiting = buffer.getInt();
    learner.unbroken = buffer.getInt();
    learner.last = buffer.getLong();
    learner.latestMillis = buffer.getLong();
    learner.readCandidates(buffer);
    learner.readDone(buffer);
    byte[] packedInterests = new byte[PackedNumbers.getInt(buffer)];
    buffer.get(packedInterests);
    learner.interests = InterestVector.unpack(packedInterests);
    learner.vector = new float[PackedNumbers.getInt(buffer)];
    for (int i = 0; i < learner.vector.length; i++) {
      learner.vector[i] = buffer.getFloat();
    }
    return learner;
  }

  private void readCandidates(ByteBuffer buffer) {
    long[] sources = readSources(buffer, PackedNumbers.getInt(buffer));
    size = PackedNumbers.getInt(buffer);
    columns = new Columns(size);
    for (int i = 0; i < size; i++) {
      columns.items[i] = buffer.getLong();
      long sourceAndMarks = PackedNumbers.get(buffer);
      columns.because[i] = sources[(int) (sourceAndMarks >> MARK_BITS)];
      columns.similar[i] = PackedSignal.value(buffer.getShort());
      columns.taste[i] = PackedSignal.value(buffer.getShort());
      columns.after[i] = (sourceAndMarks & AFTER) == 0 ? 0 : PackedSignal.value(buffer.getShort());
      columns.next[i] = (sourceAndMarks & NEXT) == 0 ? 0 : PackedSignal.value(buffer.getShort());
      columns.path[i] = (sourceAndMarks & PATH) == 0 ? 0 : PackedSignal.value(buffer.getShort());
    }
  }

  private static long[] readSources(ByteBuffer buffer, int count) {
    long[] sources = new long[count];
    for (int i = 0; i < count; i++) {
      sources[i] = buffer.getLong();
    }
    return sources;
  }

  private void readDone(ByteBuffer buffer) {
    doneSize = PackedNumbers.getInt(buffer);
    doneItems = new long[Math.max(4, doneSize)];
    completed = new boolean[Math.max(4, doneSize)];
    for (int i = 0; i < doneSize; i++) {
      doneItems[i] = buffer.getLong();
    }
    byte[] bits = new byte[PackedNumbers.getInt(buffer)];
    buffer.get(bits);
    BitSet finished = BitSet.valueOf(bits);
    for (int i = 0; i < doneSize; i++) {
      completed[i] = finished.get(i);
    }
  }

  /** The candidates and their signals, one place for each in every array. */
  static final class Columns {

    final long[] items;
    final float[] similar;
    final float[] taste;
    final float[] after;
    final float[] next;
    final float[] path;
    final long[] because;

    private Columns(int length) {
      items = new long[length];
      similar = new float[length];
      taste = new float[length];
      after = new float[length];
      next = new float[length];
      path = new float[length];
      because = new long[length];
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
      System.arraycopy(taste, 0, to.taste, 0, size);
      System.arraycopy(after, 0, to.after, 0, size);
      System.arraycopy(next, 0, to.next, 0, size);
      System.arraycopy(path, 0, to.path, 0, size);
      System.arraycopy(because, 0, to.because, 0, size);
    }

    private void move(int from, int to) {
      items[to] = items[from];
      similar[to] = similar[from];
      taste[to] = taste[from];
      after[to] = after[from];
      next[to] = next[from];
      path[to] = path[from];
      because[to] = because[from];
    }
  }
}
