package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is due to items that were shown for one kind of reason, or by how much that changes.
 *
 * @param shown how often one was shown, each item of a list once
 * @param clicks how many of them were opened
 * @param seconds of study
 * @param completions how many of them were finished
 * @param likes how many of them were liked
 * @param purchases how many of them were bought
 */
public record ReasonCounts(
    long shown, long clicks, long seconds, long completions, long likes, long purchases) {

  public static final ReasonCounts NONE = new ReasonCounts(0L, 0L, 0L, 0L, 0L, 0L);

  static ReasonCounts shown(long items) {
    return new ReasonCounts(items, 0L, 0L, 0L, 0L, 0L);
  }

  /** One more reaction; study counts without an end, as kinds of reasons are not compared. */
  static ReasonCounts done(Reaction reaction, long seconds) {
    DayCounts one = DayCounts.done(reaction, seconds);
    return new ReasonCounts(
        0L, one.clicks(), one.seconds(), one.completions(), one.likes(), one.purchases());
  }

  ReasonCounts plus(ReasonCounts more) {
    return new ReasonCounts(
        shown + more.shown,
        clicks + more.clicks,
        seconds + more.seconds,
        completions + more.completions,
        likes + more.likes,
        purchases + more.purchases);
  }

  /** What takes it back. */
  ReasonCounts negative() {
    return new ReasonCounts(-shown, -clicks, -seconds, -completions, -likes, -purchases);
  }

  /** The share of those that were shown that were opened; NaN if none was shown. */
  public double clickRate() {
    return shown == 0L ? Double.NaN : (double) clicks / shown;
  }

  /** Writes those of each kind. */
  static void write(Map<ReasonKind, ReasonCounts> counts, StateWriter out) {
    out.number(counts.size());
    counts.forEach(
        (kind, each) -> {
          out.number(kind.place()).number(each.shown).number(each.clicks).number(each.seconds);
          out.number(each.completions).number(each.likes).number(each.purchases);
        });
  }

  /** What {@link #write} wrote. */
  static Map<ReasonKind, ReasonCounts> read(StateReader in) {
    Map<ReasonKind, ReasonCounts> counts = new EnumMap<>(ReasonKind.class);
    for (int each = in.count(); each > 0; each--) {
      ReasonKind kind = ReasonKind.at(in.count());
      counts.put(
          kind,
          new ReasonCounts(
              in.number(), in.number(), in.number(), in.number(), in.number(), in.number()));
    }
    return counts;
  }
}
