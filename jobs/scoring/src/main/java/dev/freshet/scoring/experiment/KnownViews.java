package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The placements, experiments and variants that lists are told of: so many only, as whoever sends
 * another name each time must not fill state and Redis. Who comes first is let in. What nothing is
 * heard of for a while makes room again.
 */
public final class KnownViews {

  public static final Layout LAYOUT = Layout.of("known views", 1);

  /** So many variants of an experiment; it has ten at most, and others before it was changed. */
  public static final int MOST_VARIANTS = 32;

  private final int most;
  private final long ttlMillis;

  /** By subject and name, when something was heard of it last. */
  private final Map<String, Map<String, Long>> views = new LinkedHashMap<>();

  private long newestMillis = Long.MIN_VALUE;

  /**
   * @param most how many placements and experiments there may be, together
   * @param ttl after how long without anything one makes room for others, event time
   */
  public KnownViews(int most, Duration ttl) {
    this.most = most;
    ttlMillis = ttl.toMillis();
  }

  /** Whether what is told of a view counts. */
  public boolean admits(View view, long atMillis) {
    newestMillis = Math.max(newestMillis, atMillis);
    Map<String, Long> names = views.get(view.subject());
    if (names == null) {
      if (views.size() >= most) {
        forget();
      }
      if (views.size() >= most) {
        return false;
      }
      names = views.computeIfAbsent(view.subject(), any -> new TreeMap<>());
    }
    if (names.size() >= MOST_VARIANTS && !names.containsKey(view.name())) {
      return false;
    }
    names.merge(view.name(), atMillis, Math::max);
    return true;
  }

  private void forget() {
    views.values().removeIf(names -> names.values().stream().noneMatch(this::isRecent));
  }

  private boolean isRecent(long atMillis) {
    return atMillis >= newestMillis - ttlMillis;
  }

  /** All of it as bytes. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    out.number(newestMillis).number(views.size());
    views.forEach(
        (subject, names) -> {
          out.text(subject).number(names.size());
          names.forEach((name, atMillis) -> out.text(name).number(atMillis));
        });
    return out.bytes();
  }

  /** Adds what {@link #serialize} wrote. */
  public void restore(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    newestMillis = in.number();
    for (int subjects = in.count(); subjects > 0; subjects--) {
      Map<String, Long> names = views.computeIfAbsent(in.text(), any -> new TreeMap<>());
      for (int each = in.count(); each > 0; each--) {
        names.put(in.text(), in.number());
      }
    }
  }
}
