package dev.freshet.engagement;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.ObjLongConsumer;

/** At which watermark something is due of users, without Flink: a timer for each. */
final class DueUsers {

  private final Map<String, Long> times = new HashMap<>();

  /** Each time that was ever set; one is void if the user has another by then. */
  private final PriorityQueue<Due> all =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMillis).thenComparing(Due::user));

  private record Due(long atMillis, String user) {}

  /**
   * Sets when something is due of a user, whatever it was before.
   *
   * @param atMillis {@link Long#MAX_VALUE} for never
   */
  void set(String user, long atMillis) {
    if (atMillis == Long.MAX_VALUE) {
      times.remove(user);
      return;
    }
    Long before = times.put(user, atMillis);
    if (before == null || before != atMillis) {
      all.add(new Due(atMillis, user));
    }
  }

  /**
   * Does what is due by a watermark, in the order of time.
   *
   * @param look is told the user and when it was due; may set when something is due next
   */
  void pass(long watermarkMillis, ObjLongConsumer<String> look) {
    for (Due next = all.peek();
        next != null && next.atMillis() <= watermarkMillis;
        next = all.peek()) {
      all.remove();
      if (times.remove(next.user(), next.atMillis())) {
        look.accept(next.user(), next.atMillis());
      }
    }
  }
}
