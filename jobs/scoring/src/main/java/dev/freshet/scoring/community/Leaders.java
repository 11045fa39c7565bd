package dev.freshet.scoring.community;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Members in the order of a number, the highest first. */
final class Leaders {

  private final Map<String, Leader> leaders = new HashMap<>();
  private final TreeSet<Leader> order =
      new TreeSet<>(
          Comparator.comparingDouble(Leader::number).reversed().thenComparing(Leader::user));

  private record Leader(String user, double number) {}

  /** Sets a member's number. */
  void put(String user, double number) {
    remove(user);
    Leader leader = new Leader(user, number);
    leaders.put(user, leader);
    order.add(leader);
  }

  void remove(String user) {
    Leader before = leaders.remove(user);
    if (before != null) {
      order.remove(before);
    }
  }

  /** The first so many. */
  List<String> first(int limit) {
    return order.stream().limit(limit).map(Leader::user).toList();
  }

  /**
   * The one with the lowest number.
   *
   * @throws java.util.NoSuchElementException if there is nobody
   */
  String last() {
    return order.last().user();
  }
}
