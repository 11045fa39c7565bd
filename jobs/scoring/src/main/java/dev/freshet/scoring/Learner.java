package dev.freshet.scoring;

import com.carrotsearch.hppc.LongHashSet;
import com.carrotsearch.hppc.LongIntHashMap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One user as the ranking knows them: candidates merged from the neighbours of what they touched,
 * interests, and the items done.
 *
 * <p>With each new item the signals of earlier candidates fade by a factor and those of its
 * neighbours are added, which serves as well as keeping the neighbour lists of all recent items, at
 * a tenth of the room.
 */
public final class Learner {

  private static final byte VERSION = 4;
  private static final byte VERSION_WITH_WIDE_SIGNALS = 3;
  private static final int HEAD_BYTES = 1 + Integer.BYTES + 2 * Long.BYTES;
  private static final int MOST_CANDIDATE_BYTES =
      Long.BYTES + PackedNumbers.MOST_BYTES + 4 * Short.BYTES;

  /** Marks of a packed candidate: which of its rarer signals follow. */
  private static final int AFTER = 1;

  private static final int NEXT = 2;
  private static final int MARK_BITS = 2;

  /** How much taste counts beside what goes with the last items when candidates are let go. */
  private static final double TASTE_SHARE = 0.5;

  private static final long[] NO_SOURCES = {};
  private static final String[] NO_NAMES = {};

  private int size;
  private Columns columns = new Columns(0);
  private long last;
  private long latestMillis = Touch.NEVER;
  private int answers;

  private int doneSize;
  private String[] done = new String[4];
  private long[] doneItems = new long[4];
  private boolean[] completed = new boolean[4];

  private InterestVector interests = new InterestVector();
  private float[] vector = new float[0];

  /** Items done that are remembered. */
  public int doneSize() {
    return doneSize;
  }

  /** Whether the user is known to have touched the item. */
  public boolean hasDone(String item) {
    return placeOfDone(Fingerprint.of(item)) >= 0;
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

  /** Enters what follows from one interaction. */
  public void touch(Answer answer, RecommenderSettings settings) {
    boolean isLate = answer.atMillis() < latestMillis;
    latestMillis = Math.max(latestMillis, answer.atMillis());
    answers = Math.max(answers, answer.number());
    interests.add(
        answer.tags(), answer.from(), answer.to(), settings.interest(), settings.interests());
    blend(answer.vector(), settings.fade());
    enterDone(answer.item(), answer.completed(), settings.done());
    Columns before = columns;
    boolean isAnother = answer.neighbours().item() != last;
    if (isAnother) {
      merge(answer.neighbours(), isLate, settings);
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
   * The lesson in the user's interaction with an item, told before {@link #touch} enters it.
   *
   * <p>A choice is made by a user who is known, of an item that could have been on the list.
   */
  public Lesson lesson(Answer answer, RecommenderSettings settings) {
    boolean listable =
        settings.exclude() == RecommenderSettings.Exclusion.NOTHING || !hasDone(answer.item());
    Shortlist before =
        listable && doneSize > 0
            ? shortlist(answer.user(), answer.atMillis(), settings.exclude(), NO_SOURCES, NO_NAMES)
            : null;
    return new Lesson(answer.item(), answer.atMillis(), answer.from(), answer.to(), before);
  }

  private void blend(List<Float> itemVector, double fade) {
    if (itemVector.isEmpty()) {
      return;
    }
    // Another array: a lesson holds the vector as it was when the user chose.
    float[] blended = new float[itemVector.size()];
    for (int i = 0; i < blended.length; i++) {
      double before = vector.length == blended.length ? vector[i] : 0.0;
      blended[i] = (float) (fade * before + (1 - fade) * itemVector.get(i));
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
    if (doneSize == done.length) {
      done = Arrays.copyOf(done, doneSize * 2);
      doneItems = Arrays.copyOf(doneItems, doneSize * 2);
      completed = Arrays.copyOf(completed, doneSize * 2);
    }
    done[doneSize] = SharedNames.of(item);
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
    System.arraycopy(done, place + 1, done, place, doneSize - place);
    System.arraycopy(doneItems, place + 1, doneItems, place, doneSize - place);
    System.arraycopy(completed, place + 1, completed, place, doneSize - place);
  }

  /** An answer overtaken by the one after it counts as the last but one would. */
  private void merge(Neighbours neighbours, boolean isLate, RecommenderSettings settings) {
    if (isLate) {
      add(neighbours, settings.fade(), settings.slowFade(), false);
    } else {
      fade(settings);
      add(neighbours, 1.0, 1.0, true);
      last = neighbours.item();
    }
  }

  private void fade(RecommenderSettings settings) {
    for (int i = 0; i < size; i++) {
      columns.similar[i] *= (float) settings.fade();
      columns.taste[i] *= (float) settings.slowFade();
      columns.after[i] *= (float) settings.fade();
      columns.next[i] = 0;
    }
  }

  private void add(Neighbours neighbours, double share, double tasteShare, boolean isLast) {
    LongIntHashMap places = new LongIntHashMap(size + neighbours.size());
    for (int i = 0; i < size; i++) {
      places.put(columns.items[i], i);
    }
    columns = columns.copyOf(size, size + neighbours.size());
    for (int i = 0; i < neighbours.size(); i++) {
      float gain = (float) (share * neighbours.similar()[i]);
      int place = places.getOrDefault(neighbours.items()[i], -1);
      if (place < 0) {
        place = size++;
        columns.items[place] = neighbours.items()[i];
        columns.because[place] = neighbours.item();
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
        strengths[i] = columns.similar[i] + columns.next[i] + TASTE_SHARE * columns.taste[i];
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

  private boolean isExcluded(int place, RecommenderSettings.Exclusion exclusion) {
    return switch (exclusion) {
      case TOUCHED -> true;
      case COMPLETED -> completed[place];
      case NOTHING -> false;
    };
  }

  /** The user's shortlist at this moment. */
  public Shortlist shortlist(String user, long atMillis, RecommenderSettings.Exclusion exclusion) {
    return shortlist(
        user,
        atMillis,
        exclusion,
        Arrays.copyOf(columns.because, size),
        Arrays.copyOf(done, doneSize));
  }

  private Shortlist shortlist(
      String user,
      long atMillis,
      RecommenderSettings.Exclusion exclusion,
      long[] because,
      String[] names) {
    boolean[] excluded = new boolean[doneSize];
    for (int i = 0; i < doneSize; i++) {
      excluded[i] = isExcluded(i, exclusion);
    }
    return new Shortlist(
        user,
        atMillis,
        Arrays.copyOf(columns.items, size),
        Arrays.copyOf(columns.similar, size),
        Arrays.copyOf(columns.taste, size),
        Arrays.copyOf(columns.after, size),
        Arrays.copyOf(columns.next, size),
        because,
        interests.interests(),
        vector,
        names,
        Arrays.copyOf(doneItems, doneSize),
        excluded);
  }

  /**
   * The user as bytes, to be kept as state: 13 to 18 a candidate, 8 an item that speaks for some,
   * and for an item done 2 more than what its name does not share with the beginning of the one
   * before.
   */
  public byte[] pack() {
    byte[][] names = new byte[doneSize][];
    int nameBytes = 0;
    for (int i = 0; i < doneSize; i++) {
      names[i] = done[i].getBytes(StandardCharsets.UTF_8);
      nameBytes += names[i].length + 2 * PackedNumbers.MOST_INT_BYTES;
    }
    byte[] packedInterests = interests.pack();
    ByteBuffer buffer =
        ByteBuffer.allocate(
            HEAD_BYTES
                + 5 * PackedNumbers.MOST_INT_BYTES
                + size * (Long.BYTES + MOST_CANDIDATE_BYTES)
                + nameBytes
                + packedInterests.length
                + vector.length * Float.BYTES);
    buffer.put(VERSION).putInt(answers).putLong(last).putLong(latestMillis);
    packCandidates(buffer);
    packDone(buffer, names);
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
      int marks = (columns.after[i] == 0 ? 0 : AFTER) | (columns.next[i] == 0 ? 0 : NEXT);
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
    }
  }

  private void packDone(ByteBuffer buffer, byte[][] names) {
    PackedNumbers.put(buffer, doneSize);
    byte[] before = {};
    for (int i = 0; i < doneSize; i++) {
      byte[] name = names[i];
      int mismatch = Arrays.mismatch(before, name);
      int shared = mismatch < 0 ? name.length : mismatch;
      int rest = name.length - shared;
      PackedNumbers.put(buffer, shared);
      PackedNumbers.put(buffer, (long) rest << 1 | (completed[i] ? 1 : 0));
      buffer.put(name, shared, rest);
      before = name;
    }
  }

  /** The user that {@link #pack} wrote, or the release before, with wider signals (version 3). */
  public static Learner unpack(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    boolean isWide =
        PackedVersion.isOlder("learner", VERSION, VERSION_WITH_WIDE_SIGNALS, buffer.get());
    Learner learner = new Learner();
    learner.answers = buffer.getInt();
    learner.last = buffer.getLong();
    learner.latestMillis = buffer.getLong();
    if (isWide) {
      learner.readWideCandidates(buffer);
      learner.readWideDone(buffer);
    } else {
      learner.readCandidates(buffer);
      learner.readDone(buffer);
    }
    byte[] packedInterests = new byte[isWide ? buffer.getInt() : PackedNumbers.getInt(buffer)];
    buffer.get(packedInterests);
    learner.interests = InterestVector.unpack(packedInterests);
    learner.vector = new float[isWide ? buffer.getInt() : PackedNumbers.getInt(buffer)];
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
    int count = PackedNumbers.getInt(buffer);
    makeRoomForDone(count);
    byte[] name = {};
    for (int i = 0; i < count; i++) {
      int shared = PackedNumbers.getInt(buffer);
      long restAndCompleted = PackedNumbers.get(buffer);
      int rest = (int) (restAndCompleted >> 1);
      name = Arrays.copyOf(name, shared + rest);
      buffer.get(name, shared, rest);
      addDone(name, (restAndCompleted & 1) == 1);
    }
  }

  private void makeRoomForDone(int count) {
    done = new String[Math.max(4, count)];
    doneItems = new long[Math.max(4, count)];
    completed = new boolean[Math.max(4, count)];
  }

  private void addDone(byte[] name, boolean isCompleted) {
    done[doneSize] = SharedNames.of(new String(name, StandardCharsets.UTF_8));
    doneItems[doneSize] = Fingerprint.of(done[doneSize]);
    completed[doneSize] = isCompleted;
    doneSize++;
  }

  private void readWideCandidates(ByteBuffer buffer) {
    long[] sources = readSources(buffer, buffer.getInt());
    size = buffer.getInt();
    columns = new Columns(size);
    for (int i = 0; i < size; i++) {
      columns.items[i] = buffer.getLong();
      int marks = buffer.get();
      columns.because[i] = sources[wideNumber(buffer)];
      columns.similar[i] = wideSignal(buffer);
      columns.taste[i] = wideSignal(buffer);
      columns.after[i] = (marks & AFTER) == 0 ? 0 : wideSignal(buffer);
      columns.next[i] = (marks & NEXT) == 0 ? 0 : wideSignal(buffer);
    }
    round();
  }

  private void readWideDone(ByteBuffer buffer) {
    int count = buffer.getInt();
    makeRoomForDone(count);
    for (int i = 0; i < count; i++) {
      byte[] name = new byte[wideNumber(buffer)];
      buffer.get(name);
      addDone(name, buffer.get() == 1);
    }
  }

  private static int wideNumber(ByteBuffer buffer) {
    int number = Byte.toUnsignedInt(buffer.get());
    return number < 255 ? number : buffer.getInt();
  }

  private static float wideSignal(ByteBuffer buffer) {
    int high = buffer.get() << 24;
    return Float.intBitsToFloat(high | Short.toUnsignedInt(buffer.getShort()) << 8);
  }

  /** The candidates and their signals, one place for each in every array. */
  private static final class Columns {

    private final long[] items;
    private final float[] similar;
    private final float[] taste;
    private final float[] after;
    private final float[] next;
    private final long[] because;

    private Columns(int length) {
      items = new long[length];
      similar = new float[length];
      taste = new float[length];
      after = new float[length];
      next = new float[length];
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
      System.arraycopy(because, 0, to.because, 0, size);
    }

    private void move(int from, int to) {
      items[to] = items[from];
      similar[to] = similar[from];
      taste[to] = taste[from];
      after[to] = after[from];
      next[to] = next[from];
      because[to] = because[from];
    }
  }
}
