package dev.freshet.scoring.experiment;

import static dev.freshet.scoring.event.InteractionKind.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ListExposure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserViewsTest {

  private static final long NOON = 1_764_504_000_000L;
  private static final long MINUTE = 60_000L;
  private static final long DAY = 1_440L * MINUTE;

  /** The last moment of the 28 days after the day of {@link #NOON}. */
  private static final long OVER = (NOON / DAY + 29L) * DAY - 1L;

  private static final ViewSettings SETTINGS =
      new ViewSettings(Duration.ofMinutes(1), Duration.ofDays(90));
  private static final View HOME = View.ofPlacement("home");
  private static final View CONTROL = View.ofVariant("pulse", "control");

  private final UserViews user = new UserViews();
  private final List<ViewChange> changes = new ArrayList<>();

  private static UserNews shown(long atMillis, String placement, Map<String, String> variants) {
    return UserNews.of(
        new ListExposure(
            "e", "ada", atMillis, placement, List.of("algebra", "go"), variants, EventTime.NEVER));
  }

  private static UserNews click(long atMillis) {
    return UserNews.of(Interaction.click("c", "ada", "algebra", atMillis)).get(0);
  }

  private boolean await(UserNews news) {
    return user.await(news, Long.MIN_VALUE, SETTINGS);
  }

  private int pass(long atMillis) {
    return user.pass(SETTINGS.lookMillis(atMillis), SETTINGS, each -> changes.add(bare(each)));
  }

  /** A change without what it changes of days. */
  private static ViewChange bare(ViewChange change) {
    return new ViewChange(
        change.view(),
        change.before(),
        change.after(),
        change.covariate(),
        change.programs(),
        Map.of(),
        Map.of(),
        List.of(),
        change.atMillis());
  }

  private static ViewChange change(
      View view, Totals before, Totals after, long covariate, long atMillis) {
    return new ViewChange(
        view, before, after, covariate, 0, Map.of(), Map.of(), List.of(), atMillis);
  }

  private static Totals totals(long lists, long clicks) {
    return new Totals(lists, clicks, 0L, 0L, 0L, 0L);
  }

  @Test
  void comparesByWhatWasKnownBeforeTheListThoughMoreIsToldWhileItWaits() {
    await(UserNews.sticky("ada", 60L, NOON - DAY));
    await(UserNews.sticky("ada", 70L, NOON - MINUTE));
    await(shown(NOON, "home", Map.of()));
    await(click(NOON + 1));
    for (int second = 1; second < 100; second++) {
      await(UserNews.sticky("ada", 90L, NOON + second));
    }
    UserViews restored = UserViews.deserialize(user.serialize());
    restored.pass(SETTINGS.lookMillis(NOON + MINUTE), SETTINGS, each -> changes.add(bare(each)));

    assertThat(changes).containsExactly(change(HOME, Totals.NONE, totals(1, 1), 70L, NOON + 1));
  }

  @Test
  void countsAListForItsPlacementAndForTheVariantsThatItIsOf() {
    await(UserNews.sticky("ada", 70L, NOON - DAY));
    await(click(NOON + MINUTE));
    await(shown(NOON, "home", Map.of("pulse", "control")));

    assertThat(user.nextMillis(SETTINGS)).isEqualTo(NOON + MINUTE);
    assertThat(pass(NOON + MINUTE)).isZero();
    assertThat(changes)
        .containsExactly(
            change(CONTROL, Totals.NONE, totals(1, 1), 70L, NOON + MINUTE),
            change(HOME, Totals.NONE, totals(1, 1), 70L, NOON + MINUTE));
    assertThat(user.nextMillis(SETTINGS)).isEqualTo(EventTime.NEVER);
    assertThat(user.nextOverMillis("ada", SETTINGS)).isNotEqualTo(EventTime.NEVER);
  }

  @Test
  void looksWhetherUsersReturnedAtAMomentOfEachAfterTheirDaysAreOver() {
    await(shown(NOON, "home", Map.of()));
    pass(NOON);
    long knownMillis = SETTINGS.lookMillis(OVER);

    assertThat(
            IntStream.range(0, 1_000).mapToObj(each -> user.nextOverMillis("u" + each, SETTINGS)))
        .allMatch(millis -> millis >= knownMillis && millis <= knownMillis + 60 * MINUTE)
        .extracting(millis -> (millis - knownMillis) / MINUTE)
        .contains(0L, 30L, 59L);
  }

  @Test
  void looksWhetherTheUserReturnedThoughNothingHappensAnyMore() {
    assertThat(user.nextOverMillis("ada", SETTINGS)).isEqualTo(EventTime.NEVER);
    await(shown(NOON, "home", Map.of("pulse", "control")));
    pass(NOON);
    await(UserNews.of(Interaction.of("q", "ada", "go", NOON + DAY, QUESTION)).get(0));
    pass(NOON + DAY);
    changes.clear();

    UserViews restored = UserViews.deserialize(user.serialize());
    restored.pass(
        restored.nextOverMillis("ada", SETTINGS), SETTINGS, each -> changes.add(bare(each)));

    Totals before = totals(1, 0);
    Totals after = before.followed(true);
    assertThat(changes)
        .containsExactly(
            change(CONTROL, before, after, 0L, OVER), change(HOME, before, after, 0L, OVER));
    assertThat(restored.nextOverMillis("ada", SETTINGS)).isEqualTo(EventTime.NEVER);
  }

  @Test
  void waitsForTwoMomentsAndForNoOther() {
    user.dueMillis = 5L;
    user.overDueMillis = 7L;
    assertThat(user.takeDue(6L)).isFalse();
    assertThat(user.takeDue(7L)).isTrue();
    assertThat(user.takeDue(7L)).isFalse();
    user.overDueMillis = 5L;

    assertThat(user.takeDue(5L)).isTrue();
    assertThat(List.of(user.dueMillis, user.overDueMillis)).containsOnly(EventTime.NEVER);
  }

  @Test
  void tellsWhatTheTotalsWereBefore() {
    await(shown(NOON, "", Map.of()));
    pass(NOON);
    await(click(NOON + MINUTE));
    pass(NOON + MINUTE);
    await(click(NOON + 2 * MINUTE));
    pass(NOON + 2 * MINUTE);

    View only = View.ofPlacement("default");
    assertThat(changes)
        .containsExactly(
            change(only, Totals.NONE, totals(1, 0), 0L, NOON),
            change(only, totals(1, 0), totals(1, 1), 0L, NOON + MINUTE));
  }

  @Test
  void doesNotCountWhatComesTooLate() {
    await(shown(NOON, "home", Map.of()));
    pass(NOON);

    assertThat(await(shown(NOON, "home", Map.of()))).isFalse();
    assertThat(await(click(NOON + 1))).isTrue();
  }

  @Test
  void doesNotCountWhatWouldBeForgottenAtOnce() {
    long oldest = NOON + MINUTE + 90 * DAY;

    assertThat(user.await(shown(NOON, "home", Map.of()), oldest, SETTINGS)).isTrue();
    assertThat(user.await(shown(NOON, "home", Map.of()), oldest + 1, SETTINGS)).isFalse();
    assertThat(user.await(click(NOON), oldest + 1, SETTINGS)).isFalse();
  }

  @Test
  void countsNoListOfAnotherVariantThanTheFirst() {
    await(shown(NOON, "home", Map.of("pulse", "control")));
    await(shown(NOON + MINUTE, "home", Map.of("pulse", "b")));

    assertThat(pass(NOON + MINUTE)).isEqualTo(1);
    assertThat(changes)
        .contains(change(CONTROL, Totals.NONE, totals(1, 0), 0L, NOON))
        .contains(change(HOME, Totals.NONE, totals(2, 0), 0L, NOON + MINUTE))
        .hasSize(2);
  }

  @Test
  void countsNoListOfAVariantWithoutAName() {
    await(shown(NOON, "home", Map.of("pulse", "", "", "b")));
    await(shown(NOON + MINUTE, "home", Map.of("pulse", "control")));
    pass(NOON + MINUTE);

    assertThat(changes)
        .containsExactly(
            change(CONTROL, Totals.NONE, totals(1, 0), 0L, NOON + MINUTE),
            change(HOME, Totals.NONE, totals(2, 0), 0L, NOON + MINUTE));
  }

  @Test
  void takesNothingForKnownBeforeThatCameToBeLater() {
    await(UserNews.sticky("ada", 70L, NOON + 1));
    await(shown(NOON, "home", Map.of()));
    pass(NOON);

    assertThat(changes).containsExactly(change(HOME, Totals.NONE, totals(1, 0), 0L, NOON));
  }

  @Test
  void isCountedInSoManyPlacesAtMost() {
    IntStream.range(0, UserViews.MOST_VIEWS + 3)
        .forEach(each -> await(shown(NOON + each, "place" + each, Map.of())));

    assertThat(pass(NOON + MINUTE)).isEqualTo(3);
    assertThat(changes).hasSize(UserViews.MOST_VIEWS);
  }

  @Test
  void forgetsWhereNoListWasShownForTheTtl() {
    await(shown(NOON, "home", Map.of()));
    pass(NOON);
    await(click(NOON + 90 * DAY));
    pass(NOON + 90 * DAY);
    assertThat(user.isForgotten()).isFalse();

    await(click(NOON + 91 * DAY));
    pass(NOON + 91 * DAY);

    assertThat(user.isForgotten()).isTrue();
  }

  @Test
  void countsAsAnotherUserWhereTheListBeforeWasLongerAgoThanTheTtl() {
    await(shown(NOON, "home", Map.of()));
    pass(NOON);
    await(shown(NOON + 91 * DAY, "home", Map.of()));
    pass(NOON + 91 * DAY);

    assertThat(changes)
        .containsExactly(
            change(HOME, Totals.NONE, totals(1, 0), 0L, NOON),
            change(HOME, Totals.NONE, totals(1, 0), 0L, NOON + 91 * DAY));
  }

  @Test
  void tellsOfAProgramOnce() {
    IntStream.rangeClosed(0, ViewSettings.USUAL_LISTS_A_DAY)
        .forEach(each -> await(shown(NOON + each, "home", Map.of())));
    pass(NOON + MINUTE);
    await(shown(NOON + 2 * MINUTE, "home", Map.of()));
    pass(NOON + 2 * MINUTE);

    assertThat(changes)
        .containsExactly(
            new ViewChange(
                HOME,
                Totals.NONE,
                Totals.NONE,
                0L,
                1,
                Map.of(),
                Map.of(),
                List.of(),
                NOON + ViewSettings.USUAL_LISTS_A_DAY));
  }

  @Test
  void isTheSameAfterItWasKept() {
    await(UserNews.sticky("ada", 70L, NOON - DAY));
    await(shown(NOON, "home", Map.of("pulse", "control")));
    pass(NOON);
    await(shown(NOON + MINUTE, "home", Map.of("pulse", "control")));
    user.dueMillis = 7L;
    user.overDueMillis = 9L;

    UserViews restored = UserViews.deserialize(user.serialize());

    assertThat(restored.serialize()).isEqualTo(user.serialize());
    assertThat(restored.dueMillis).isEqualTo(7L);
    assertThat(restored.overDueMillis).isEqualTo(9L);
    restored.await(click(NOON + 2 * MINUTE), NOON + MINUTE, SETTINGS);
    changes.clear();
    restored.pass(
        SETTINGS.lookMillis(NOON + 2 * MINUTE), SETTINGS, each -> changes.add(bare(each)));
    assertThat(changes)
        .containsExactly(
            change(CONTROL, totals(1, 0), totals(2, 1), 70L, NOON + 2 * MINUTE),
            change(HOME, totals(1, 0), totals(2, 1), 70L, NOON + 2 * MINUTE));
  }

  @Test
  void takesAtMostAKibibyteForEachPlacementAndExperiment() {
    Random random = new Random(7);
    for (int each = 0; each < 60; each++) {
      List<String> items =
          random.ints(20, 0, 5_000).distinct().mapToObj(item -> "item" + item).toList();
      await(
          UserNews.of(
              new ListExposure(
                  "e" + each,
                  "ada",
                  NOON + each * MINUTE,
                  "home",
                  items,
                  Map.of("pulse", "control"),
                  EventTime.NEVER)));
      pass(NOON + each * MINUTE);
    }

    assertThat(user.serialize().length).isGreaterThan(1_024).isLessThanOrEqualTo(2 * 1_024);
  }

  @Test
  void sumsUpTheSameInAnyOrderAndNumberOfParts() {
    List<UserNews> news = new ArrayList<>();
    for (int each = 0; each < 40; each++) {
      news.add(shown(NOON + each * MINUTE, each % 2 == 0 ? "home" : "search", Map.of()));
      news.add(click(NOON + each * MINUTE + 1));
    }
    Map<View, ViewSums> expected = sums(news);
    Collections.shuffle(news, new Random(3));
    news.addAll(news.subList(0, 30));

    Map<View, ViewSums> actual = sums(news);

    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach(
        (view, sums) ->
            assertThat(ViewSums.deserialize(sums.serialize()).serialize())
                .isEqualTo(Objects.requireNonNull(expected.get(view)).serialize()));
    ViewSums home = Objects.requireNonNull(actual.get(HOME));
    assertThat(home.of(Metric.CTR).ratio()).isEqualTo(1.0);
    assertThat(home.asOfMillis()).isEqualTo(NOON + 38 * MINUTE + 1);
  }

  /** The news are passed on in the end, and the sums of each change added up. */
  private static Map<View, ViewSums> sums(List<UserNews> news) {
    UserViews one = new UserViews();
    news.forEach(each -> one.await(each, Long.MIN_VALUE, SETTINGS));
    Map<View, ViewSums> sums = new TreeMap<>(Comparator.comparing(View::subject));
    for (int minute = 0; minute < 60; minute++) {
      one.pass(
          SETTINGS.lookMillis(NOON + minute * MINUTE),
          SETTINGS,
          change -> {
            ViewSums part = new ViewSums();
            part.enter(change);
            sums.computeIfAbsent(change.view(), view -> new ViewSums()).add(part);
          });
    }
    return sums;
  }

  @Test
  void tellsWhichItemsWereShownOnWhichDay() {
    await(shown(NOON, "home", Map.of()));
    await(shown(NOON + DAY, "home", Map.of()));
    await(shown(NOON + DAY + 1L, "home", Map.of()));
    user.pass(SETTINGS.lookMillis(NOON + 2L * DAY), SETTINGS, changes::add);
    int algebra = Action.code("algebra");
    int go = Action.code("go");

    assertThat(changes)
        .extracting(ViewChange::shown)
        .containsExactly(
            List.of(
                new DayItems(NOON / DAY, List.of(algebra, go)),
                new DayItems(NOON / DAY + 1, List.of(algebra, go, algebra, go))));
  }

  @Test
  void readsOfAnInteractionWhatMayBeDueToAList() {
    Interaction study =
        new Interaction(
            "s", "ada", "algebra", NOON, InteractionKind.STUDY, 89.6, 1.0, true, Double.NaN);
    Interaction purchase = Interaction.of("p", "ada", "algebra", NOON, InteractionKind.PURCHASE);

    assertThat(UserNews.of(study))
        .extracting(UserNews::action)
        .containsExactly(
            Action.studied(NOON, "algebra", 90L),
            Action.reacted(NOON, Reaction.COMPLETION, "algebra"));
    assertThat(UserNews.of(purchase)).hasSize(1);
    assertThat(UserNews.of(purchase.ofPlan()))
        .extracting(UserNews::action)
        .containsExactly(Action.active(NOON));
    assertThat(UserNews.of(Interaction.of("l", "ada", "algebra", NOON, InteractionKind.LIKE)))
        .hasSize(1);
    assertThat(UserNews.of(Interaction.of("q", "ada", "algebra", NOON, QUESTION)))
        .extracting(UserNews::action)
        .containsExactly(Action.active(NOON));
  }
}
