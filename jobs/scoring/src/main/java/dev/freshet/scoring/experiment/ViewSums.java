package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.effect.Moments;
import dev.freshet.scoring.event.EventTime;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sums of all users who were shown lists that count for one view. They are the same in whatever
 * order users change and however they are divided among several of these, each of which may have
 * what the others must be added to before it says anything.
 */
public final class ViewSums {

  public static final Layout LAYOUT = Layout.of("view sums", 2);

  /** Days before the newest ones are in the sums of all time alone. */
  public static final int MOST_DAYS = 31;

  private static final int ONLY = 0;

  private Standings users = new Standings(1);
  private final NavigableMap<Long, DayCounts> days = new TreeMap<>();
  private Map<ReasonKind, ReasonCounts> reasons = new EnumMap<>(ReasonKind.class);
  private long programs;
  private long asOfMillis = EventTime.NEVER;

  /** A user counts otherwise than before. */
  public void enter(ViewChange change) {
    users.replace(ONLY, change.before(), change.after(), change.covariate());
    enter(change.days());
    addReasons(change.reasons());
    programs += change.programs();
    asOfMillis = Math.max(asOfMillis, change.atMillis());
  }

  /** Adds those of others. */
  public void add(ViewSums others) {
    users = users.plus(others.users);
    enter(others.days);
    addReasons(others.reasons);
    programs += others.programs;
    asOfMillis = Math.max(asOfMillis, others.asOfMillis);
  }

  private void addReasons(Map<ReasonKind, ReasonCounts> changes) {
    changes.forEach((kind, counts) -> reasons.merge(kind, counts, ReasonCounts::plus));
  }

  private void enter(Map<Long, DayCounts> changes) {
    changes.forEach((day, counts) -> days.merge(day, counts, DayCounts::plus));
    while (!days.isEmpty() && days.firstKey() <= days.lastKey() - MOST_DAYS) {
      days.pollFirstEntry();
    }
  }

  /** What is due to the lists of each of the newest days (UTC, counted from 1970). */
  public SortedMap<Long, DayCounts> days() {
    return Collections.unmodifiableSortedMap(days);
  }

  /** What is due to items by why they were shown, of all time, in the order of kinds. */
  public Map<ReasonKind, ReasonCounts> reasons() {
    return Collections.unmodifiableMap(reasons);
  }

  /** How often an item was shown, each of a list once. */
  public long shown() {
    return reasons.values().stream().mapToLong(ReasonCounts::shown).sum();
  }

  /** The sums of one metric. */
  public Moments of(Metric metric) {
    return users.of(ONLY, metric);
  }

  Standings users() {
    return users;
  }

  /** How many users were taken for programs, and count no more. */
  public long programs() {
    return programs;
  }

  /** When the last that is in them occurred; {@link EventTime#NEVER} if nothing did. */
  public long asOfMillis() {
    return asOfMillis;
  }

  /** All of it as bytes. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    out.part(users.serialize());
    out.number(days.size());
    days.forEach((day, counts) -> counts.write(out.number(day)));
    ReasonCounts.write(reasons, out);
    out.number(programs);
    out.number(asOfMillis);
    return out.bytes();
  }

  /** What {@link #serialize} wrote. */
  public static ViewSums deserialize(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    ViewSums sums = new ViewSums();
    sums.users = Standings.deserialize(in.part());
    for (int each = in.count(); each > 0; each--) {
      sums.days.put(in.number(), DayCounts.read(in));
    }
    sums.reasons = ReasonCounts.read(in);
    sums.programs = in.number();
    sums.asOfMillis = in.number();
    return sums;
  }
}
