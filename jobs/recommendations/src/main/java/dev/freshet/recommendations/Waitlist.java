package dev.freshet.recommendations;

import dev.freshet.scoring.Shortlist;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Shortlists to be ranked again, one a user, by the moment that the tick they wait for has. */
final class Waitlist {

  /**
   * A shortlist that waits.
   *
   * @param sinceMillis processing time since when
   */
  record Entry(Shortlist shortlist, long sinceMillis) {}

  private final int bound;
  private final Map<String, Entry> byUser = new HashMap<>();
  private final TreeSet<Entry> byMoment =
      new TreeSet<>(
          Comparator.comparingLong((Entry entry) -> entry.shortlist().atMillis())
              .thenComparing(entry -> entry.shortlist().user()));

  /**
   * @param bound at most so many wait; more are not let in
   */
  Waitlist(int bound) {
    this.bound = bound;
  }

  /**
   * Lets a shortlist wait, if there is room.
   *
   * @return whether there was
   */
  boolean add(Shortlist shortlist, long nowMillis) {
    if (byUser.size() >= bound) {
      return false;
    }
    putBack(new Entry(shortlist, nowMillis));
    return true;
  }

  /** All that wait, by moment. */
  List<Shortlist> shortlists() {
    return byMoment.stream().map(Entry::shortlist).toList();
  }

  /** Lets an entry that was taken wait on. */
  void putBack(Entry entry) {
    remove(entry.shortlist().user());
    byUser.put(entry.shortlist().user(), entry);
    byMoment.add(entry);
  }

  void remove(String user) {
    @Nullable Entry entry = byUser.remove(user);
    if (entry != null) {
      byMoment.remove(entry);
    }
  }

  /** Takes out those whose moment is not after {@code atMillis}, the oldest first. */
  List<Entry> takeUntil(long atMillis) {
    List<Entry> due = new ArrayList<>();
    while (!byMoment.isEmpty() && byMoment.first().shortlist().atMillis() <= atMillis) {
      Entry entry = byMoment.first();
      remove(entry.shortlist().user());
      due.add(entry);
    }
    return due;
  }
}
