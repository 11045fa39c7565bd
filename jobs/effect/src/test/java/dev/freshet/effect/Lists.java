package dev.freshet.effect;

import dev.freshet.runtime.state.CacheLimits;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.experiment.Assignment;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Guardrail;
import dev.freshet.scoring.experiment.Metric;
import dev.freshet.scoring.experiment.Parameters;
import dev.freshet.scoring.experiment.Variant;
import dev.freshet.scoring.experiment.ViewSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Lists that users are shown, and what they do with them. */
final class Lists {

  static final long SECOND = 1_000L;
  static final long MINUTE = 60 * SECOND;
  static final long DAY = 1_440 * MINUTE;

  /** 2 March 2020, 12:00 UTC. */
  static final long MONDAY_NOON = 1_583_150_400_000L;

  static final EffectSettings SETTINGS =
      new EffectSettings(
          new ViewSettings(Duration.ofMinutes(1), Duration.ofDays(90)),
          RedisKeys.plain(),
          Duration.ofSeconds(1),
          Duration.ofDays(730),
          Duration.ofDays(7),
          1_000,
          Duration.ofMinutes(1),
          CacheLimits.ofEntries(1_000));

  static final Experiment PULSE =
      new Experiment(
          "pulse",
          List.of("home"),
          "pulse",
          0.0,
          MONDAY_NOON - DAY,
          MONDAY_NOON + 30 * DAY,
          List.of(
              new Variant("control", 0.5, Parameters.USUAL),
              new Variant("b", 0.5, Parameters.USUAL)),
          Metric.CTR,
          List.of(new Guardrail(Metric.LIKES, 0.02)),
          600L);

  private static final List<String> REASONS = List.of("trending", "similar:item1", "new:");

  private Lists() {}

  static ListExposure shown(
      String user, long atMillis, String placement, Map<String, String> variants, String... items) {
    return shown(user, atMillis, placement, variants, List.of(), items);
  }

  static ListExposure shown(
      String user,
      long atMillis,
      String placement,
      Map<String, String> variants,
      List<String> reasons,
      String... items) {
    return new ListExposure(
        "list-" + user + atMillis,
        user,
        atMillis,
        placement,
        List.of(items),
        variants,
        EventTime.NEVER,
        reasons);
  }

  static CatalogueItem item(String item, long publishedMillis) {
    return new CatalogueItem(item, "", List.of(), "", publishedMillis, false, List.of());
  }

  static Interaction click(String user, String item, long atMillis) {
    return Interaction.click("click-" + user + item + atMillis, user, item, atMillis);
  }

  /**
   * Two weeks of many users, in the order of time.
   *
   * @param lists what users were shown
   * @param events what they did
   */
  record Life(List<ListExposure> lists, List<Interaction> events) {

    /** Users of the variant b click nearly twice as often. */
    static Life of(int users) {
      Random random = new Random(11);
      Life life = new Life(new ArrayList<>(), new ArrayList<>());
      for (int user = 0; user < users; user++) {
        int visits = 1 + random.nextInt(6);
        for (int visit = 0; visit < visits; visit++) {
          life.visit("user" + user, MONDAY_NOON + (long) (random.nextDouble() * 14 * DAY), random);
        }
      }
      life.lists.sort(Comparator.comparingLong(ListExposure::atMillis));
      life.events.sort(Comparator.comparingLong(Interaction::atMillis));
      return life;
    }

    private void visit(String user, long atMillis, Random random) {
      int variant = PULSE.variantAt(user, atMillis);
      boolean isHome = random.nextInt(4) > 0;
      String[] items =
          IntStream.range(0, 20)
              .mapToObj(place -> "item" + random.nextInt(400))
              .distinct()
              .toArray(String[]::new);
      Map<String, String> variants =
          isHome && variant != Assignment.NONE
              ? Map.of("pulse", PULSE.variants().get(variant).name())
              : Map.of();
      List<String> reasons =
          Arrays.stream(items).map(item -> REASONS.get(item.length() % REASONS.size())).toList();
      lists.add(shown(user, atMillis, isHome ? "home" : "search", variants, reasons, items));
      double taste = variant == 1 ? 0.8 : 0.4;
      for (int click = 0; click < 3; click++) {
        if (random.nextDouble() < taste) {
          String item = items[random.nextInt(items.length)];
          long then = atMillis + SECOND + random.nextInt(20) * MINUTE;
          events.add(click(user, item, then));
          if (random.nextInt(3) == 0) {
            events.add(study(user, item, then + MINUTE));
          }
          if (random.nextInt(10) == 0) {
            events.add(
                Interaction.of(
                    "buy-" + user + item + then, user, item, then + DAY, InteractionKind.PURCHASE));
          }
        }
      }
    }

    /** 500 items, a tenth of which are published while users are there. */
    List<CatalogueItem> catalogue() {
      return IntStream.range(0, 500)
          .mapToObj(item -> item("item" + item, MONDAY_NOON + (item % 10 == 0 ? 5 : -90) * DAY))
          .toList();
    }

    /** When all of it is over, also whether users have returned, and nothing is waited for. */
    long endMillis() {
      return MONDAY_NOON + 50 * DAY;
    }
  }

  static Interaction study(String user, String item, long atMillis) {
    return new Interaction(
        "study-" + user + item + atMillis,
        user,
        item,
        atMillis,
        InteractionKind.STUDY,
        90.0,
        1.0,
        true,
        Double.NaN);
  }
}
