package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What happened below a question.
 *
 * @param posts how often members spoke there
 * @param answerers who answered, the asker among them
 */
record Asked(Question question, Map<String, Integer> posts, Set<String> answerers) {

  /** Members of a thread who are told apart. */
  private static final int MOST_SPEAKERS = 500;

  Asked(Question question) {
    this(question, new HashMap<>(), new HashSet<>());
  }

  void post(String user) {
    if (posts.size() < MOST_SPEAKERS || posts.containsKey(user)) {
      posts.merge(user, 1, Integer::sum);
    }
  }

  void answer(String user) {
    if (answerers.size() < MOST_SPEAKERS) {
      answerers.add(user);
    }
    post(user);
  }

  void write(StateWriter out) {
    out.text(question.thread()).text(question.asker()).number(question.askedAtMillis());
    out.number(question.tags().size());
    question.tags().forEach(out::text);
    out.number(posts.size());
    posts.forEach((user, count) -> out.text(user).number(count));
    out.number(answerers.size());
    answerers.forEach(out::text);
  }

  static Asked read(StateReader in) {
    String thread = in.text();
    String asker = in.text();
    long askedAtMillis = in.number();
    Asked asked = new Asked(new Question(thread, asker, askedAtMillis, texts(in)));
    for (int left = in.count(); left > 0; left--) {
      asked.posts.put(in.text(), in.count());
    }
    asked.answerers.addAll(texts(in));
    return asked;
  }

  private static List<String> texts(StateReader in) {
    List<String> texts = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      texts.add(in.text());
    }
    return texts;
  }
}
