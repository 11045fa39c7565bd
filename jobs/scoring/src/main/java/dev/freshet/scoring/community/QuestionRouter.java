package dev.freshet.scoring.community;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds members who will answer a question, and learns from who did.
 *
 * <p>Who answers is told mostly by who has answered lately, in these tags, is there now, and spoke
 * in the thread. How much each counts is learned from the first {@value #TAUGHT} answers of each
 * question. Being there counts more when a question has waited for a while than when it is new, so
 * there are two models: one of the moments at which questions were asked, one of those just before
 * answers. A member gets a limited number of questions a day: whoever has had enough is left out,
 * and the next in order takes the place.
 */
public final class QuestionRouter {

  /** How many answers of a question are learned from; later ones depend on those before. */
  static final int TAUGHT = 3;

  private static final long NEW_MILLIS = Duration.ofMinutes(1).toMillis();

  private final RoutingSettings settings;
  private final RoutingModel ofNew;
  private final RoutingModel ofWaiting;
  private final DailyLoad load;
  private final Community community = new Community();
  private final Map<String, Discussion> discussions = new HashMap<>();

  /** Who could answer when each question was asked, by its thread. */
  private final Map<String, Lineup> whenAsked = new HashMap<>();

  /** Who could answer, and their signals. */
  private record Lineup(List<String> users, double[][] signals) {}

  /** What happened below a question. */
  private record Discussion(Question question, Map<String, Integer> posts, Set<String> answerers) {

    Discussion(Question question) {
      this(question, new HashMap<>(), new HashSet<>());
    }

    int postsOf(String user) {
      return posts.getOrDefault(user, 0);
    }
  }

  public QuestionRouter(RoutingSettings settings) {
    this.settings = settings;
    ofNew = new RoutingModel(settings.learningRate());
    ofWaiting = new RoutingModel(settings.learningRate());
    load = new DailyLoad(settings.perDay());
  }

  /** A question is asked. */
  public void ask(Question question) {
    Discussion asked = new Discussion(question);
    if (discussions.putIfAbsent(question.thread(), asked) == null) {
      whenAsked.put(question.thread(), lineup(asked, question.askedAtMillis()));
    }
    community.write(question.asker(), question.askedAtMillis());
  }

  /**
   * Somebody remarks something below a question; one that is not known counts for the member only.
   */
  public void comment(String thread, String user, long atMillis) {
    community.write(user, atMillis).comment(atMillis);
    Discussion known = discussions.get(thread);
    if (known != null) {
      known.posts().merge(user, 1, Integer::sum);
    }
  }

  /**
   * Somebody answers a question; the answer to one that is not known counts for the member only.
   */
  public void answer(String thread, String user, long atMillis) {
    Discussion known = discussions.get(thread);
    if (known == null) {
      community.answer(user, atMillis, List.of());
      return;
    }
    if (!user.equals(known.question().asker()) && known.answerers().size() < TAUGHT) {
      learn(known, user, atMillis);
    }
    known.answerers().add(user);
    known.posts().merge(user, 1, Integer::sum);
    community.answer(user, atMillis, known.question().tags());
  }

  private void learn(Discussion discussion, String user, long atMillis) {
    double weight = 1.0 / (1 + discussion.answerers().size());
    Lineup asked = Objects.requireNonNull(whenAsked.get(discussion.question().thread()));
    learn(ofNew, asked, user, weight);
    learn(ofWaiting, lineup(discussion, atMillis), user, weight);
  }

  private static void learn(RoutingModel model, Lineup lineup, String user, double weight) {
    int chosen = lineup.users().indexOf(user);
    if (chosen >= 0) {
      model.learn(lineup.signals(), chosen, weight);
    }
  }

  private Lineup lineup(Discussion discussion, long nowMillis) {
    List<String> users =
        community.candidates(
            discussion.question(), discussion.answerers(), settings.candidates(), nowMillis);
    return new Lineup(
        users,
        users.stream().map(user -> signals(discussion, user, nowMillis)).toArray(double[][]::new));
  }

  /**
   * Routes a question as it stands at a moment. Whoever it is routed to has one question more that
   * day, unless it is the same one again.
   *
   * @return who should see it, best first, without the asker and those who answered; none for a
   *     question that is not known
   */
  public List<Routed> route(String thread, long nowMillis) {
    Discussion known = discussions.get(thread);
    if (known == null) {
      return List.of();
    }
    List<Routed> routed = new ArrayList<>();
    for (Routed each : ranked(known, nowMillis)) {
      if (routed.size() < settings.places() && load.take(each.user(), thread, nowMillis)) {
        routed.add(each);
      }
    }
    return routed;
  }

  private List<Routed> ranked(Discussion discussion, long nowMillis) {
    RoutingModel model =
        nowMillis - discussion.question().askedAtMillis() < NEW_MILLIS ? ofNew : ofWaiting;
    Lineup lineup = lineup(discussion, nowMillis);
    List<Routed> ranked = new ArrayList<>();
    for (int i = 0; i < lineup.users().size(); i++) {
      String user = lineup.users().get(i);
      double score = model.score(lineup.signals()[i]);
      ranked.add(new Routed(user, score, reason(discussion, user)));
    }
    ranked.sort(Comparator.comparingDouble(Routed::score).reversed().thenComparing(Routed::user));
    return ranked;
  }

  private String reason(Discussion discussion, String user) {
    return community
        .member(user)
        .expertise()
        .most(discussion.question().tags())
        .map(tag -> "expert:" + tag)
        .orElse(discussion.postsOf(user) > 0 ? "thread" : "active");
  }

  private double[] signals(Discussion discussion, String user, long nowMillis) {
    return community
        .member(user)
        .signals(community, discussion.question(), discussion.postsOf(user), nowMillis);
  }

  /** The weight of a signal for questions that wait, as it is now. */
  public double weight(RoutingSignal signal) {
    return ofWaiting.weight(signal);
  }
}
