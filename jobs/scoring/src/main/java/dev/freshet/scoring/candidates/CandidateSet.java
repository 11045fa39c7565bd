package dev.freshet.scoring.candidates;

import com.carrotsearch.hppc.LongHashSet;
import com.carrotsearch.hppc.LongIntHashMap;
import dev.freshet.scoring.codec.MiniFloat;
import dev.freshet.scoring.codec.Varint;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import dev.freshet.scoring.top.TopK;
import java.nio.ByteBuffer;

/**
 * A user's candidates, merged from the neighbours of what they interacted with.
 *
 * <p>With each new item the signals of earlier candidates fade by a factor and those of its
 * neighbours are added, which serves as well as keeping the neighbour lists of all recent items, at
 * a tenth of the room.
 */
final class CandidateSet {

  private static final int MOST_CANDIDATE_BYTES = Long.BYTES + Varint.MOST_BYTES + 5 * Short.BYTES;

  /** Marks of a serialized candidate: which of its rarer signals follow. */
  private static final int AFTER = 1;

  private static final int NEXT = 2;
  private static final int PATH = 4;
  private static final int MARK_BITS = 3;

  /**
   * How much the long term counts beside what goes with the last items when candidates are let go.
   * Little, since it is the same popular items' for everybody, and the pulse has those.
   */
  private static final double LONG_TERM_SHARE = 0.1;

  private int size;
  private CandidateColumns columns = new CandidateColumns(0);

  int size() {
    return size;
  }

  /** The candidates, of which the first {@link #size} count; not to be changed. */
  CandidateColumns columns() {
    return columns;
  }

  /**
   * Adds the neighbours of the item of an interaction, and lets go of what then is too much.
   *
   * @param excluded fingerprints of items that are no candidates
   * @param after how many items came after it that were entered before: it counts as it would have
   *     faded by now
   */
  void merge(
      EnrichedInteraction enriched, int after, LongHashSet excluded, CandidateSettings settings) {
    CandidateColumns before = columns;
    if (after > 0) {
      double share = Math.pow(settings.decay(), after);
      double longTermShare = Math.pow(settings.longTermDecay(), after);
      add(enriched.neighbours(), Onward.NONE, share, longTermShare, false);
    } else {
      decay(settings);
      add(enriched.neighbours(), enriched.onward(), 1.0, 1.0, true);
    }
    drop(excluded, settings.size());
    columns = columns.within(before, size, settings.size());
    round();
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

  /**
   * Lets go of candidates that are excluded, and of the weakest beyond the bound.
   *
   * @param excluded fingerprints of items
   * @param bound at most so many stay
   */
  void drop(LongHashSet excluded, int bound) {
    boolean[] stays = new boolean[size];
    for (int i = 0; i < size; i++) {
      stays[i] = !excluded.contains(columns.items[i]);
    }
    keep(stays);
    if (size > bound) {
      double[] strengths = new double[size];
      for (int i = 0; i < size; i++) {
        strengths[i] =
            columns.similar[i]
                + columns.next[i]
                + columns.path[i]
                + LONG_TERM_SHARE * columns.longTerm[i];
      }
      boolean[] isStrong = new boolean[size];
      for (int index : TopK.select(strengths, columns.items, size, bound)) {
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

  /** The most bytes that {@link #serialize} writes. */
  int mostBytes() {
    return 2 * Varint.MOST_INT_BYTES + size * (Long.BYTES + MOST_CANDIDATE_BYTES);
  }

  /** Writes 13 to 20 bytes a candidate, and 8 an item that speaks for some. */
  void serialize(ByteBuffer buffer) {
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

  static CandidateSet deserialize(ByteBuffer buffer) {
    CandidateSet set = new CandidateSet();
    long[] sources = readSources(buffer, Varint.getInt(buffer));
    set.size = Varint.getInt(buffer);
    CandidateColumns columns = new CandidateColumns(set.size);
    for (int i = 0; i < set.size; i++) {
      columns.items[i] = buffer.getLong();
      long sourceAndMarks = Varint.get(buffer);
      columns.sources[i] = sources[(int) (sourceAndMarks >> MARK_BITS)];
      columns.similar[i] = MiniFloat.value(buffer.getShort());
      columns.longTerm[i] = MiniFloat.value(buffer.getShort());
      columns.after[i] = (sourceAndMarks & AFTER) == 0 ? 0 : MiniFloat.value(buffer.getShort());
      columns.next[i] = (sourceAndMarks & NEXT) == 0 ? 0 : MiniFloat.value(buffer.getShort());
      columns.path[i] = (sourceAndMarks & PATH) == 0 ? 0 : MiniFloat.value(buffer.getShort());
    }
    set.columns = columns;
    return set;
  }

  private static long[] readSources(ByteBuffer buffer, int count) {
    long[] sources = new long[count];
    for (int i = 0; i < count; i++) {
      sources[i] = buffer.getLong();
    }
    return sources;
  }
}
