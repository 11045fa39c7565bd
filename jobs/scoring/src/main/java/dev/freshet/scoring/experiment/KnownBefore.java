package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.Map;
import java.util.TreeMap;

/**
 * How sticky a user was, by when that was so: what a user does after a list changes it, and what is
 * compared must not depend on the list.
 */
final class KnownBefore {

  /** Of more, those are left out that came soonest after another one. */
  private static final int MOST = 32;

  private final TreeMap<Long, Long> scores = new TreeMap<>();

  /** Enters a score as of a moment. */
  void tell(long asOfMillis, long score) {
    scores.put(asOfMillis, score);
    if (scores.size() > MOST) {
      scores.remove(soonest());
    }
  }

  private long soonest() {
    long before = scores.firstKey();
    long soonest = before;
    long least = Long.MAX_VALUE;
    for (long asOf : scores.tailMap(before, false).keySet()) {
      if (asOf - before < least) {
        least = asOf - before;
        soonest = asOf;
      }
      before = asOf;
    }
    return soonest;
  }

  /** The last score of no later than a moment; 0 if none is known. */
  long at(long atMillis) {
    Map.Entry<Long, Long> last = scores.floorEntry(atMillis);
    return last == null ? 0L : last.getValue();
  }

  /** Forgets what no list later than a moment needs. */
  void pass(long millis) {
    Long last = scores.floorKey(millis);
    if (last != null) {
      scores.headMap(last).clear();
    }
  }

  boolean isEmpty() {
    return scores.isEmpty();
  }

  void write(StateWriter out) {
    out.number(scores.size());
    scores.forEach((asOf, score) -> out.number(asOf).number(score));
  }

  /** What {@link #write} wrote. */
  static KnownBefore read(StateReader in) {
    KnownBefore known = new KnownBefore();
    for (int each = in.count(); each > 0; each--) {
      known.scores.put(in.number(), in.number());
    }
    return known;
  }
}
