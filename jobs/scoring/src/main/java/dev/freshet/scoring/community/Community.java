package dev.freshet.scoring.community;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All members, and what is common among them. */
final class Community {

  private final Map<String, Member> members = new HashMap<>();
  private final DayRhythm rhythm = new DayRhythm();
  private final TagCounts expertise = new TagCounts();

  /** The member, who is new if nothing is known. */
  Member member(String user) {
    return members.computeIfAbsent(user, ignored -> new Member());
  }

  Member write(String user, long atMillis) {
    Member member = member(user);
    member.write(atMillis);
    rhythm.add(atMillis);
    return member;
  }

  void answer(String user, long atMillis, List<String> tags) {
    write(user, atMillis).answer(atMillis, tags);
    expertise.add(tags);
  }

  DayRhythm rhythm() {
    return rhythm;
  }

  TagCounts expertise() {
    return expertise;
  }

  /** Members worth a closer look for a question, in the order of their ids. */
  List<String> candidates(Question question, Collection<String> barred, int most, long nowMillis) {
    List<String> users = new ArrayList<>(members.keySet());
    users.remove(question.asker());
    users.removeAll(barred);
    if (users.size() > most) {
      Map<String, Double> promises = new HashMap<>();
      users.forEach(user -> promises.put(user, promise(user, question, nowMillis)));
      users.sort(
          Comparator.<String>comparingDouble(user -> -promises.getOrDefault(user, 0.0))
              .thenComparing(Comparator.naturalOrder()));
      users = new ArrayList<>(users.subList(0, most));
    }
    users.sort(Comparator.naturalOrder());
    return users;
  }

  private double promise(String user, Question question, long nowMillis) {
    return member(user).promise(question.tags(), nowMillis);
  }
}
