package dev.freshet.scoring.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.effect.OutcomeChange.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleEffectTest {

  private static final int RULES = 1_000;
  private static final int DAYS = 40;
  private static final double LIFT = 0.15;

  private static OutcomeChange change(boolean isHeldOut, Step step, boolean isGood, long seconds) {
    return new OutcomeChange(
        "weekly", 0.5, isHeldOut, step, 7L, isGood, isGood, seconds, isHeldOut ? 0L : 2_500L);
  }

  @Test
  void comparesWhatBecomesOfBothGroups() {
    RuleEffect effect = new RuleEffect();
    for (int user = 0; user < 4; user++) {
      effect.enter(change(false, Step.MET, false, 0L));
      effect.enter(change(false, Step.WEEK, user == 0, 0L));
    }
    effect.enter(change(true, Step.MET, false, 0L));
    effect.enter(change(true, Step.WEEK, false, 0L));
    effect.enter(change(false, Step.FOUR_WEEKS, true, 90 * 60L));
    effect.enter(change(false, Step.FOUR_WEEKS, true, 30 * 60L));
    effect.enter(change(true, Step.FOUR_WEEKS, false, 0L));

    assertThat(effect.rewarded().users()).isEqualTo(4);
    assertThat(effect.heldOut().users()).isEqualTo(1);
    assertThat(effect.compare(Outcome.RETURN_7).rewarded()).isEqualTo(0.25);
    assertThat(effect.compare(Outcome.RETURN_7).heldOut()).isZero();
    assertThat(effect.compare(Outcome.RETURN_28).estimate()).isEqualTo(1.0);
    assertThat(effect.compare(Outcome.CONVERSION).rewarded()).isEqualTo(1.0);
    assertThat(effect.compare(Outcome.MINUTES).rewarded()).isCloseTo(60.0, within(1e-9));
    assertThat(effect.compare(Outcome.MINUTES).difference())
        .isEqualTo(new Interval(-28 * 60.0, 28 * 60.0));
    assertThat(effect.costPerUser()).isEqualTo(2.5);
    assertThat(effect.asOfMillis()).isEqualTo(7L);
  }

  @Test
  void isTheSameInAnyOrderAndComesBackFromItsBytes() {
    List<OutcomeChange> changes = new ArrayList<>();
    for (int user = 0; user < 50; user++) {
      changes.add(change(user % 3 == 0, Step.MET, false, 0L));
      changes.add(change(user % 3 == 0, Step.WEEK, user % 2 == 0, 0L));
      changes.add(change(user % 3 == 0, Step.FOUR_WEEKS, user % 5 == 0, 61L * user));
    }
    RuleEffect effect = new RuleEffect();
    changes.forEach(effect::enter);

    Collections.shuffle(changes, new Random(1));
    RuleEffect other = new RuleEffect();
    changes.subList(0, 70).forEach(other::enter);
    RuleEffect back = RuleEffect.deserialize(other.serialize());
    changes.subList(70, changes.size()).forEach(back::enter);

    assertThat(back.serialize()).isEqualTo(effect.serialize());
    assertThat(back.compare(Outcome.MINUTES)).isEqualTo(effect.compare(Outcome.MINUTES));
  }

  @Test
  @Tag("simulation")
  void aThousandRulesWithoutReactionClaimAnEffectNoMoreOftenThanIsSaidThoughLookedAtDaily() {
    int claims = 0;
    int usualClaims = 0;
    for (int number = 0; number < RULES; number++) {
      SimulatedRule rule = new SimulatedRule(number, number % 2 == 0 ? 0.1 : 0.5, 0.0);
      boolean isClaimed = false;
      boolean isUsuallyClaimed = false;
      for (int day = 0; day < DAYS; day++) {
        rule.day(25);
        isClaimed |= Outcome.ALL.stream().anyMatch(rule::isSure);
        isUsuallyClaimed |= isUsuallySure(rule.effect, Outcome.RETURN_28);
      }
      claims += isClaimed ? 1 : 0;
      usualClaims += isUsuallyClaimed ? 1 : 0;
    }

    assertThat(claims).isLessThanOrEqualTo(RULES / 20);
    // It is not that there was nothing to be taken for an effect.
    assertThat(usualClaims).isGreaterThan(RULES / 5);
  }

  /** Whether the interval for one look, by the normal distribution, is without 0. */
  private static boolean isUsuallySure(RuleEffect effect, Outcome outcome) {
    double variance =
        variance(effect.rewarded().tally(outcome)) + variance(effect.heldOut().tally(outcome));
    return Math.abs(effect.compare(outcome).estimate()) > 1.96 * Math.sqrt(variance);
  }

  /** The variance of the mean of zeros and ones. */
  private static double variance(Tally tally) {
    return tally.mean() * (1 - tally.mean()) / tally.users();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5})
  void coversTheReactionOnAllDaysAndFindsIt(double holdout) {
    int rules = 100;
    int covered = 0;
    int found = 0;
    for (int number = 0; number < rules; number++) {
      SimulatedRule rule = new SimulatedRule(number, holdout, LIFT);
      boolean isCovered = true;
      for (int day = 0; day < DAYS; day++) {
        rule.day(100);
        isCovered &= rule.effect.compare(Outcome.RETURN_7).difference().contains(LIFT);
        isCovered &= rule.effect.compare(Outcome.RETURN_28).difference().contains(LIFT);
        isCovered &= rule.effect.compare(Outcome.CONVERSION).difference().contains(0.0);
      }
      covered += isCovered ? 1 : 0;
      found += rule.isSure(Outcome.RETURN_7) ? 1 : 0;
    }

    assertThat(covered).isGreaterThanOrEqualTo(95);
    assertThat(found).isGreaterThanOrEqualTo(95);
  }
}
