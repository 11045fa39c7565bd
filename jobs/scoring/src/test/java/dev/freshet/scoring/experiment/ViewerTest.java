package dev.freshet.scoring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ViewerTest {

  private static final long NOON = 1_764_504_000_000L;
  private static final long MINUTE = 60_000L;
  private static final long DAY = 1_440L * MINUTE;

  /** Before it is known whether the user returned. */
  private static final long END = NOON + 27L * DAY;

  /** One of each kind. */
  private static final List<String> REASONS =
      List.of(
          "after:a",
          "similar:a",
          "tag:a",
          "vector",
          "again",
          "trending",
          "new:",
          "rule:a:A",
          "fallback:damaged",
          "because",
          "");

  private static final ViewSettings SETTINGS =
      new ViewSettings(Duration.ofMinutes(1), Duration.ofDays(90));

  private final Viewer viewer = new Viewer(40L);

  private static Action shown(long atMillis, String... items) {
    return Action.shown(atMillis, List.of(items), List.of());
  }

  private static Action click(long atMillis, String item) {
    return Action.reacted(atMillis, Reaction.CLICK, item);
  }

  private Totals after(Action... actions) {
    for (Action action : actions) {
      assertThat(viewer.await(action)).isTrue();
    }
    viewer.pass(END, SETTINGS);
    return viewer.totals();
  }

  @Test
  void countsWhatIsDoneWithItemsOfAList() {
    Totals totals =
        after(
            shown(NOON, "algebra", "python", "go"),
            click(NOON + MINUTE, "algebra"),
            Action.studied(NOON + 5 * MINUTE, "algebra", 240L),
            Action.studied(NOON + 9 * MINUTE, "algebra", 200L),
            Action.reacted(NOON + 10 * MINUTE, Reaction.LIKE, "algebra"),
            Action.reacted(NOON + 11 * MINUTE, Reaction.COMPLETION, "algebra"),
            click(NOON + 12 * MINUTE, "go"),
            click(NOON + 13 * MINUTE, "chess"),
            Action.reacted(NOON + DAY, Reaction.PURCHASE, "python"));

    assertThat(totals).isEqualTo(new Totals(1L, 2L, 440L, 1L, 1L, 1L));
    assertThat(viewer.covariate()).isEqualTo(40L);
  }

  @ParameterizedTest
  @EnumSource(Reaction.class)
  void countsUpToTheLastMillisecondOfTheWindow(Reaction reaction) {
    long last = NOON + SETTINGS.windows().of(reaction).toMillis();
    Action inTime = Action.reacted(last, reaction, "algebra");
    Action late = Action.reacted(last + 1L, reaction, "python");
    Totals one = Totals.NONE.shown().reacted(reaction, 0L);

    assertThat(after(shown(NOON, "algebra", "python"), inTime, late)).isEqualTo(one);
  }

  @Test
  void goesByTheWindowsOfTheSettings() {
    ReactionWindows windows =
        new ReactionWindows(
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofDays(20),
            Duration.ofDays(2));
    viewer.await(shown(NOON, "algebra", "python"));
    viewer.await(click(NOON + 5 * MINUTE, "algebra"));
    viewer.await(click(NOON + 5 * MINUTE + 1, "python"));
    viewer.await(Action.reacted(NOON + 3 * DAY, Reaction.PURCHASE, "algebra"));
    viewer.await(Action.reacted(NOON + 20 * DAY, Reaction.LIKE, "algebra"));
    viewer.pass(END, new ViewSettings(Duration.ZERO, Duration.ofDays(90), windows, 500));

    assertThat(viewer.totals()).isEqualTo(new Totals(1L, 1L, 0L, 0L, 1L, 0L));
    assertThat(windows.longest()).isEqualTo(Duration.ofDays(20));
  }

  @Test
  void takesAUserForAProgramByTheListsADayOfTheSettings() {
    ViewSettings strict =
        new ViewSettings(Duration.ZERO, Duration.ofDays(90), ReactionWindows.USUAL, 2);
    viewer.await(shown(NOON, "algebra"));
    viewer.await(shown(NOON + 1, "algebra"));
    viewer.pass(NOON + MINUTE, strict);
    assertThat(viewer.isProgram()).isFalse();

    viewer.await(shown(NOON + 2 * MINUTE, "algebra"));
    viewer.pass(END, strict);

    assertThat(viewer.isProgram()).isTrue();
  }

  @Test
  void isDueToTheLastListThatShowedTheItem() {
    Totals totals =
        after(
            shown(NOON, "algebra", "python"),
            shown(NOON + 20 * MINUTE, "algebra"),
            click(NOON + 45 * MINUTE, "algebra"),
            click(NOON + 45 * MINUTE, "python"));

    assertThat(totals.lists()).isEqualTo(2L);
    assertThat(totals.clicks()).isEqualTo(1L);
  }

  @Test
  void countsOnceForEachTimeThatAnItemIsShown() {
    Totals totals =
        after(
            shown(NOON, "algebra", "algebra", "go"),
            click(NOON + MINUTE, "algebra"),
            click(NOON + 2 * MINUTE, "algebra"),
            shown(NOON + 3 * MINUTE, "python", "algebra"),
            click(NOON + 4 * MINUTE, "algebra"),
            click(NOON + 5 * MINUTE, "go"));

    assertThat(totals.clicks()).isEqualTo(3L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Reaction.class,
      names = {"CLICK", "COMPLETION", "LIKE", "PURCHASE"})
  void countsWhatIsDoneTwiceOnceAndApartFromWhatElseIsDone(Reaction reaction) {
    Action first = Action.reacted(NOON + 1L, reaction, "algebra");
    Action other = Action.studied(NOON + 2L, "algebra", 9L);
    Action again = Action.reacted(NOON + 3L, reaction, "algebra");
    Totals once = Totals.NONE.shown().reacted(reaction, 0L).reacted(Reaction.STUDY, 9L);

    assertThat(after(shown(NOON, "algebra"), first, other, again)).isEqualTo(once);
  }

  @Test
  void remembersAnItemInOneListOnly() {
    after(shown(NOON, "algebra", "python", "go"));
    int once = viewer.serialize().length;
    Viewer often = new Viewer(40L);
    for (int list = 0; list < 50; list++) {
      often.await(shown(NOON + list, "algebra", "python", "go"));
    }
    often.pass(END, SETTINGS);

    // The number of items that were shown on the day takes a byte more.
    assertThat(often.serialize()).hasSize(once + 1);
  }

  @Test
  void remembersWhatWasDoneWithItemsThatALaterListLeaves() {
    Totals totals =
        after(
            shown(NOON, "algebra", "python", "go"),
            click(NOON + MINUTE, "go"),
            shown(NOON + 2 * MINUTE, "algebra"),
            click(NOON + 3 * MINUTE, "go"),
            click(NOON + 3 * MINUTE, "python"));

    assertThat(totals.clicks()).isEqualTo(2L);
  }

  @Test
  void takesAListBeforeAClickOfTheSameMoment() {
    assertThat(after(click(NOON, "algebra"), shown(NOON, "algebra")).clicks()).isEqualTo(1L);
  }

  @Test
  void doesNotCountWhatWasDoneBeforeAList() {
    Totals totals = after(click(NOON, "algebra"), shown(NOON + 1L, "algebra"));

    assertThat(totals).isEqualTo(new Totals(1L, 0L, 0L, 0L, 0L, 0L));
    assertThat(totals.isCounted()).isTrue();
  }

  @Test
  void doesNotCountAUserWhoWasShownNothing() {
    assertThat(after(click(NOON, "algebra"))).isEqualTo(Totals.NONE);
    assertThat(viewer.totals().isCounted()).isFalse();
  }

  @Test
  void countsAListWithoutItems() {
    assertThat(after(shown(NOON), shown(NOON + 1L, "go"), shown(NOON + 2L)).lists()).isEqualTo(3L);
  }

  @Test
  void studiesForADayAndNightAtMost() {
    Totals totals =
        after(
            shown(NOON, "algebra"),
            Action.studied(NOON + 1L, "algebra", Totals.MOST_SECONDS - 1L),
            Action.studied(NOON + 2L, "algebra", 500L));

    assertThat(totals.seconds()).isEqualTo(Totals.MOST_SECONDS);
  }

  @Test
  void waitsUntilNothingEarlierComes() {
    viewer.await(shown(NOON, "algebra"));
    viewer.await(click(NOON + MINUTE, "algebra"));
    assertThat(viewer.waitingMillis()).isEqualTo(NOON);

    viewer.pass(NOON + MINUTE - 1L, SETTINGS);
    assertThat(viewer.totals().clicks()).isZero();
    assertThat(viewer.waitingMillis()).isEqualTo(NOON + MINUTE);

    viewer.pass(NOON + MINUTE, SETTINGS);
    assertThat(viewer.totals().clicks()).isEqualTo(1L);
    assertThat(viewer.waitingMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void doesNotCountWhatComesTooLate() {
    viewer.pass(NOON, SETTINGS);
    viewer.pass(NOON - MINUTE, SETTINGS);

    assertThat(viewer.await(shown(NOON, "algebra"))).isFalse();
    assertThat(viewer.await(shown(NOON + 1L, "algebra"))).isTrue();
    viewer.pass(Long.MAX_VALUE, SETTINGS);
    assertThat(viewer.totals().lists()).isEqualTo(1L);
  }

  @Test
  void isTheSameInAnyOrderWithDuplicatesAndARestartInBetween() {
    List<Action> actions = actions(new Random(7), 400, 30);
    after(actions.toArray(Action[]::new));
    List<Action> twice = new ArrayList<>(actions);
    twice.addAll(actions.subList(0, 200));
    Collections.shuffle(twice, new Random(8));

    Viewer other = new Viewer(40L);
    twice.subList(0, 250).forEach(other::await);
    Viewer back = Viewer.deserialize(other.serialize());
    twice.subList(250, twice.size()).forEach(back::await);
    back.pass(NOON + DAY, SETTINGS);
    Viewer again = Viewer.deserialize(back.serialize());
    again.pass(END, SETTINGS);

    assertThat(again.totals()).isEqualTo(viewer.totals());
    assertThat(again.serialize()).isEqualTo(viewer.serialize());
    assertThat(viewer.totals().likes()).isGreaterThan(10L);
  }

  /** What a user does in three days, with lists of the given length. */
  private static List<Action> actions(Random random, int count, int length) {
    List<Action> actions = new ArrayList<>();
    for (int action = 0; action < count; action++) {
      long atMillis = NOON + (long) (random.nextDouble() * 3.0 * DAY);
      if (random.nextBoolean()) {
        String[] items =
            random.ints(length, 0, 200).mapToObj(item -> "item-" + item).toArray(String[]::new);
        List<String> reasons =
            random.ints(length, 0, REASONS.size()).mapToObj(REASONS::get).toList();
        actions.add(Action.shown(atMillis, List.of(items), reasons));
      } else {
        Reaction reaction = Reaction.at(random.nextInt(5));
        actions.add(Action.reacted(atMillis, reaction, "item-" + random.nextInt(200)));
      }
    }
    return actions;
  }

  @Test
  void takesNoMoreThanAKibibyteHoweverMuchAUserIsShown() {
    for (int length : new int[] {1, 7, 30, 100, 200}) {
      Viewer each = new Viewer(100L);
      actions(new Random(length), 900, length).forEach(each::await);
      each.pass(NOON + 2 * DAY, SETTINGS);
      each.pass(END, SETTINGS);

      assertThat(each.serialize()).hasSizeLessThanOrEqualTo(1_024);
    }
  }

  @Test
  void remembersAHundredAndFortyItemsAndForgetsWhatWasShownFirst() {
    for (int list = 0; list < 20; list++) {
      int first = 10 * list;
      List<String> items =
          IntStream.range(first, first + 10).mapToObj(item -> "item-" + item).toList();
      viewer.await(Action.shown(NOON + list * MINUTE, items, List.of()));
    }
    for (int item = 0; item < 200; item++) {
      viewer.await(Action.reacted(NOON + DAY / 2, Reaction.LIKE, "item-" + item));
    }
    viewer.pass(NOON + DAY / 4, SETTINGS);
    Viewer back = Viewer.deserialize(viewer.serialize());
    back.pass(END, SETTINGS);

    assertThat(back.totals().likes()).isEqualTo(140L);
  }

  @Test
  void forgetsListsOnceNothingCanBeDueToThem() {
    after(shown(NOON, "algebra", "python"));
    int before = viewer.serialize().length;
    Viewer idle = new Viewer(40L);
    idle.await(shown(NOON, "algebra", "python"));
    idle.await(click(NOON + 15 * DAY, "go"));
    idle.pass(END, SETTINGS);

    assertThat(idle.serialize().length).isLessThan(before - 10);
    assertThat(idle.totals()).isEqualTo(viewer.totals());
  }

  @Test
  void takesAUserForAProgramThatIsShownTooManyListsOnOneDay() {
    for (int list = 0; list < ViewSettings.USUAL_LISTS_A_DAY; list++) {
      viewer.await(shown(NOON + list, "algebra"));
      viewer.await(shown(NOON + DAY + list, "algebra"));
    }
    viewer.pass(NOON + 2 * DAY, SETTINGS);
    assertThat(viewer.totals().lists()).isEqualTo(2L * ViewSettings.USUAL_LISTS_A_DAY);

    Viewer program = Viewer.deserialize(viewer.serialize());
    for (int list = 0; list <= ViewSettings.USUAL_LISTS_A_DAY; list++) {
      program.await(shown(NOON + 3 * DAY + list, "algebra"));
    }
    program.pass(NOON + 4 * DAY, SETTINGS);
    program.await(shown(NOON + 9 * DAY, "algebra"));
    program.pass(END, SETTINGS);

    assertThat(program.totals()).isEqualTo(Totals.NONE);
    assertThat(Viewer.deserialize(program.serialize()).totals()).isEqualTo(Totals.NONE);
  }
}
