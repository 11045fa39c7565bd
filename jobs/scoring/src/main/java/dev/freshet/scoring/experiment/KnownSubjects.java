package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.id.Fingerprint;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The placements that are let in, or the experiments with their variants. */
final class KnownSubjects {

  /** So many that were refused are remembered; once there are more, nothing new is let in. */
  static final int MOST_REFUSED = 10_000;

  private final int most;
  private final long ttlMillis;
  private final Map<String, Known> subjects = new TreeMap<>();

  /** Fingerprints of what was refused. */
  private final SortedSet<Long> refused = new TreeSet<>();

  private long newestMillis = Long.MIN_VALUE;

  /** When something was heard last of whichever was silent longest, or earlier than that. */
  private long silentSinceMillis = Long.MAX_VALUE;

  /** One that was let in, with its placement or its variants. */
  private static final class Known {

    private final SortedSet<String> names = new TreeSet<>();
    private long lastMillis = Long.MIN_VALUE;

    /**
     * A variant that is refused counts as heard of, so that none is let in later: the others would
     * have to be forgotten for it.
     */
    boolean admits(String name, long atMillis) {
      lastMillis = Math.max(lastMillis, atMillis);
      return names.contains(name) || (names.size() < KnownViews.MOST_VARIANTS && names.add(name));
    }

    /** Whether it is more than defined. */
    boolean isHeard() {
      return !names.isEmpty();
    }
  }

  /**
   * @param most how many there may be
   * @param ttlMillis after how long without anything one makes room for others
   */
  KnownSubjects(int most, long ttlMillis) {
    this.most = most;
    this.ttlMillis = ttlMillis;
  }

  /**
   * Lets one in though there may be as many others as there may be, unless it was refused. It stays
   * until something is heard of it, and then as long as others do.
   */
  void define(String subject) {
    if (!refused.contains(Fingerprint.of(subject))) {
      subjects.computeIfAbsent(subject, any -> new Known());
    }
  }

  /** There is none of that name any more: it stays only if something was heard of it. */
  void undefine(String subject) {
    Known known = subjects.get(subject);
    if (known != null && !known.isHeard()) {
      subjects.remove(subject);
    }
  }

  /** Whether what is told of a view counts. */
  boolean admits(View view, long atMillis) {
    newestMillis = Math.max(newestMillis, atMillis);
    Known known = subjects.get(view.subject());
    if (known == null) {
      known = enter(view.subject());
    }
    if (known == null) {
      return false;
    }
    if (!known.isHeard()) {
      silentSinceMillis = Math.min(silentSinceMillis, atMillis);
    }
    return known.admits(view.name(), atMillis);
  }

  private @Nullable Known enter(String subject) {
    long fingerprint = Fingerprint.of(subject);
    if (refused.size() >= MOST_REFUSED || refused.contains(fingerprint)) {
      return null;
    }
    if (subjects.size() >= most && isSilent(silentSinceMillis)) {
      forget();
    }
    if (subjects.size() >= most) {
      refused.add(fingerprint);
      return null;
    }
    Known known = new Known();
    subjects.put(subject, known);
    return known;
  }

  private void forget() {
    subjects.values().removeIf(known -> known.isHeard() && isSilent(known.lastMillis));
    silentSinceMillis =
        subjects.values().stream()
            .filter(Known::isHeard)
            .mapToLong(known -> known.lastMillis)
            .min()
            .orElse(Long.MAX_VALUE);
  }

  private boolean isSilent(long lastMillis) {
    return lastMillis < newestMillis - ttlMillis;
  }

  void write(StateWriter out) {
    out.number(newestMillis).number(subjects.size());
    subjects.forEach(
        (subject, known) -> {
          out.text(subject).number(known.lastMillis).number(known.names.size());
          known.names.forEach(out::text);
        });
    out.number(refused.size());
    refused.forEach(out::number);
  }

  /** Adds what {@link #write} wrote. */
  void restore(StateReader in) {
    newestMillis = in.number();
    for (int each = in.count(); each > 0; each--) {
      Known known = new Known();
      subjects.put(in.text(), known);
      known.lastMillis = in.number();
      for (int name = in.count(); name > 0; name--) {
        known.names.add(in.text());
      }
      silentSinceMillis =
          known.isHeard() ? Math.min(silentSinceMillis, known.lastMillis) : silentSinceMillis;
    }
    for (int each = in.count(); each > 0; each--) {
      refused.add(in.number());
    }
  }
}
