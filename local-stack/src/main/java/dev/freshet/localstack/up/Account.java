package dev.freshet.localstack.up;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says what became of the events of a log, and whether Redis holds what it should. */
final class Account {

  private static final int LIST = 20;
  private static final int SHOWN_USERS = 10;

  private final LogFeed log;
  private final PrintWriter out;

  Account(LogFeed log, PrintWriter out) {
    this.log = log;
    this.out = out;
  }

  /** Prints what became of the rows. */
  void rows() {
    int badRows = log.badRows().values().stream().mapToInt(Integer::intValue).sum();
    long unused = log.unused().count();
    out.printf(
        "%nAccount%n  rows read   %,9d%n  left out    %,9d  %s%n",
        log.sent() + log.shown() + badRows + unused, badRows, reasons(log.badRows()));
    if (unused > 0) {
      out.printf("  not used    %,9d  %s%n", unused, reasons(log.unused().byType()));
    }
    if (log.shown() > 0) {
      out.printf("  lists shown %,9d%n", log.shown());
    }
    out.printf("  sent        %,9d%n", log.sent());
  }

  /**
   * Prints what a job made of the events.
   *
   * @return whether every event is accounted for
   */
  boolean events(String job, JobCounters.Counts counts) {
    out.println("By the job " + job);
    long rejected = counts.rejected().values().stream().mapToLong(Long::longValue).sum();
    out.printf(
        "  used        %,9d%n  duplicates  %,9d%n  rejected    %,9d  %s%n",
        counts.used(), counts.duplicates(), rejected, reasons(counts.rejected()));
    long missing = log.sent() - counts.all();
    out.println(
        missing == 0
            ? "  All events are accounted for: sent = used + duplicates + rejected."
            : "  NOT accounted for: " + missing + " of the events sent.");
    return missing == 0;
  }

  /**
   * Prints whether every user has a stickiness.
   *
   * @param unknown users some of whose events the job did not use, who cannot be judged
   * @return whether nobody lacks one
   */
  boolean stickiness(Frontend frontend, Set<String> unknown) {
    Set<String> users = new TreeSet<>(log.users());
    users.removeAll(unknown);
    Map<String, Long> tiers =
        users.stream()
            .map(user -> frontend.stickiness(user).get("tier"))
            .filter(Objects::nonNull)
            .collect(Collectors.groupingBy(tier -> tier, TreeMap::new, Collectors.counting()));
    long found = tiers.values().stream().mapToLong(Long::longValue).sum();
    out.printf("  %,d of %,d users have stickiness:<user>: %s%n", found, users.size(), tiers);
    return found == users.size();
  }

  private static String reasons(Map<String, ? extends Number> reasons) {
    return reasons.isEmpty() ? "" : reasons.toString();
  }

  /**
   * Prints whether users who came back have candidates, and none of them what they have done.
   *
   * @param unknown users some of whose events the job did not use, who cannot be judged
   * @return whether no list has an item that its user has done
   */
  boolean lists(Frontend frontend, Set<String> unknown) throws IOException {
    Map<String, Set<String>> returning = new HashMap<>(log.doneByReturningUsers());
    returning.keySet().removeAll(unknown);
    Set<String> unserved = new TreeSet<>();
    int violations = 0;
    for (Map.Entry<String, Set<String>> user : returning.entrySet()) {
      List<String> candidates = frontend.candidates(user.getKey());
      if (candidates.isEmpty()) {
        unserved.add(user.getKey());
      }
      Set<String> shown = new HashSet<>(candidates);
      frontend.read(user.getKey(), LIST).forEach(place -> shown.add(place.item()));
      shown.retainAll(user.getValue());
      violations += shown.size();
    }
    out.printf(
        "  %,d of %,d users with two events or more have candidates in rec:<user>.%n"
            + "  Items done on their lists: %,d.%n",
        returning.size() - unserved.size(), returning.size(), violations);
    if (!unserved.isEmpty()) {
      out.printf(
          "  Without candidates: %s%s%n",
          unserved.stream().limit(SHOWN_USERS).collect(Collectors.joining(", ")),
          unserved.size() > SHOWN_USERS ? ", …" : "");
    }
    if (!unknown.isEmpty()) {
      out.printf("  Not judged: %,d users with rejected events.%n", unknown.size());
    }
    // Users who have done all there is have none: that is no fault.
    return violations == 0;
  }
}
