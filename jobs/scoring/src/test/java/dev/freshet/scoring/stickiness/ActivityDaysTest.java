package dev.freshet.scoring.stickiness;

import static dev.freshet.scoring.stickiness.Learner.MONDAY;
import static dev.freshet.scoring.stickiness.Learner.UTC;
import static dev.freshet.scoring.stickiness.Learner.click;
import static dev.freshet.scoring.stickiness.Learner.deed;
import static dev.freshet.scoring.stickiness.Learner.noon;
import static dev.freshet.scoring.stickiness.Learner.study;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ActivityDaysTest {

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  private static int day(String instant, ZoneId zone) {
    return ActivityDays.day(Instant.parse(instant).toEpochMilli(), zone);
  }

  private static ActivityDays of(List<Interaction> interactions) {
    ActivityDays days = new ActivityDays();
    interactions.forEach(interaction -> days.add(interaction, UTC));
    return days;
  }

  @Test
  void knowNothingAtFirst() {
    ActivityDays days = new ActivityDays();

    assertThat(days.isEmpty()).isTrue();
    assertThat(days.isActive(MONDAY)).isFalse();
    assertThat(days.events(MONDAY)).isZero();
    assertThat(days.streak(MONDAY)).isZero();
    assertThat(days.bestStreak(MONDAY)).isZero();
    assertThat(days.activeDays(MONDAY, 28)).isZero();
    assertThat(days.distinctItems(MONDAY, 28)).isZero();
  }

  @Test
  void beginExactlyAtMidnightInShanghai() {
    int second = Learner.day(LocalDate.of(2026, 3, 2));

    assertThat(day("2026-03-01T15:59:59.999Z", SHANGHAI)).isEqualTo(second - 1);
    assertThat(day("2026-03-01T16:00:00Z", SHANGHAI)).isEqualTo(second);
  }

  @Test
  void follow23HoursOnTheDayThatNewYorkMovesItsClocksForward() {
    int shortDay = Learner.day(LocalDate.of(2026, 3, 8));

    assertThat(day("2026-03-08T04:59:59.999Z", NEW_YORK)).isEqualTo(shortDay - 1);
    assertThat(day("2026-03-08T05:00:00Z", NEW_YORK)).isEqualTo(shortDay);
    assertThat(day("2026-03-09T03:59:59.999Z", NEW_YORK)).isEqualTo(shortDay);
    assertThat(day("2026-03-09T04:00:00Z", NEW_YORK)).isEqualTo(shortDay + 1);
  }

  @Test
  void countWhatWasDoneOnEachDay() {
    ActivityDays days =
        new Learner()
            .does(
                study("a", noon(MONDAY), 90.4, false),
                study("b", noon(MONDAY) + 1, 30, true),
                study("b", noon(MONDAY + 1), 10, true),
                deed(InteractionKind.ANSWER, "b", noon(MONDAY) + 2))
            .days();

    assertThat(days.events(MONDAY)).isEqualTo(3);
    assertThat(days.studySeconds(MONDAY)).isEqualTo(120);
    assertThat(days.completions(MONDAY)).isOne();
    assertThat(days.communityUnits(MONDAY)).isEqualTo(12);
    assertThat(days.events(MONDAY + 1)).isOne();
    assertThat(days.studySeconds(MONDAY + 1)).isEqualTo(10);
    assertThat(days.communityUnits(MONDAY + 1)).isZero();
    assertThat(days.events(MONDAY + 2)).isZero();
    assertThat(days.events(MONDAY - 1)).isZero();
  }

  @Test
  void weighDeedsInTheCommunityByKind() {
    List<Integer> units = new ArrayList<>();
    for (InteractionKind kind : InteractionKind.values()) {
      units.add(new Learner().does(deed(kind, "a", noon(MONDAY))).days().communityUnits(MONDAY));
    }

    assertThat(units).containsExactly(0, 0, 4, 8, 12, 6, 1, 4, 0, 1, 1);
  }

  @Test
  void neverOverflow() {
    ActivityDays days =
        new Learner()
            .does(study("a", noon(MONDAY), 2e9, false), study("a", noon(MONDAY) + 1, 2e9, false))
            .days();

    assertThat(days.studySeconds(MONDAY)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void countActiveDaysAndStreaks() {
    ActivityDays days =
        new Learner()
            .clicksDaily(MONDAY, MONDAY + 3)
            .clicks(MONDAY + 6, MONDAY + 7, MONDAY + 7)
            .days();

    assertThat(days.activeDays(MONDAY + 7, 7)).isEqualTo(5);
    assertThat(days.activeDays(MONDAY + 7, 2)).isEqualTo(2);
    assertThat(days.activeDays(MONDAY + 9, 3)).isOne();
    assertThat(days.activeDays(MONDAY + 3, 28)).isEqualTo(4);
    assertThat(days.streak(MONDAY + 7)).isEqualTo(2);
    assertThat(days.streak(MONDAY + 8)).isZero();
    assertThat(days.bestStreak(MONDAY + 7)).isEqualTo(4);
    assertThat(days.bestStreak(MONDAY + 1)).isEqualTo(2);
    assertThat(days.bestStreak(MONDAY + 300)).isEqualTo(4);
    assertThat(days.firstDay()).isEqualTo(MONDAY);
    assertThat(days.lastDay()).isEqualTo(MONDAY + 7);
    assertThat(days.lastActiveDay(MONDAY + 100)).isEqualTo(MONDAY + 7);
    assertThat(days.lastActiveDay(MONDAY + 5)).isEqualTo(MONDAY + 3);
  }

  @Test
  void rememberWhichDaysWereActiveForAYearAndWhatWasDoneForTwoMonths() {
    int last = MONDAY + ActivityDays.DAYS - 1;
    ActivityDays days =
        new Learner()
            .clicks(
                MONDAY, last - ActivityDays.DETAILED_DAYS, last + 1 - ActivityDays.DETAILED_DAYS)
            .clicks(last)
            .days();

    assertThat(days.isActive(MONDAY)).isTrue();
    assertThat(days.bestStreak(last)).isEqualTo(2);
    assertThat(days.events(last - ActivityDays.DETAILED_DAYS)).isZero();
    assertThat(days.events(last + 1 - ActivityDays.DETAILED_DAYS)).isOne();
    assertThat(days.events(last)).isOne();

    days.add(click("late", noon(MONDAY - 1)), UTC);
    assertThat(days.isActive(MONDAY - 1)).isFalse();
    assertThat(days.firstDay()).isEqualTo(MONDAY - 1);

    days.add(click("next", noon(last + 1)), UTC);
    assertThat(days.isActive(MONDAY)).isFalse();
    assertThat(days.isActive(last + 1)).isTrue();
    assertThat(days.lastActiveDay(MONDAY)).isEqualTo(MONDAY - 1);
  }

  @Test
  void forgetAllOfAUserWhoReturnsAfterYears() {
    ActivityDays days = new Learner().clicksDaily(MONDAY, MONDAY + 70).clicks(MONDAY + 2000).days();

    assertThat(days.activeDays(MONDAY + 2000, ActivityDays.DAYS)).isOne();
    assertThat(days.events(MONDAY + 1990)).isZero();
    assertThat(days.distinctItems(MONDAY + 2000, 64)).isCloseTo(1.0, within(0.01));
  }

  @Test
  void estimateDistinctItems() {
    Learner learner = new Learner();
    for (int repeat = 0; repeat < 3; repeat++) {
      for (int item = 0; item < 20; item++) {
        learner.does(click("item" + item, noon(MONDAY + repeat) + item));
      }
    }

    assertThat(learner.days().distinctItems(MONDAY + 2, 28)).isBetween(16.0, 24.0);
    assertThat(learner.days().distinctItems(MONDAY - 1, 28)).isZero();
    for (int item = 0; item < 2000; item++) {
      learner.does(click("more" + item, noon(MONDAY) + item));
    }
    assertThat(learner.days().distinctItems(MONDAY, 1)).isCloseTo(266.2, within(0.1));
  }

  @Test
  void areAFunctionOfTheEventsWhateverTheirOrder() {
    Random random = new Random(7);
    List<Interaction> interactions = new ArrayList<>();
    InteractionKind[] kinds = InteractionKind.values();
    for (int i = 0; i < 300; i++) {
      long atMillis = noon(MONDAY + random.nextInt(500)) + i;
      InteractionKind kind = kinds[random.nextInt(kinds.length)];
      interactions.add(
          kind == InteractionKind.STUDY
              ? study("item" + i % 30, atMillis, random.nextInt(5000), random.nextBoolean())
              : deed(kind, "item" + i % 30, atMillis));
    }
    byte[] inOrder = of(interactions).serialize();

    for (int i = 0; i < 20; i++) {
      Collections.shuffle(interactions, random);
      assertThat(of(interactions).serialize()).isEqualTo(inOrder);
    }
  }

  @Test
  void takeAtMostAKilobyteForAUserDevotedForAYear() {
    Learner learner = new Learner();
    for (int day = MONDAY; day < MONDAY + 400; day++) {
      for (int i = 0; i < 60; i++) {
        learner.does(study("item" + i + day, noon(day) + i, 120, i % 4 == 0));
      }
      learner.does(deed(InteractionKind.ANSWER, "item", noon(day)));
    }

    assertThat(learner.days().serialize().length).isBetween(800, 1024);
  }

  @Test
  void areTheSameAfterPacking() {
    ActivityDays days =
        new Learner()
            .clicksDaily(MONDAY, MONDAY + 100)
            .does(
                study("a", noon(MONDAY + 99), 300_000, true),
                deed(InteractionKind.QUESTION, "b", noon(MONDAY + 98)))
            .days();

    ActivityDays again = ActivityDays.deserialize(days.serialize());

    assertThat(again.serialize()).isEqualTo(days.serialize());
    assertThat(again.firstDay()).isEqualTo(MONDAY);
    assertThat(again.lastDay()).isEqualTo(MONDAY + 100);
    assertThat(again.activeDays(MONDAY + 100, 200)).isEqualTo(101);
    assertThat(again.studySeconds(MONDAY + 99)).isEqualTo(300_000);
    assertThat(again.completions(MONDAY + 99)).isOne();
    assertThat(again.communityUnits(MONDAY + 98)).isEqualTo(8);
    assertThat(again.distinctItems(MONDAY + 100, 28))
        .isEqualTo(days.distinctItems(MONDAY + 100, 28));
  }

  @Test
  void areRefusedInALayoutThatIsNotKnown() {
    assertThatThrownBy(() -> ActivityDays.deserialize(new byte[] {9, 0}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("activity by day of version 9");
  }
}
