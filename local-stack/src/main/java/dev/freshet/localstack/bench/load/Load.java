package dev.freshet.localstack.bench.load;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A platform's log at the density of live traffic: many users at once, each in a session of some
 * events, nobody in two at a time.
 *
 * <p>Who begins the next session is drawn by Zipf's law, as is the item acted on, within one of
 * three topics that a user cares for; a third of the events goes on to the item after the last one,
 * as lessons do. Seven of ten events are clicks, two study, one is a comment.
 *
 * <p>Equal settings give equal events. Not thread-safe.
 */
public final class Load {

  /** 2026-01-01, so that a log never lies in the future. */
  private static final long START_MILLIS = 1_767_225_600_000L;

  private static final double SESSION_LENGTH = 8.0;
  private static final double GO_ON = 0.33;
  private static final double CLICKS = 0.7;
  private static final double STUDY = 0.9;
  private static final int ITEMS_PER_TOPIC = 100;
  private static final int FAVOURITES = 3;
  private static final int TRIES = 16;
  private static final int NOBODY = -1;

  /** Seconds between two events of a user in a session, at least: people take their time. */
  private static final int PAUSE_SECONDS = 1;

  private final LoadSettings settings;
  private final Random random;
  private final Zipf users;
  private final Zipf ranks;
  private final int topics;
  private final int[] active;
  private final int[] left;
  private final int[] last;
  private final BitSet busy;
  private int events;

  public Load(LoadSettings settings) {
    this.settings = settings;
    random = new Random(settings.seed());
    users = new Zipf(settings.users());
    topics = Math.max(1, settings.items() / ITEMS_PER_TOPIC);
    ranks = new Zipf((settings.items() + topics - 1) / topics);
    int sessions =
        Math.max(1, Math.min(settings.users() / 2, settings.density() * PAUSE_SECONDS * 4));
    active = new int[sessions];
    Arrays.fill(active, NOBODY);
    left = new int[sessions];
    last = new int[sessions];
    busy = new BitSet(settings.users());
  }

  /** The catalogue: each item with its topic and a level as tags. */
  public static Stream<CatalogueItem> catalogue(LoadSettings settings) {
    int topics = Math.max(1, settings.items() / ITEMS_PER_TOPIC);
    return IntStream.range(0, settings.items())
        .mapToObj(
            item ->
                described(
                    item,
                    List.of("topic-" + item % topics, item % 2 == 0 ? "beginner" : "advanced"),
                    List.of()));
  }

  static CatalogueItem described(int item, List<String> tags, List<Float> vector) {
    return new CatalogueItem(
        item(item), "Course " + item, tags, "course", START_MILLIS - item, false, vector);
  }

  static String item(int number) {
    return "course-" + number;
  }

  /** The time of the last event of such a log. */
  public static long endMillis(LoadSettings settings) {
    return START_MILLIS + (settings.events() - 1) * 1000L / settings.density();
  }

  public boolean hasNext() {
    return events < settings.events();
  }

  /** The next event, at its place in event time. */
  public Interaction next() {
    return next(START_MILLIS + events * 1000L / settings.density());
  }

  /** The next event, to occur at a given moment. */
  public Interaction next(long atMillis) {
    int session = random.nextInt(active.length);
    if (left[session] == 0) {
      begin(session);
    }
    left[session]--;
    int item = choose(session);
    last[session] = item;
    return interaction("learner-" + active[session], item(item), atMillis);
  }

  private void begin(int session) {
    if (active[session] != NOBODY) {
      busy.clear(active[session]);
    }
    int user = users.draw(random);
    for (int tried = 0; busy.get(user) && tried < TRIES; tried++) {
      user = users.draw(random);
    }
    // The most active may all be busy; then it is the turn of anybody who is not.
    if (busy.get(user)) {
      user = busy.nextClearBit(random.nextInt(settings.users()));
      user = user < settings.users() ? user : busy.nextClearBit(0);
    }
    busy.set(user);
    active[session] = user;
    left[session] =
        1 + (int) (Math.log(1 - random.nextDouble()) / Math.log(1 - 1 / SESSION_LENGTH));
    last[session] = -1;
  }

  private int choose(int session) {
    if (last[session] >= 0 && random.nextDouble() < GO_ON) {
      int next = last[session] + topics;
      if (next < settings.items()) {
        return next;
      }
    }
    int favourite = random.nextInt(FAVOURITES);
    int topic = Math.floorMod(active[session] * 31 + favourite * 7919, topics);
    int item = topic + ranks.draw(random) * topics;
    return item < settings.items() ? item : topic;
  }

  private Interaction interaction(String user, String item, long atMillis) {
    String id = settings.seed() + "-" + Integer.toString(events++, Character.MAX_RADIX);
    double kind = random.nextDouble();
    if (kind < CLICKS) {
      return Interaction.click(id, user, item, atMillis);
    }
    if (kind < STUDY) {
      double progress = random.nextDouble();
      return new Interaction(
          id,
          user,
          item,
          atMillis,
          InteractionKind.STUDY,
          Math.rint(progress * 600),
          progress,
          progress > 0.9,
          Double.NaN);
    }
    return Interaction.of(id, user, item, atMillis, InteractionKind.COMMENT);
  }
}
