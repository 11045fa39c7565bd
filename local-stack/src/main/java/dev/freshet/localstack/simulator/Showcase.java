package dev.freshet.localstack.simulator;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A platform that shows its learners lists, from which they take what they like.
 *
 * <p>How much a learner likes an item is hidden: a taste for the item's topic, the item's quality,
 * and a whim of this learner about this item that lasts. A learner in a session is shown a list:
 * one of the placement {@code home}, or below an item one of the placement {@code next}. The
 * platform orders lists by what is popular lately and by the topics that the learner took from
 * before, with some chance in it; it knows nothing of tastes. The learner looks at the places from
 * the first one on, at each with a probability that falls with the place (the position-based model,
 * Craswell, Zoeter, Taylor, Ramsey 2008), and takes the first item seen that is liked enough. Most
 * lists are left without. Three of ten events come about without a list: the item that follows the
 * last one in its topic, or one that was looked for.
 *
 * <p>Equal settings give equal steps. Not thread-safe.
 */
public final class Showcase {

  public static final String HOME = "home";
  public static final String NEXT = "next";

  private static final int ACTIVE = 40;
  private static final double SESSION_LENGTH = 6.0;
  private static final double UNSHOWN = 0.12;
  private static final double GO_ON = 0.5;

  /** What is popular counts half as much after so many events. */
  private static final double POPULAR_EVENTS = 3_000.0;

  /** How much an item must be liked to be taken half of the times that it is seen. */
  private static final double RELUCTANCE = 4.5;

  private final ShowcaseSettings settings;
  private final Random random;
  private final List<CatalogueItem> catalogue = new ArrayList<>();
  private final List<Visitor> visitors = new ArrayList<>();
  private final Visitor[] active = new Visitor[ACTIVE];
  private final double[] quality;
  private final double[] popularity;
  private final int[] topicOf;
  private double growth = 1.0;
  private long events;
  private long shownLists;

  /** One learner: tastes, what was taken, and the session. */
  private static final class Visitor {

    final String id;
    final long whims;
    final double[] tastes;
    final int[] tookOfTopic;
    final Set<Integer> taken = new HashSet<>();
    int left;
    int current = -1;

    Visitor(String id, int topics, Random random) {
      this.id = id;
      whims = random.nextLong();
      tookOfTopic = new int[topics];
      tastes = new double[topics];
      for (int topic = 0; topic < topics; topic++) {
        tastes[topic] = 1.5 * random.nextGaussian();
      }
    }
  }

  /**
   * What happens next: a list is shown, something is done, or both.
   *
   * @param shown what the learner was shown, or null
   * @param taken what the learner did then, or null
   */
  public record Step(@Nullable ListExposure shown, @Nullable Interaction taken) {}

  public Showcase(ShowcaseSettings settings) {
    this.settings = settings;
    random = new Random(settings.seed());
    quality = new double[settings.items()];
    popularity = new double[settings.items()];
    topicOf = new int[settings.items()];
    for (int item = 0; item < settings.items(); item++) {
      topicOf[item] = random.nextInt(settings.topics());
      quality[item] = random.nextGaussian();
      catalogue.add(
          new CatalogueItem(
              "course-" + item,
              "Course " + item,
              List.of("topic-" + topicOf[item]),
              "course",
              0L,
              false,
              List.of()));
    }
    for (int i = 0; i < settings.learners(); i++) {
      visitors.add(new Visitor("learner-" + i, settings.topics(), random));
    }
  }

  /** The catalogue. */
  public List<CatalogueItem> catalogue() {
    return List.copyOf(catalogue);
  }

  /** Who makes the lists. */
  public interface ListMaker {

    /**
     * The items of a list, the first place first.
     *
     * @param user whose
     * @param placement where it is shown
     * @param size at most so many
     */
    List<String> list(String user, String placement, long atMillis, int size);
  }

  /**
   * What happens next where the platform's own lists are shown.
   *
   * @param atMillis when a list is shown; what is taken from it is taken a few seconds later
   */
  public Step next(long atMillis) {
    return next(
        atMillis,
        (user, placement, shownMillis, size) ->
            IntStream.of(list(visitors.get(number(user)), placement.equals(NEXT), size))
                .mapToObj(item -> catalogue.get(item).item())
                .toList());
  }

  /** What happens next where the lists are somebody else's. */
  public Step next(long atMillis, ListMaker lists) {
    Visitor visitor = visitor();
    visitor.left--;
    if (random.nextDouble() < UNSHOWN) {
      return new Step(null, take(visitor, unshown(visitor), atMillis));
    }
    boolean isNext = visitor.current >= 0 && random.nextBoolean();
    String placement = isNext ? NEXT : HOME;
    int size = isNext ? settings.listSize() / 2 : settings.listSize();
    List<String> list = lists.list(visitor.id, placement, atMillis, size);
    ListExposure shown =
        new ListExposure(
            "list-" + settings.seed() + "-" + shownLists++,
            visitor.id,
            atMillis,
            placement,
            list,
            Map.of(),
            EventTime.NEVER);
    int liked = liked(visitor, list.stream().mapToInt(Showcase::number).toArray());
    long laterMillis = atMillis + 2_000L + random.nextInt(20_000);
    return new Step(shown, liked < 0 ? null : take(visitor, liked, laterMillis));
  }

  /** The number that ends the id of a learner or an item. */
  private static int number(String id) {
    return Integer.parseInt(id.substring(id.indexOf('-') + 1));
  }

  private Visitor visitor() {
    int place = random.nextInt(ACTIVE);
    Visitor visitor = active[place];
    if (visitor == null || visitor.left <= 0) {
      visitor = visitors.get(random.nextInt(visitors.size()));
      visitor.left =
          1 + (int) (Math.log(1 - random.nextDouble()) / Math.log(1 - 1 / SESSION_LENGTH));
      visitor.current = -1;
      active[place] = visitor;
    }
    return visitor;
  }

  private int unshown(Visitor visitor) {
    if (visitor.current >= 0 && random.nextDouble() < GO_ON) {
      for (int item = visitor.current + 1; item < settings.items(); item++) {
        if (topicOf[item] == topicOf[visitor.current]) {
          return item;
        }
      }
    }
    int best = random.nextInt(settings.items());
    for (int tried = 0; tried < 5; tried++) {
      int item = random.nextInt(settings.items());
      best = liking(visitor, item) > liking(visitor, best) ? item : best;
    }
    return best;
  }

  /** The platform's list: it has seen what was done, and nothing else. */
  private int[] list(Visitor visitor, boolean isNext, int size) {
    double[] scores = new double[settings.items()];
    for (int item = 0; item < scores.length; item++) {
      int took = visitor.tookOfTopic[topicOf[item]];
      boolean isAlike = isNext && topicOf[item] == topicOf[visitor.current];
      scores[item] =
          Math.log(1.0 + popularity[item] / growth)
              + Math.log(1.0 + took)
              + (isAlike ? 2.0 : 0.0)
              - settings.noise() * Math.log(-Math.log(random.nextDouble()));
    }
    return IntStream.range(0, scores.length)
        .filter(item -> !visitor.taken.contains(item))
        .boxed()
        .sorted(Comparator.comparingDouble((Integer item) -> scores[item]).reversed())
        .limit(size)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The first item seen that is liked enough, or −1. */
  private int liked(Visitor visitor, int[] list) {
    for (int place = 0; place < list.length; place++) {
      boolean isSeen = random.nextDouble() < Math.pow(place + 1.0, -settings.positionBias());
      double odds = Math.exp(liking(visitor, list[place]) - RELUCTANCE);
      if (isSeen && random.nextDouble() < odds / (1 + odds)) {
        return list[place];
      }
    }
    return -1;
  }

  /**
   * How good a list is by what is hidden: the probability that a learner who looks at all of it
   * takes something, 0–1.
   */
  public double appeal(String user, List<String> list) {
    Visitor visitor = visitors.get(number(user));
    double nothing = 1.0;
    for (String item : list) {
      nothing *= 1.0 / (1.0 + Math.exp(liking(visitor, number(item)) - RELUCTANCE));
    }
    return 1.0 - nothing;
  }

  private double liking(Visitor visitor, int item) {
    double whim = new Random(visitor.whims + 31L * item).nextGaussian();
    return visitor.tastes[topicOf[item]] + quality[item] + 1.5 * whim;
  }

  private Interaction take(Visitor visitor, int item, long atMillis) {
    visitor.current = item;
    visitor.taken.add(item);
    visitor.tookOfTopic[topicOf[item]]++;
    growth *= Math.pow(2.0, 1.0 / POPULAR_EVENTS);
    popularity[item] += growth;
    return Interaction.click(
        "shown-" + settings.seed() + "-" + events++,
        visitor.id,
        catalogue.get(item).item(),
        atMillis);
  }
}
