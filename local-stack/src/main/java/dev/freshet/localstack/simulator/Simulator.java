package dev.freshet.localstack.simulator;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A platform of learners with latent interests.
 *
 * <p>Every learner has three favourite topics, the first the strongest. Learners come in sessions
 * of geometric length, several at a time. Within a session half of the events go on to the item
 * that follows the last one in its topic, as lessons do; the others pick an item of a favourite
 * topic, its popularity falling by Zipf's law with its age rank. Between sessions interests drift.
 * Now and then a new item arrives and becomes the most popular of its topic. Most events are
 * clicks, some study, few comments. Who completes an item buys the next one now and then.
 *
 * <p>Where somebody makes lists, learners {@linkplain #visit visit} the home page between. They
 * look at its places from the first one on, at each with a probability that falls with the place
 * (the position-based model, Craswell, Zoeter, Taylor, Ramsey 2008), and take the first item seen
 * that they care for.
 *
 * <p>A {@linkplain #rewarded reward} brings its learner back: with probability {@link #COMEBACK}
 * the learner begins one session more, one to six days later. So of those who would not have
 * returned within a week that share does.
 *
 * <p>Equal seeds and equal rewards give equal events. Not thread-safe.
 */
public final class Simulator {

  /** The probability that a reward brings its learner back, who is not about to come anyway. */
  public static final double COMEBACK = 0.3;

  private static final int LIST_SIZE = 12;
  private static final double GO_ON = 0.5;
  private static final double CLICKS = 0.7;

  /** How often a completed item leads to a purchase. */
  private static final double BUYS = 0.25;

  private static final double STUDY = 0.9;

  private static final double LONGEST_STUDY_SECONDS = 3_600.0;
  private static final List<InteractionKind> COMMUNITY =
      List.of(
          InteractionKind.COMMENT,
          InteractionKind.QUESTION,
          InteractionKind.ANSWER,
          InteractionKind.LIKE,
          InteractionKind.REVIEW);
  private static final List<String> LEVELS = List.of("beginner", "advanced");

  private final SimulatorSettings settings;
  private final Random random;

  /** Of its own, so that what is bought changes nothing else. */
  private final Random tills;

  private final Looks looks;

  private final Talks talks = new Talks();
  private final Comebacks comebacks;
  private final List<Learner> learners = new ArrayList<>();
  private final Map<String, Learner> byId = new HashMap<>();
  private final List<Learner> active = new ArrayList<>();
  private final List<CatalogueItem> items = new ArrayList<>();
  private final List<Integer> topicOf = new ArrayList<>();
  private final List<List<Integer>> byTopic = new ArrayList<>();
  private long events;
  private long visits;

  public Simulator(SimulatorSettings settings) {
    this.settings = settings;
    random = new Random(settings.seed());
    tills = new Random(~settings.seed());
    looks = new Looks(settings.seed());
    comebacks = new Comebacks(settings.seed());
    for (int topic = 0; topic < settings.topics(); topic++) {
      byTopic.add(new ArrayList<>());
    }
    for (int i = 0; i < settings.items(); i++) {
      addItem(0L);
    }
    for (int i = 0; i < settings.learners(); i++) {
      learners.add(new Learner("learner-" + i, settings.topics(), random));
    }
    learners.forEach(learner -> byId.put(learner.id(), learner));
  }

  /**
   * What happens next.
   *
   * @param newItem an item that appeared just before, or null
   * @param interaction what a learner did
   * @param purchase what the learner bought right after, or null
   */
  public record Step(
      @Nullable CatalogueItem newItem, Interaction interaction, @Nullable Interaction purchase) {}

  /** The catalogue as it stands. */
  public List<CatalogueItem> catalogue() {
    return List.copyOf(items);
  }

  /**
   * A reward reaches a learner; one for anybody else changes nothing.
   *
   * @param atMillis when it was earned
   */
  public void rewarded(String user, long atMillis) {
    if (byId.containsKey(user)) {
      comebacks.reward(user, atMillis);
    }
  }

  /** The next event, to occur at a given moment. */
  public Step next(long atMillis) {
    CatalogueItem newItem =
        random.nextDouble() * settings.newItemEvery() < 1 ? addItem(atMillis) : null;
    Learner learner = activeLearner(atMillis);
    int item = choose(learner);
    learner.turnTo(item);
    Interaction interaction = interaction(learner, item, atMillis);
    return new Step(newItem, interaction, purchase(interaction));
  }

  /** The next look at the home page, if it has a list. */
  public Optional<HomeVisit> visit(long atMillis, HomeVisit.Lists lists) {
    Learner learner = activeLearner(atMillis);
    return lists
        .page(learner.id(), HomeVisit.PLACEMENT, LIST_SIZE)
        .filter(page -> !page.items().isEmpty())
        .map(page -> visit(learner, page, atMillis));
  }

  private HomeVisit visit(Learner learner, HomeVisit.Page page, long atMillis) {
    String id = "list-" + settings.seed() + "-" + visits++ + "-" + atMillis;
    int item = looks.taken(page.items(), learner.favourites(), topicOf);
    List<Interaction> taken = new ArrayList<>();
    if (item >= 0) {
      learner.turnTo(item);
      taken.add(Interaction.click(id + "-taken", learner.id(), items.get(item).item(), atMillis));
      if (looks.isStudied()) {
        taken.add(study(id + "-studied", learner, item, atMillis, looks.progress()));
      }
    }
    return new HomeVisit(page.shownTo(learner.id(), id, atMillis), page, taken);
  }

  private @Nullable Interaction purchase(Interaction interaction) {
    if (!interaction.completed() || tills.nextDouble() >= BUYS) {
      return null;
    }
    return Interaction.of(
        interaction.id() + "-bought",
        interaction.user(),
        items.get(tills.nextInt(items.size())).item(),
        interaction.atMillis(),
        InteractionKind.PURCHASE);
  }

  private CatalogueItem addItem(long publishedMillis) {
    int number = items.size();
    int topic = random.nextInt(settings.topics());
    CatalogueItem item =
        new CatalogueItem(
            Looks.COURSE + number,
            "Course " + number,
            List.of("topic-" + topic, LEVELS.get(random.nextInt(LEVELS.size()))),
            "course",
            publishedMillis,
            false,
            List.of());
    items.add(item);
    topicOf.add(topic);
    byTopic.get(topic).add(number);
    return item;
  }

  private Learner activeLearner(long atMillis) {
    if (active.size() < settings.active()) {
      Learner fresh = beginning(atMillis);
      active.add(fresh);
      return fresh;
    }
    int place = random.nextInt(active.size());
    Learner learner = active.get(place);
    if (!learner.isInSession()) {
      learner = beginning(atMillis);
      active.set(place, learner);
    }
    return learner;
  }

  /** A learner who begins a session: whoever comes back, or else anybody. */
  private Learner beginning(long atMillis) {
    Learner back = byId.get(comebacks.next(atMillis));
    Learner learner = back == null ? learners.get(random.nextInt(learners.size())) : back;
    learner.begin(settings, random);
    return learner;
  }

  private int choose(Learner learner) {
    if (learner.current() >= 0 && random.nextDouble() < GO_ON) {
      List<Integer> course = byTopic.get(topicOf.get(learner.current()));
      int next = course.indexOf(learner.current()) + 1;
      if (next < course.size()) {
        return course.get(next);
      }
    }
    List<Integer> ofTopic = byTopic.get(learner.topic(settings.topics(), random));
    if (ofTopic.isEmpty()) {
      return random.nextInt(items.size());
    }
    return ofTopic.get(ofTopic.size() - 1 - zipf(ofTopic.size()));
  }

  /** A rank from 0, the probability of each proportional to 1/(rank + 1). */
  private int zipf(int ranks) {
    double total = 0.0;
    for (int rank = 1; rank <= ranks; rank++) {
      total += 1.0 / rank;
    }
    double drawn = random.nextDouble() * total;
    int rank = 0;
    while (rank < ranks - 1 && drawn >= 1.0 / (rank + 1)) {
      drawn -= 1.0 / (rank + 1);
      rank++;
    }
    return rank;
  }

  private Interaction interaction(Learner learner, int item, long atMillis) {
    String id = "simulated-" + settings.seed() + "-" + events++ + "-" + atMillis;
    String itemId = items.get(item).item();
    double kind = random.nextDouble();
    if (kind < CLICKS) {
      return Interaction.click(id, learner.id(), itemId, atMillis);
    }
    if (kind < STUDY) {
      return study(id, learner, item, atMillis, random.nextDouble());
    }
    InteractionKind said = COMMUNITY.get(random.nextInt(COMMUNITY.size()));
    double rating = said == InteractionKind.REVIEW ? 1.0 + random.nextInt(10) : Double.NaN;
    return talks.placed(
        new Interaction(id, learner.id(), itemId, atMillis, said, 0.0, Double.NaN, false, rating));
  }

  private Interaction study(String id, Learner learner, int item, long atMillis, double progress) {
    return new Interaction(
        id,
        learner.id(),
        items.get(item).item(),
        atMillis,
        InteractionKind.STUDY,
        Math.rint(progress * LONGEST_STUDY_SECONDS),
        progress,
        progress > 0.9,
        Double.NaN);
  }
}
