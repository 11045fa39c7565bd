package dev.freshet.scoring.engagement;

import static dev.freshet.scoring.engagement.Learning.DAY;
import static dev.freshet.scoring.engagement.Learning.HOUR;
import static dev.freshet.scoring.engagement.Learning.MONDAY_NOON;
import static dev.freshet.scoring.engagement.Learning.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever becomes of a rule, no reward is given twice, nor two under one id. */
class EditedRulesTest {

  private static final Every THREE_A_WEEK = new Every(3, Counted.EVENTS, Window.WEEK);
  private static final Every TWO_A_WEEK = new Every(2, Counted.EVENTS, Window.WEEK);
  private static final Every TWO_EVER = new Every(2, Counted.EVENTS, Window.EVER);
  private static final Limit ONCE_A_WEEK = new Limit(1, Window.WEEK);
  private static final Limit ONCE = new Limit(1, Window.EVER);

  private final Learning ada = new Learning();

  /** When the next event occurs. */
  private long nowMillis = MONDAY_NOON;

  private void apply(Rule rule) {
    ada.rules.put(new UsableRule(rule, Condition.ALWAYS, Condition.ALWAYS));
  }

  private void apply(Every every, Limit limit) {
    apply(rule("rule", every, limit));
  }

  private static Rule until(long untilMillis) {
    return new Rule(
        "rule",
        Set.of(),
        "",
        Every.EVENT,
        ONCE,
        "",
        0L,
        untilMillis,
        "",
        0.0,
        0L,
        Reward.points(10));
  }

  private void study(int events) {
    for (int event = 0; event < events; event++) {
      ada.studies("algebra", nowMillis);
      nowMillis++;
    }
    ada.settle(nowMillis);
    ada.user = Participant.deserialize(ada.user.serialize());
    nowMillis += 2 * HOUR;
  }

  @Test
  void theLimitHoldsForARuleThatCountsInAnotherWay() {
    apply(THREE_A_WEEK, ONCE_A_WEEK);
    study(3);
    apply(TWO_A_WEEK, ONCE_A_WEEK);
    study(4);
    apply(Every.EVENT, ONCE_A_WEEK);
    study(1);
    assertThat(ada.occurrences()).containsExactly("week-2026-03-02/1");

    nowMillis += 7 * DAY;
    study(1);
    assertThat(ada.grants).hasSize(2);
  }

  @Test
  void rewardsOfARuleThatCountsInAnotherWayHaveOtherIds() {
    apply(THREE_A_WEEK, Limit.NONE);
    study(3);
    apply(TWO_A_WEEK, Limit.NONE);
    study(2);
    apply(THREE_A_WEEK, Limit.NONE);
    study(3);

    assertThat(ada.occurrences())
        .containsExactly("week-2026-03-02/1", "week-2026-03-02/1~1", "week-2026-03-02/1~2");
    assertThat(ada.grants).extracting(Grant::id).doesNotHaveDuplicates();
  }

  @Test
  void aStreakThatIsCountedAnewOnItsDayHasAnotherId() {
    apply(Every.streak(1), Limit.NONE);
    study(1);
    apply(TWO_EVER, Limit.NONE);
    study(1);
    apply(Every.streak(1), Limit.NONE);
    study(1);

    assertThat(ada.occurrences()).containsExactly("streak-2026-03-02", "streak-2026-03-02~2");
  }

  @Test
  void aDayCountsForARuleThatCountsDaysFromNowOn() {
    apply(TWO_A_WEEK, Limit.NONE);
    study(1);
    apply(new Every(1, Counted.DAYS, Window.WEEK), Limit.NONE);
    study(1);

    assertThat(ada.occurrences()).containsExactly("week-2026-03-02/1~1");
  }

  @Test
  void idsDoNotComeAgainWhenAWindowIsThatOfBefore() {
    apply(new Every(2, Counted.EVENTS, Window.MONTH), ONCE_A_WEEK);
    study(2);
    apply(TWO_A_WEEK, ONCE_A_WEEK);
    nowMillis += 7 * DAY;
    study(2);
    nowMillis += 7 * DAY;
    apply(new Every(2, Counted.EVENTS, Window.MONTH), ONCE_A_WEEK);
    study(2);

    assertThat(ada.grants).hasSize(3);
    assertThat(ada.occurrences()).doesNotHaveDuplicates();
  }

  @Test
  void aRuleThatIsAppliedAgainDoesNotGiveAgainWhatItGaveOnce() {
    apply(Every.EVENT, ONCE);
    study(1);
    ada.rules.remove("rule");
    for (int day = 0; day < 100; day++) {
      nowMillis += DAY;
      study(1);
    }
    apply(Every.EVENT, ONCE);
    study(1);

    assertThat(ada.grants).extracting(Grant::atMillis).containsExactly(MONDAY_NOON);
  }

  @Test
  void aRuleThatIsAppliedAgainCountsAnewUnderOtherIds() {
    apply(TWO_EVER, ONCE_A_WEEK);
    study(3);
    ada.rules.remove("rule");
    nowMillis += 60 * DAY;
    study(1);
    apply(TWO_EVER, ONCE_A_WEEK);
    study(1);
    assertThat(ada.grants).hasSize(1);

    study(1);
    assertThat(ada.occurrences()).containsExactly("ever/1", "ever/1~1");
  }

  @Test
  void aRuleThatHasEndedAndGoesOnDoesNotGiveAgain() {
    apply(until(MONDAY_NOON + DAY));
    study(1);
    nowMillis += 2 * DAY;
    study(1);
    apply(until(MONDAY_NOON + 9 * DAY));
    nowMillis += DAY;
    study(1);

    assertThat(ada.grants).extracting(Grant::atMillis).containsExactly(MONDAY_NOON);
  }

  @Test
  void theEndOfARuleIsToldOnce() {
    apply(TWO_EVER, ONCE);
    study(3);
    ada.rules.remove("rule");
    for (int day = 0; day < 3; day++) {
      nowMillis += DAY;
      study(1);
    }

    assertThat(ada.changes).extracting(ProgressChange::done).containsExactly(1, 0, 1, 0);
  }

  @Test
  void whatAnEndedRuleGaveIsForgottenWithItsWindows() {
    apply(TWO_A_WEEK, ONCE_A_WEEK);
    study(2);
    ada.rules.remove("rule");
    nowMillis += 2 * DAY;
    study(1);
    assertThat(ada.user.progress).containsOnlyKeys("rule");

    nowMillis += 35 * DAY;
    study(1);
    assertThat(ada.user.progress).isEmpty();
  }

  @Test
  void whatTheFirstOfManyEndedRulesGaveIsForgotten() {
    for (int campaign = 0; campaign < 60; campaign++) {
      String id = "campaign-" + campaign;
      apply(rule(id, Every.EVENT, ONCE));
      study(1);
      ada.rules.remove(id);
      nowMillis += DAY;
    }
    study(1);

    assertThat(ada.user.progress).hasSize(50).containsKey("campaign-59").containsKey("campaign-10");
  }

  @Test
  void aPausedRuleIsNotLookedAtAndGoesOnWhereItWas() {
    apply(TWO_EVER, ONCE);
    study(1);
    ada.rules.pause("rule");
    assertThat(ada.rules.size()).isZero();
    nowMillis += DAY;
    study(5);
    assertThat(ada.grants).isEmpty();

    apply(TWO_EVER, ONCE);
    study(1);
    assertThat(ada.occurrences()).containsExactly("ever/1");
    assertThat(ada.rules.all()).hasSize(1);
  }
}
