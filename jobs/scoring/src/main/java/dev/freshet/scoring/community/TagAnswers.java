package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who answered the questions in one tag. */
final class TagAnswers {

  /** Members that are told apart; beyond it those with most answers stay. */
  private static final int MOST = 500;

  private final Map<String, Integer> counts = new HashMap<>();
  private int total;
  private int answerers;

  void add(String user) {
    total++;
    if (counts.merge(user, 1, Integer::sum) == 1) {
      answerers++;
    }
    // Room for more, so that not each one who is new costs a sort.
    if (counts.size() > MOST + MOST / 4) {
      counts.keySet().retainAll(most(MOST));
    }
  }

  int of(String user) {
    return counts.getOrDefault(user, 0);
  }

  int total() {
    return total;
  }

  /** The share of a member in the tag's answers, if it was the given one before they are known. */
  double share(String user, double before) {
    return AnswerShares.smoothed(of(user), total, answerers, before);
  }

  /** Those who answered most, in order. */
  List<String> most(int limit) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(limit)
        .map(Map.Entry::getKey)
        .toList();
  }

  void write(StateWriter out) {
    out.number(total).number(answerers).number(counts.size());
    counts.forEach((user, answers) -> out.text(user).number(answers));
  }

  static TagAnswers read(StateReader in) {
    TagAnswers answers = new TagAnswers();
    answers.total = in.count();
    answers.answerers = in.count();
    for (int left = in.count(); left > 0; left--) {
      answers.counts.put(in.text(), in.count());
    }
    return answers;
  }
}
