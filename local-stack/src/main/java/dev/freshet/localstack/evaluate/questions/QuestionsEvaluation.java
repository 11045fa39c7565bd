package dev.freshet.localstack.evaluate.questions;

import dev.freshet.localstack.log.Post;
import dev.freshet.scoring.community.RoutingSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Routes each question of a forum twice, when it is asked and just before its first answer, and
 * looks where the author of that answer is among those it is routed to.
 *
 * <p>The first answer is the first one by somebody else than the asker. Every routing knows what
 * happened before, and nothing else.
 */
final class QuestionsEvaluation {

  private final List<Trial> trials = new ArrayList<>();
  private final Map<String, Post> open = new HashMap<>();

  /** A routing and how it did. */
  record Trial(Routing routing, Map<String, List<String>> asked, Routes whenAsked, Routes before) {

    private Trial(Routing routing) {
      this(routing, new HashMap<>(), new Routes(), new Routes());
    }
  }

  private QuestionsEvaluation(RoutingSettings settings) {
    trials.add(new Trial(new Freshet(settings)));
    MostActive.all().forEach(routing -> trials.add(new Trial(routing)));
  }

  /**
   * Judges all routings.
   *
   * @param posts in the order of time
   */
  static QuestionsEvaluation of(List<Post> posts, RoutingSettings settings) {
    QuestionsEvaluation evaluation = new QuestionsEvaluation(settings);
    posts.forEach(evaluation::step);
    return evaluation;
  }

  private void step(Post post) {
    Post question = open.get(post.thread());
    if (question != null && isFirstAnswer(question, post)) {
      open.remove(post.thread());
      trials.forEach(trial -> judge(trial, question, post));
    }
    trials.forEach(trial -> follow(trial, post));
    if (post.kind() == Post.Kind.QUESTION) {
      open.put(post.thread(), post);
    }
  }

  private static void follow(Trial trial, Post post) {
    trial.routing().follow(post);
    if (post.kind() == Post.Kind.QUESTION) {
      trial.asked().put(post.thread(), trial.routing().route(post, post.atMillis()));
    }
  }

  private static boolean isFirstAnswer(Post question, Post post) {
    return post.kind() == Post.Kind.ANSWER && !post.user().equals(question.user());
  }

  private static void judge(Trial trial, Post question, Post answer) {
    List<String> asked = trial.asked().remove(question.thread());
    trial.whenAsked().add(asked == null ? List.of() : asked, answer.user());
    trial.before().add(trial.routing().route(question, answer.atMillis()), answer.user());
  }

  /** How each routing did, Freshet first. */
  List<Trial> trials() {
    return trials;
  }

  /** How many first answers were judged. */
  int answers() {
    return trials.get(0).before().size();
  }
}
