package dev.freshet.localstack.evaluate.questions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a routing did: the place of each first answer's author, and who got how many questions. */
final class Routes {

  private static final int FIVE = 5;
  private static final int NOWHERE = 0;
  private static final long MILLIS_PER_DAY = 86_400_000L;

  private final List<Integer> places = new ArrayList<>();
  private final Map<String, Integer> questions = new HashMap<>();
  private final Map<UserDay, Integer> questionsOfDays = new HashMap<>();
  private int routed;

  /** A day (UTC) of a member. */
  private record UserDay(String user, long day) {}

  /** Enters to whom a question was routed at a moment. */
  void route(List<String> users, long atMillis) {
    long day = Math.floorDiv(atMillis, MILLIS_PER_DAY);
    for (String user : users) {
      questions.merge(user, 1, Integer::sum);
      questionsOfDays.merge(new UserDay(user, day), 1, Integer::sum);
    }
    routed += users.size();
  }

  /** Judges the members that a question was routed to by the one who answered. */
  void judge(List<String> users, String answerer) {
    places.add(users.indexOf(answerer) + 1);
  }

  int size() {
    return places.size();
  }

  /** The share of answers whose author was among the first so many, 0 to 1. */
  double hitRate(int most) {
    return places.stream().filter(place -> place != NOWHERE && place <= most).count()
        / (double) Math.max(1, size());
  }

  /** The mean of 1/place, 0 for an author the question was not routed to. */
  double reciprocalRank() {
    return places.stream().filter(place -> place != NOWHERE).mapToDouble(place -> 1.0 / place).sum()
        / Math.max(1, size());
  }

  /** How many questions the member got at most who got most in one day (UTC). */
  int mostOfDay() {
    return questionsOfDays.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** The share of all routed questions that went to the five members who got most, 0 to 1. */
  double shareOfFive() {
    return questions.values().stream()
            .sorted(Collections.reverseOrder())
            .limit(FIVE)
            .mapToInt(Integer::intValue)
            .sum()
        / (double) Math.max(1, routed);
  }
}
