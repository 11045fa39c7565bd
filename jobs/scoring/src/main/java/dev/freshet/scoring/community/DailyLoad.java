package dev.freshet.scoring.community;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which questions members got today (UTC). */
final class DailyLoad {

  private static final long MILLIS_PER_DAY = 86_400_000L;

  private final int most;
  private final Map<String, Set<String>> threads = new HashMap<>();
  private long day = Long.MIN_VALUE;

  DailyLoad(int most) {
    this.most = most;
  }

  /** Gives a question to a member, unless that would be too many. */
  boolean take(String user, String thread, long nowMillis) {
    turnTo(Math.floorDiv(nowMillis, MILLIS_PER_DAY));
    Set<String> taken = threads.computeIfAbsent(user, ignored -> new HashSet<>());
    return taken.contains(thread) || (taken.size() < most && taken.add(thread));
  }

  private void turnTo(long today) {
    if (today > day) {
      day = today;
      threads.clear();
    }
  }
}
