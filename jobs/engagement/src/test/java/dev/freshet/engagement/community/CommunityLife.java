package dev.freshet.engagement.community;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Weeks of a small community that learns, asks, answers, accepts and likes; by a seed. */
public final class CommunityLife {

  public static final long MINUTE = 60_000L;
  private static final long START = Instant.parse("2020-03-02T12:00:00Z").toEpochMilli();
  private static final int EVENTS = 3_000;
  private static final int USERS = 40;
  private static final int ITEMS = 15;
  private static final int TAGS = 6;

  private final SplittableRandom random = new SplittableRandom(7);
  private final List<Interaction> events = new ArrayList<>();
  private final List<String> questions = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private long nowMillis = START;

  private CommunityLife() {}

  /** That a user has completed algebra, in a minute. */
  public static Interaction study(String user, long atMillis) {
    return new Interaction(
        user + atMillis,
        user,
        "algebra",
        atMillis,
        InteractionKind.STUDY,
        60.0,
        1.0,
        true,
        Double.NaN);
  }

  /** What is said of algebra in the thread of a question {@code q}. */
  public static Interaction said(
      String post, String user, InteractionKind kind, String replyTo, long atMillis) {
    return Interaction.of(post, user, "algebra", atMillis, kind).inThread("q", replyTo);
  }

  /** What there is to learn. */
  public static List<CatalogueItem> catalogue() {
    return IntStream.range(0, ITEMS)
        .mapToObj(
            i ->
                new CatalogueItem(
                    "item" + i,
                    "",
                    List.of("tag" + i % TAGS, "tag" + (i + 1) % TAGS),
                    "",
                    0L,
                    false,
                    List.of()))
        .toList();
  }

  /** What happens, in the order of its time; some at the same moment. */
  public static List<Interaction> events() {
    CommunityLife life = new CommunityLife();
    for (int i = 0; i < EVENTS; i++) {
      life.step(i);
    }
    return life.events;
  }

  /** A moment an hour after the last event. */
  public static long endMillis(List<Interaction> events) {
    return events.get(events.size() - 1).atMillis() + 60 * MINUTE;
  }

  /** The same in another order, none later than a minute, some twice. */
  public static List<Interaction> disordered(List<Interaction> events, long seed) {
    SplittableRandom luck = new SplittableRandom(seed);
    record Arrival(Interaction event, long atMillis) {}
    List<Arrival> arrivals = new ArrayList<>();
    for (Interaction event : events) {
      int times = luck.nextInt(10) == 0 ? 2 : 1;
      for (int time = 0; time < times; time++) {
        arrivals.add(new Arrival(event, event.atMillis() + luck.nextLong(MINUTE)));
      }
    }
    arrivals.sort(Comparator.comparingLong(Arrival::atMillis));
    return arrivals.stream().map(Arrival::event).toList();
  }

  private void step(int i) {
    // In bursts, so that much happens within the minute that events may be late.
    nowMillis += random.nextInt(10) == 0 ? random.nextLong(Duration.ofHours(9).toMillis()) : 500L;
    String user = "user" + random.nextInt(USERS);
    String item = "item" + random.nextInt(ITEMS);
    int what = random.nextInt(20);
    if (what < 8) {
      study(i, user, item);
    } else if (what < 11 || questions.isEmpty()) {
      questions.add("post" + i);
      say(i, user, item, InteractionKind.QUESTION, "post" + i, "");
    } else if (what < 15) {
      answers.add("post" + i);
      say(i, user, item, InteractionKind.ANSWER, question(), "");
    } else if (what < 17) {
      say(i, user, item, InteractionKind.COMMENT, question(), "");
    } else {
      approve(i, user, item, what == 17 ? InteractionKind.ACCEPT : InteractionKind.LIKE);
    }
  }

  private void study(int i, String user, String item) {
    double progress = random.nextInt(5) / 4.0;
    events.add(
        new Interaction(
            "study" + i,
            user,
            item,
            nowMillis,
            InteractionKind.STUDY,
            60.0,
            progress,
            progress == 1.0,
            Double.NaN));
  }

  /** One of the latest questions. */
  private String question() {
    return questions.get(Math.max(0, questions.size() - 1 - random.nextInt(15)));
  }

  private void approve(int i, String user, String item, InteractionKind kind) {
    if (!answers.isEmpty()) {
      int latest = Math.max(0, answers.size() - 1 - random.nextInt(10));
      say(i, user, item, kind, question(), answers.get(latest));
    }
  }

  private void say(
      int i, String user, String item, InteractionKind kind, String thread, String replyTo) {
    events.add(Interaction.of("post" + i, user, item, nowMillis, kind).inThread(thread, replyTo));
  }
}
