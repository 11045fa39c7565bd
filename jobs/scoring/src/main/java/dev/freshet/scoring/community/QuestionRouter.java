package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds members who will answer a question, and learns from who did.
 *
 * <p>Who answers is told mostly by who has answered lately and ever, in these tags, is there now,
 * and spoke in the thread. How much each counts is learned from the first {@value #TAUGHT} answers
 * of each question. Being there counts more when a question has waited for a while than when it is
 * new, so there are two models: one of the moments at which questions were asked, one of those just
 * before answers. A member gets a limited number of questions a day: whoever has had enough is left
 * out, who is wanted more often than that gets what {@link DailyLoad} finds worth it, and the next
 * in order takes the place.
 *
 * <p>What is kept is bounded: the newest {@value #MOST_QUESTIONS} questions, the members who wrote
 * last, the tags that were answered last. The same posts in the same order give the same lists.
 */
public final class QuestionRouter {

  public static final Layout LAYOUT = Layout.of("question router", 1);

  /** How many answers of a question are learned from; later ones depend on those before. */
  static final int TAUGHT = 3;

  private static final int MOST_QUESTIONS = 5_000;

  /** Of so many questions, the newest ones, is kept who could answer when they were asked. */
  private static final int MOST_LINEUPS = 300;

  private static final long NEW_MILLIS = 60_000L;

  private static final Comparator<Routed> LIKELIEST_FIRST =
      Comparator.comparingDouble(Routed::chance).reversed().thenComparing(Routed::user);

  private final RoutingSettings settings;
  private final RoutingModel ofNew;
  private final RoutingModel ofWaiting;
  private final DailyLoad load;
  private final Community community;
  private final Map<String, Asked> threads = new LinkedHashMap<>();

  /** Who could answer when each question was asked, by its thread. */
  private final Map<String, Lineup> whenAsked = new LinkedHashMap<>();

  public QuestionRouter(RoutingSettings settings) {
    this.settings = settings;
    ofNew = new RoutingModel(settings.learningRate(), RoutingSignal::seedOfNew);
    ofWaiting = new RoutingModel(settings.learningRate(), RoutingSignal::seedOfWaiting);
    load = new DailyLoad(settings.perDay());
    community = new Community(settings.members());
  }

  /** A question is asked. */
  public void ask(Question question) {
    Asked asked = new Asked(question);
    if (threads.putIfAbsent(question.thread(), asked) == null) {
      whenAsked.put(question.thread(), lineup(asked, question.askedAtMillis()));
      keepNewest(threads, MOST_QUESTIONS);
      keepNewest(whenAsked, MOST_LINEUPS);
    }
    community.ask(question.asker(), question.askedAtMillis());
  }

  private static void keepNewest(Map<String, ?> byThread, int most) {
    if (byThread.size() > most) {
      byThread.remove(byThread.keySet().iterator().next());
    }
  }

  /**
   * Somebody remarks something below a question; one that is not known counts for the member only.
   */
  public void comment(String thread, String user, long atMillis) {
    community.comment(user, atMillis);
    Asked known = threads.get(thread);
    if (known != null) {
      known.post(user);
    }
  }

  /**
   * Somebody answers a question; the answer to one that is not known counts for the member only.
   */
  public void answer(String thread, String user, long atMillis) {
    Asked known = threads.get(thread);
    if (known == null) {
      community.answer(user, atMillis, List.of());
      return;
    }
    if (!user.equals(known.question().asker()) && known.answerers().size() < TAUGHT) {
      learn(known, user, atMillis);
    }
    known.answer(user);
    community.answer(user, atMillis, known.question().tags());
  }

  private void learn(Asked thread, String user, long atMillis) {
    double weight = 1.0 / (1 + thread.answerers().size());
    Lineup asked = whenAsked.get(thread.question().thread());
    if (asked != null) {
      learn(ofNew, asked, user, weight);
    }
    learn(ofWaiting, lineup(thread, atMillis), user, weight);
  }

  private static void learn(RoutingModel model, Lineup lineup, String user, double weight) {
    int chosen = lineup.users().indexOf(user);
    if (chosen >= 0) {
      model.learn(lineup.signals(), chosen, weight);
    }
  }

  private Lineup lineup(Asked thread, long nowMillis) {
    Question question = thread.question();
    List<String> users =
        community.candidates(
            question, thread.posts().keySet(), thread.answerers(), settings.candidates());
    return lineup(thread, users, nowMillis);
  }

  private Lineup lineup(Asked thread, List<String> users, long nowMillis) {
    return new Lineup(
        users, community.signals(thread.question(), users, thread.posts(), nowMillis));
  }

  /**
   * Routes a question as it stands at a moment. Whoever it is routed to has one question more that
   * day, unless it is the same one again.
   *
   * @return who should see it, best first, without the asker and those who answered; none for a
   *     question that is not known
   */
  public List<Routed> route(String thread, long nowMillis) {
    Asked known = threads.get(thread);
    return known == null ? List.of() : route(known, lineup(known, nowMillis), nowMillis);
  }

  /**
   * Routes a question to some of these users only, who need not be known.
   *
   * @see #route(String, long)
   */
  public List<Routed> route(String thread, Collection<String> among, long nowMillis) {
    Asked known = threads.get(thread);
    if (known == null) {
      return List.of();
    }
    Set<String> users = new TreeSet<>(among);
    users.remove(known.question().asker());
    known.answerers().forEach(users::remove);
    return route(known, lineup(known, List.copyOf(users), nowMillis), nowMillis);
  }

  private List<Routed> route(Asked thread, Lineup lineup, long nowMillis) {
    String name = thread.question().thread();
    return withinLoad(ranked(thread, lineup, nowMillis), name, nowMillis);
  }

  private List<Routed> withinLoad(List<Routed> ranked, String thread, long nowMillis) {
    List<Routed> routed = new ArrayList<>();
    List<Routed> spared = new ArrayList<>();
    for (Routed each : ranked) {
      if (routed.size() < settings.places() && !load.isFull(each.user(), thread, nowMillis)) {
        boolean isWorth = load.isWorth(each.user(), thread, each.chance(), nowMillis);
        (isWorth ? routed : spared).add(each);
      }
    }
    // Rather somebody who is spared than nobody.
    spared.stream().limit(settings.places() - routed.size()).forEach(routed::add);
    routed.sort(LIKELIEST_FIRST);
    routed.forEach(each -> load.take(each.user(), thread, nowMillis));
    return routed;
  }

  private List<Routed> ranked(Asked thread, Lineup lineup, long nowMillis) {
    boolean isNew = nowMillis - thread.question().askedAtMillis() < NEW_MILLIS;
    double[] chances = (isNew ? ofNew : ofWaiting).chances(lineup.signals());
    List<Routed> ranked = new ArrayList<>();
    for (int i = 0; i < chances.length; i++) {
      String user = lineup.users().get(i);
      ranked.add(new Routed(user, chances[i], reason(thread, user)));
    }
    ranked.sort(LIKELIEST_FIRST);
    return ranked;
  }

  private String reason(Asked thread, String user) {
    return community
        .most(user, thread.question().tags())
        .map(tag -> "expert:" + tag)
        .orElse(thread.posts().containsKey(user) ? "thread" : "active");
  }

  /** Everything that was learned and is known, as bytes, to be kept as state. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    ofNew.write(out);
    ofWaiting.write(out);
    load.write(out);
    community.write(out);
    out.number(threads.size());
    threads.values().forEach(asked -> asked.write(out));
    out.number(whenAsked.size());
    whenAsked.forEach(
        (thread, lineup) -> {
          out.text(thread);
          lineup.write(out);
        });
    return out.bytes();
  }

  /** The router that {@link #serialize} wrote. */
  public static QuestionRouter deserialize(byte[] bytes, RoutingSettings settings) {
    StateReader in = new StateReader(LAYOUT, bytes);
    QuestionRouter router = new QuestionRouter(settings);
    router.ofNew.restore(in);
    router.ofWaiting.restore(in);
    router.load.restore(in);
    router.community.restore(in);
    for (int left = in.count(); left > 0; left--) {
      Asked asked = Asked.read(in);
      router.threads.put(asked.question().thread(), asked);
    }
    for (int left = in.count(); left > 0; left--) {
      router.whenAsked.put(in.text(), Lineup.read(in));
    }
    return router;
  }

  /** The weight of a signal for questions that wait, as it is now. */
  public double weight(RoutingSignal signal) {
    return ofWaiting.weight(signal);
  }
}
