package dev.freshet.localstack.evaluate.questions;

import dev.freshet.localstack.log.Post;
import dev.freshet.scoring.community.RoutingSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Routes each question of a forum twice, when it is asked and just before its first answer, and
 * looks where the author of that answer is among those it is routed to.
 *
 * <p>The first answer is the first one by somebody else than the asker. Every routing knows what
 * happened before, and nothing else. The two moments are two ways to use a routing, so each has its
 * own, with its own limit of questions a member.
 */
final class QuestionsEvaluation {

  private final List<Trial> trials = new ArrayList<>();
  private final Map<String, Post> open = new HashMap<>();

  /** A kind of routing, and how it did at both moments. */
  record Trial(String name, Course whenAsked, Course before) {

    private static Trial of(Supplier<Routing> routing) {
      Course whenAsked = new Course(routing.get());
      return new Trial(whenAsked.routing().name(), whenAsked, new Course(routing.get()));
    }
  }

  /** A routing at one of the moments: what it said of questions that are open, and how it did. */
  record Course(Routing routing, Map<String, List<String>> said, Routes routes) {

    private Course(Routing routing) {
      this(routing, new HashMap<>(), new Routes());
    }

    private void route(Post question, long atMillis) {
      List<String> users = routing.route(question, atMillis);
      said.put(question.thread(), users);
      routes.route(users, atMillis);
    }

    private void judge(Post answer) {
      List<String> users = said.remove(answer.thread());
      routes.judge(users == null ? List.of() : users, answer.user());
    }
  }

  private QuestionsEvaluation(RoutingSettings settings) {
    trials.add(Trial.of(() -> new Freshet(settings)));
    MostActive.all().forEach(baseline -> trials.add(Trial.of(baseline)));
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
    boolean isNew =
        post.kind() == Post.Kind.QUESTION && open.putIfAbsent(post.thread(), post) == null;
    for (Trial trial : trials) {
      trial.whenAsked().routing().follow(post);
      trial.before().routing().follow(post);
      if (isNew) {
        trial.whenAsked().route(post, post.atMillis());
      }
    }
  }

  private static boolean isFirstAnswer(Post question, Post post) {
    return post.kind() == Post.Kind.ANSWER && !post.user().equals(question.user());
  }

  private static void judge(Trial trial, Post question, Post answer) {
    trial.whenAsked().judge(answer);
    trial.before().route(question, answer.atMillis());
    trial.before().judge(answer);
  }

  /** How each routing did, Freshet first. */
  List<Trial> trials() {
    return trials;
  }

  /** How many first answers were judged. */
  int answers() {
    return trials.get(0).before().routes().size();
  }
}
