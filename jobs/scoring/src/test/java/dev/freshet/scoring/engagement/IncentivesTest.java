package dev.freshet.scoring.engagement;

import static dev.freshet.scoring.engagement.Learning.DAY;
import static dev.freshet.scoring.engagement.Learning.HOUR;
import static dev.freshet.scoring.engagement.Learning.LATENESS;
import static dev.freshet.scoring.engagement.Learning.MINUTE;
import static dev.freshet.scoring.engagement.Learning.MONDAY_NOON;
import static dev.freshet.scoring.engagement.Learning.rule;
import static dev.freshet.scoring.engagement.Learning.study;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.Interaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IncentivesTest {

  private static final Every THREE_A_WEEK = new Every(3, Counted.EVENTS, Window.WEEK);
  private static final Limit ONCE_A_WEEK = new Limit(1, Window.WEEK);

  @Test
  void eachEventIsRewardedUnderItsOwnName() {
    Learning ada = new Learning(rule("each", Every.EVENT, Limit.NONE));
    ada.studies("algebra", MONDAY_NOON);
    ada.studies("go", MONDAY_NOON + MINUTE);
    ada.settle(MONDAY_NOON + MINUTE);

    assertThat(ada.grants).extracting(Grant::reward).hasSize(2).containsOnly(Reward.points(10));
    assertThat(ada.occurrences()).doesNotHaveDuplicates();
    assertThat(ada.grants.get(0).id())
        .isEqualTo(Hashes.rewardId("each", "ada", ada.occurrences().get(0)));
    assertThat(ada.changes).isEmpty();
  }

  @Test
  void nothingIsLookedAtBeforeEarlierEventsCannotComeAnyMore() {
    Learning ada = new Learning(rule("each", Every.EVENT, Limit.NONE));
    ada.studies("algebra", MONDAY_NOON);
    long due = ada.incentives.nextMillis(ada.user);

    assertThat(due).isEqualTo(MONDAY_NOON + LATENESS.toMillis());
    assertThat(ada.pass(due - 1).grants).isEmpty();
    assertThat(ada.pass(due).grants).hasSize(1);
    assertThat(ada.incentives.nextMillis(ada.user)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void looksInWholeSeconds() {
    Learning ada = new Learning();

    assertThat(ada.incentives.lookMillis(1L)).isEqualTo(LATENESS.toMillis() + 1_000);
    assertThat(ada.incentives.lookMillis(1_000L)).isEqualTo(LATENESS.toMillis() + 1_000);
    assertThat(ada.incentives.reachedMillis(LATENESS.toMillis() + 5)).isEqualTo(5);
  }

  @Test
  void whatComesTooLateIsNotLookedAt() {
    Learning ada = new Learning(rule("each", Every.EVENT, Limit.NONE));
    ada.pass(MONDAY_NOON + LATENESS.toMillis());

    assertThat(ada.studies("algebra", MONDAY_NOON)).isFalse();
    assertThat(ada.studies("algebra", MONDAY_NOON + 1)).isTrue();
  }

  @Test
  void threeEventsOfAWeekMakeAReward() {
    Learning ada = new Learning(rule("weekly", THREE_A_WEEK, Limit.NONE));
    for (int event = 0; event < 7; event++) {
      ada.studies("algebra", MONDAY_NOON + event * HOUR);
    }
    ada.settle(MONDAY_NOON + 6 * HOUR);

    assertThat(ada.occurrences()).containsExactly("week-2026-03-02/1", "week-2026-03-02/2");
    assertThat(ada.grants.get(1).atMillis()).isEqualTo(MONDAY_NOON + 5 * HOUR);
    assertThat(ada.changes).extracting(ProgressChange::done).containsExactly(1, 2, 0, 1, 2, 0, 1);
    assertThat(ada.changes.get(0))
        .isEqualTo(
            new ProgressChange(
                "ada",
                "weekly",
                1,
                3,
                "week",
                Instant.parse("2026-03-09T00:00:00Z").toEpochMilli(),
                MONDAY_NOON));
  }

  @Test
  void aNewWeekBeginsAnew() {
    Learning ada = new Learning(rule("weekly", THREE_A_WEEK, Limit.NONE));
    ada.studies("algebra", MONDAY_NOON);
    ada.studies("algebra", MONDAY_NOON + HOUR);
    ada.studies("algebra", MONDAY_NOON + 7 * DAY);
    ada.settle(MONDAY_NOON + 7 * DAY);

    assertThat(ada.grants).isEmpty();
    assertThat(ada.changes).extracting(ProgressChange::done).containsExactly(1, 2, 0, 1);
    assertThat(ada.changes.get(2).atMillis())
        .isEqualTo(Instant.parse("2026-03-09T00:00:00Z").toEpochMilli());
  }

  @Test
  void aLateEventCompletesItsWeek() {
    Learning ada = new Learning(rule("weekly", THREE_A_WEEK, ONCE_A_WEEK));
    long sunday = Instant.parse("2026-03-08T23:50:00Z").toEpochMilli();
    ada.studies("algebra", sunday);
    ada.studies("algebra", sunday + 20 * MINUTE);
    ada.studies("algebra", sunday + 1);
    ada.studies("algebra", sunday + 2);
    ada.settle(sunday + DAY);

    assertThat(ada.occurrences()).containsExactly("week-2026-03-02/1");
    assertThat(ada.grants.get(0).atMillis()).isEqualTo(sunday + 2);
  }

  @Test
  void theLimitHoldsForItsWindow() {
    Learning ada = new Learning(rule("each", Every.EVENT, new Limit(2, Window.DAY)));
    for (int event = 0; event < 5; event++) {
      ada.studies("algebra", MONDAY_NOON + event * MINUTE);
    }
    ada.studies("algebra", MONDAY_NOON + DAY);
    ada.settle(MONDAY_NOON + DAY);

    assertThat(ada.grants)
        .extracting(Grant::atMillis)
        .containsExactly(MONDAY_NOON, MONDAY_NOON + MINUTE, MONDAY_NOON + DAY);
  }

  @Test
  void aLimitForEverIsNeverForgotten() {
    Learning ada = new Learning(rule("once", Every.EVENT, new Limit(1, Window.EVER)));
    for (int day = 0; day < 400; day += 40) {
      ada.studies("algebra", MONDAY_NOON + day * DAY);
      ada.settle(MONDAY_NOON + day * DAY);
    }

    assertThat(ada.grants).hasSize(1);
  }

  @Test
  void anotherKindOfLimitBeginsAnew() {
    Learning ada = new Learning(rule("each", Every.EVENT, new Limit(1, Window.WEEK)));
    ada.studies("algebra", MONDAY_NOON);
    ada.settle(MONDAY_NOON);
    ada.rules.put(
        new UsableRule(
            rule("each", Every.EVENT, new Limit(1, Window.EVER)),
            Condition.ALWAYS,
            Condition.ALWAYS));
    ada.studies("algebra", MONDAY_NOON + HOUR);
    ada.studies("algebra", MONDAY_NOON + 2 * HOUR);
    ada.settle(MONDAY_NOON + 2 * HOUR);

    assertThat(ada.grants)
        .extracting(Grant::atMillis)
        .containsExactly(MONDAY_NOON, MONDAY_NOON + HOUR);
  }

  @Test
  void aSpentLimitIsForgotten() {
    Learning ada = new Learning(rule("daily", Every.EVENT, new Limit(1, Window.DAY)));
    ada.studies("algebra", MONDAY_NOON);
    ada.settle(MONDAY_NOON);
    assertThat(ada.user.progress).isNotEmpty();

    ada.rules.remove("daily");
    ada.studies("algebra", MONDAY_NOON + DAY);
    ada.settle(MONDAY_NOON + DAY);
    assertThat(ada.user.progress).isEmpty();
  }

  @Test
  void progressIsToldWhenItIsAnother() {
    Learning ada = new Learning(rule("items", new Every(3, Counted.ITEMS, Window.DAY), Limit.NONE));
    ada.studies("algebra", MONDAY_NOON);
    ada.studies("algebra", MONDAY_NOON + HOUR);
    ada.studies("go", MONDAY_NOON + 2 * HOUR);
    ada.settle(MONDAY_NOON + 2 * HOUR);

    assertThat(ada.changes).extracting(ProgressChange::done).containsExactly(1, 2);
  }

  @Test
  void anItemCountsOnce() {
    Learning ada = new Learning(rule("items", new Every(2, Counted.ITEMS, Window.DAY), Limit.NONE));
    ada.studies("algebra", MONDAY_NOON);
    ada.studies("algebra", MONDAY_NOON + 1);
    ada.studies("go", MONDAY_NOON + 2);
    ada.studies("go", MONDAY_NOON + 3);
    ada.studies("algebra", MONDAY_NOON + DAY);
    ada.settle(MONDAY_NOON + DAY);

    assertThat(ada.occurrences()).containsExactly("day-2026-03-02/1");
    assertThat(ada.grants.get(0).atMillis()).isEqualTo(MONDAY_NOON + 2);
  }

  @Test
  void manyItemsAreToldApartAndFurtherOnesDoNotCount() {
    Learning ada =
        new Learning(rule("items", new Every(100, Counted.ITEMS, Window.EVER), Limit.NONE));
    for (int item = 0; item < 350; item++) {
      ada.studies("item-" + item, MONDAY_NOON + item);
      ada.studies("item-" + item, MONDAY_NOON + item + MINUTE);
    }
    ada.settle(MONDAY_NOON + 2 * MINUTE);

    assertThat(ada.occurrences()).containsExactly("ever/1", "ever/2");
    assertThat(ada.grants.get(0).atMillis()).isEqualTo(MONDAY_NOON + 99);
  }

  @Test
  void aDayCountsOnce() {
    Learning ada = new Learning(rule("days", new Every(2, Counted.DAYS, Window.WEEK), Limit.NONE));
    ada.studies("algebra", MONDAY_NOON);
    ada.studies("algebra", MONDAY_NOON + HOUR);
    ada.studies("algebra", MONDAY_NOON + 3 * DAY);
    ada.settle(MONDAY_NOON + 3 * DAY);

    assertThat(ada.occurrences()).containsExactly("week-2026-03-02/1");
  }

  @Test
  void aStreakGoesOnFromDayToDay() {
    Learning ada = new Learning(rule("streak", Every.streak(3), Limit.NONE));
    for (int day = 0; day < 7; day++) {
      ada.studies("algebra", MONDAY_NOON + day * DAY);
      ada.studies("algebra", MONDAY_NOON + day * DAY + HOUR);
    }
    ada.settle(MONDAY_NOON + 6 * DAY + HOUR);

    assertThat(ada.occurrences()).containsExactly("streak-2026-03-04", "streak-2026-03-07");
  }

  @Test
  void aStreakIsBrokenByADayWithoutAnything() {
    Learning ada = new Learning(rule("streak", Every.streak(3), Limit.NONE));
    ada.studies("algebra", MONDAY_NOON);
    ada.studies("algebra", MONDAY_NOON + DAY);
    ada.studies("algebra", MONDAY_NOON + 3 * DAY);
    ada.settle(MONDAY_NOON + 3 * DAY);

    assertThat(ada.grants).isEmpty();
    assertThat(ada.changes).extracting(ProgressChange::done).containsExactly(1, 2, 0, 1);
    assertThat(ada.changes.get(1).within()).isEqualTo("streak");
  }

  @Test
  void aStreakIsBrokenAtMidnightInThePlatformsZone() {
    Learning ada = new Learning("Asia/Shanghai", rule("streak", Every.streak(3), Limit.NONE));
    ada.studies("algebra", MONDAY_NOON);
    ada.pass(MONDAY_NOON + LATENESS.toMillis());
    // Tuesday is over in Shanghai at 16:00 UTC.
    long broken = Instant.parse("2026-03-03T16:00:00Z").toEpochMilli();

    assertThat(ada.incentives.nextMillis(ada.user)).isEqualTo(broken + LATENESS.toMillis());
    ada.pass(broken + LATENESS.toMillis());
    assertThat(ada.changes).extracting(ProgressChange::done).containsExactly(1, 0);
    assertThat(ada.changes.get(1).atMillis()).isEqualTo(broken);
    assertThat(ada.user.progress).isEmpty();
    assertThat(ada.incentives.nextMillis(ada.user)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void countingForEverNeverEnds() {
    Learning ada =
        new Learning(rule("ever", new Every(2, Counted.EVENTS, Window.EVER), Limit.NONE));
    ada.studies("algebra", MONDAY_NOON);
    ada.settle(MONDAY_NOON);
    ada.studies("algebra", MONDAY_NOON + 300 * DAY);
    ada.settle(MONDAY_NOON + 300 * DAY);

    assertThat(ada.occurrences()).containsExactly("ever/1");
    assertThat(ada.changes.get(0).untilMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aRuleLooksOnlyAtWhatOccursWhileItHolds() {
    Rule winter =
        new Rule(
            "winter",
            Set.of("study"),
            "",
            Every.EVENT,
            Limit.NONE,
            "",
            MONDAY_NOON,
            MONDAY_NOON + HOUR,
            "winter",
            0.0,
            0L,
            Reward.points(5));
    Learning ada = new Learning(winter);
    ada.studies("algebra", MONDAY_NOON - 1);
    ada.studies("algebra", MONDAY_NOON);
    ada.studies("algebra", MONDAY_NOON + HOUR);
    ada.settle(MONDAY_NOON + HOUR);

    assertThat(ada.grants).extracting(Grant::atMillis).containsExactly(MONDAY_NOON);
    assertThat(ada.grants.get(0).activity()).isEqualTo("winter");
    assertThat(ada.grants.get(0).activityEndMillis()).isEqualTo(MONDAY_NOON + HOUR);
  }

  @Test
  void progressWithARuleThatEndedIsForgottenAndTold() {
    Learning ada =
        new Learning(rule("ever", new Every(2, Counted.EVENTS, Window.EVER), Limit.NONE));
    ada.studies("algebra", MONDAY_NOON);
    ada.settle(MONDAY_NOON);
    ada.rules.remove("ever");
    ada.studies("algebra", MONDAY_NOON + DAY);
    ada.settle(MONDAY_NOON + DAY);

    assertThat(ada.user.progress).isEmpty();
    assertThat(ada.changes).extracting(ProgressChange::done).containsExactly(1, 0);
  }

  @Test
  void aRuleThatCountsInAnotherWayBeginsAnew() {
    Learning ada =
        new Learning(rule("rule", new Every(2, Counted.EVENTS, Window.EVER), Limit.NONE));
    ada.studies("algebra", MONDAY_NOON);
    ada.settle(MONDAY_NOON);
    ada.rules.put(
        new UsableRule(rule("rule", THREE_A_WEEK, Limit.NONE), Condition.ALWAYS, Condition.ALWAYS));
    ada.studies("algebra", MONDAY_NOON + HOUR);
    ada.settle(MONDAY_NOON + HOUR);

    assertThat(ada.grants).isEmpty();
    assertThat(ada.changes.get(1).done()).isEqualTo(1);
    assertThat(ada.changes.get(1).of()).isEqualTo(3);
  }

  @Test
  void whoIsHeldOutEarnsNothingAndIsToldNothing() {
    Learning ada = new Learning(rule("all-out", THREE_A_WEEK, Limit.NONE, 0.9, 0L));
    assertThat(Hashes.isHeldOut("all-out", "ada", 0.9)).isTrue();
    for (int event = 0; event < 3; event++) {
      ada.studies("algebra", MONDAY_NOON + event * HOUR);
    }
    ada.settle(MONDAY_NOON + 2 * HOUR);

    assertThat(ada.grants).extracting(Grant::isHeldOut).containsExactly(true);
    assertThat(ada.changes).isEmpty();
    assertThat(ada.user.points()).isZero();
  }

  @Test
  void conditionsSeeWhatWasEarnedBefore() {
    Learning ada = new Learning(rule("each", Every.EVENT, Limit.NONE));
    List<Long> seen = new ArrayList<>();
    ada.rules.put(
        new UsableRule(
            rule("later", Every.EVENT, Limit.NONE, 0.0, 5L),
            moment -> seen.add(moment.points()),
            Condition.ALWAYS));
    ada.studies("algebra", MONDAY_NOON);
    ada.studies("go", MONDAY_NOON + 1);
    ada.settle(MONDAY_NOON + 1);

    // Not what the rule with a budget gave: whether there is some left is not known.
    assertThat(seen).containsExactly(10L, 20L);
    assertThat(ada.user.points()).isEqualTo(20);
  }

  @Test
  void conditionsSeeWhenTheUserWasThere() {
    Learning ada = new Learning();
    List<List<Long>> seen = new ArrayList<>();
    ada.rules.put(
        new UsableRule(
            rule("watch", Every.EVENT, Limit.NONE),
            moment ->
                seen.add(
                    List.of(
                        (long) moment.activeDays7(),
                        (long) moment.activeDays28(),
                        (long) moment.streak(),
                        moment.firstSeenMillis() - MONDAY_NOON,
                        moment.lastSeenMillis() - MONDAY_NOON)),
            Condition.ALWAYS));
    for (long day : new long[] {0, 1, 9, 100}) {
      ada.studies("algebra", MONDAY_NOON + day * DAY);
    }
    ada.settle(MONDAY_NOON + 100 * DAY);

    assertThat(seen)
        .containsExactly(
            List.of(1L, 1L, 1L, 0L, 0L),
            List.of(2L, 2L, 2L, 0L, 0L),
            List.of(1L, 3L, 1L, 0L, DAY),
            List.of(1L, 1L, 1L, 0L, 9 * DAY));
  }

  @Test
  void aRuleThatFailsIsToldAndTheOthersGoOn() {
    Learning ada = new Learning(rule("each", Every.EVENT, Limit.NONE));
    ada.rules.put(
        new UsableRule(
            rule("broken", Every.EVENT, Limit.NONE),
            moment -> {
              throw new ConditionException("divide by zero", new ArithmeticException());
            },
            Condition.ALWAYS));
    ada.studies("algebra", MONDAY_NOON);
    ada.settle(MONDAY_NOON);

    assertThat(ada.failures).containsExactly("broken: divide by zero");
    assertThat(ada.grants).hasSize(1);
  }

  @Test
  void theUserMustBeInTheAudience() {
    Learning ada = new Learning();
    ada.rules.put(
        new UsableRule(
            rule("devoted", Every.EVENT, Limit.NONE),
            Condition.ALWAYS,
            moment -> moment.standing().tier().equals("devoted")));
    ada.studies("algebra", MONDAY_NOON);
    ada.hears(KnowledgeTest.tier("devoted", MONDAY_NOON + MINUTE));
    ada.studies("algebra", MONDAY_NOON + HOUR);
    ada.settle(MONDAY_NOON + HOUR);

    assertThat(ada.grants).extracting(Grant::atMillis).containsExactly(MONDAY_NOON + HOUR);
  }

  @Test
  void theOrderInWhichEventsComeMakesNoDifference() {
    Rule[] rules = {
      rule("a-each", Every.EVENT, new Limit(2, Window.DAY)),
      rule("b-week", THREE_A_WEEK, ONCE_A_WEEK),
      rule("c-items", new Every(2, Counted.ITEMS, Window.DAY), Limit.NONE),
      rule("d-days", new Every(2, Counted.DAYS, Window.WEEK), Limit.NONE),
      rule("e-streak", Every.streak(2), Limit.NONE)
    };
    Random random = new Random(7);
    List<Interaction> log = new ArrayList<>();
    for (int event = 0; event < 200; event++) {
      log.add(study("item-" + random.nextInt(5), MONDAY_NOON + event * HOUR * 3 / 2));
    }
    Learning expected = replay(log, log, rules);
    assertThat(expected.grants).hasSizeGreaterThan(50);

    for (int trial = 0; trial < 20; trial++) {
      List<Interaction> disordered = new ArrayList<>(log);
      for (int block = 0; block + 4 <= log.size(); block += 4) {
        Collections.shuffle(disordered.subList(block, block + 4), random);
      }
      Learning actual = replay(log, disordered, rules);
      assertThat(actual.grants).isEqualTo(expected.grants);
      assertThat(actual.changes).isEqualTo(expected.changes);
    }
  }

  /** Events come while the watermark stays behind the newest by as much as four are apart. */
  private static Learning replay(List<Interaction> log, List<Interaction> coming, Rule... rules) {
    Learning ada = new Learning(rules);
    long newest = Long.MIN_VALUE;
    for (Interaction interaction : coming) {
      assertThat(ada.studies(interaction.item(), interaction.atMillis())).isTrue();
      newest = Math.max(newest, interaction.atMillis());
      ada.user = Participant.deserialize(ada.user.serialize());
      ada.pass(newest - 5 * HOUR);
    }
    return ada.settle(log.get(log.size() - 1).atMillis());
  }
}
