package dev.freshet.scoring.engagement;

import static dev.freshet.scoring.engagement.Learning.DAY;
import static dev.freshet.scoring.engagement.Learning.HOUR;
import static dev.freshet.scoring.engagement.Learning.MONDAY_NOON;
import static dev.freshet.scoring.engagement.Learning.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of users whom a rule with a holdout has met. */
class MeasuredRuleTest {

  private static final Limit ONCE = new Limit(1, Window.EVER);
  private static final int MONDAY = 20_514;

  private static Rule measured(double holdout, double cost) {
    return new Rule(
        "measured",
        Set.of("study"),
        "",
        Every.EVENT,
        ONCE,
        "",
        0L,
        Rule.NO_END,
        "",
        holdout,
        0L,
        new Reward(10, "", "", 0L, "", cost));
  }

  private static void acts(Learning ada, InteractionKind kind, double seconds, long atMillis) {
    ada.incentives.accept(
        ada.user,
        Occasion.of(
            new Interaction(
                kind.name() + atMillis,
                "ada",
                "go",
                atMillis,
                kind,
                seconds,
                Double.NaN,
                false,
                Double.NaN)),
        Long.MIN_VALUE);
  }

  @Test
  void meetsTheUserWithWhatTheRewardCosts() {
    Learning ada = new Learning(measured(0.0001, 2.5));
    ada.studies("algebra", MONDAY_NOON);
    ada.settle(MONDAY_NOON);

    assertThat(ada.followUps)
        .containsExactly(
            FollowUp.met("ada", "measured", MONDAY_NOON, MONDAY, 0.0001, false, 2_500L));
  }

  @Test
  void leavesItToThoseWhoSpendABudgetWhomARuleHasMet() {
    Learning ada = new Learning(rule("first", Every.EVENT, Limit.NONE, 0.9, 5L));
    ada.studies("algebra", MONDAY_NOON);
    acts(ada, InteractionKind.CLICK, 0.0, MONDAY_NOON + DAY);
    ada.settle(MONDAY_NOON + DAY);

    assertThat(ada.grants.get(0).met(new Calendar(ZoneOffset.UTC)).rule()).isEqualTo("first");
    assertThat(ada.followUps)
        .containsExactly(FollowUp.acted("ada", MONDAY_NOON + DAY, MONDAY + 1, 0L, false));
  }

  @Test
  void meetsThoseWhoAreHeldOutInTheSameWayAtNoCost() {
    Learning ada = new Learning(measured(0.9, 2.5));
    assertThat(Hashes.isHeldOut("measured", "ada", 0.9)).isTrue();
    ada.studies("algebra", MONDAY_NOON);
    ada.settle(MONDAY_NOON);

    assertThat(ada.followUps)
        .singleElement()
        .satisfies(
            met -> {
              assertThat(met.isHeldOut()).isTrue();
              assertThat(met.cost()).isZero();
              assertThat(met.holdout()).isEqualTo(0.9);
            });
  }

  @Test
  void tellsOfTheFirstActionOfADayOfStudyAndOfPurchasesForFourWeeks() {
    Learning ada = new Learning(measured(0.5, 0.0));
    ada.studies("algebra", MONDAY_NOON);
    acts(ada, InteractionKind.CLICK, 0.0, MONDAY_NOON + HOUR);
    acts(ada, InteractionKind.PURCHASE, 0.0, MONDAY_NOON + 2 * HOUR);
    acts(ada, InteractionKind.STUDY, 61.0, MONDAY_NOON + 3 * HOUR);
    acts(ada, InteractionKind.CLICK, 0.0, MONDAY_NOON + 28 * DAY);
    acts(ada, InteractionKind.CLICK, 0.0, MONDAY_NOON + 29 * DAY);
    ada.settle(MONDAY_NOON + 30 * DAY);

    assertThat(ada.followUps.subList(1, ada.followUps.size()))
        .containsExactly(
            FollowUp.acted("ada", MONDAY_NOON + 2 * HOUR, MONDAY, 0L, true),
            FollowUp.acted("ada", MONDAY_NOON + 3 * HOUR, MONDAY, 61L, false),
            FollowUp.acted("ada", MONDAY_NOON + 28 * DAY, MONDAY + 28, 0L, false));
  }

  @Test
  void tellsNothingOfUsersWhomNoMeasuredRuleHasMet() {
    Learning ada = new Learning(rule("each", Every.EVENT, Limit.NONE));
    ada.studies("algebra", MONDAY_NOON);
    acts(ada, InteractionKind.PURCHASE, 0.0, MONDAY_NOON + 2 * DAY);
    ada.settle(MONDAY_NOON + 2 * DAY);

    assertThat(ada.grants).isNotEmpty();
    assertThat(ada.followUps).isEmpty();
  }

  @Test
  void isStillFollowedAfterARestore() {
    Learning ada = new Learning(measured(0.5, 0.0));
    ada.studies("algebra", MONDAY_NOON);
    ada.settle(MONDAY_NOON);
    ada.user = Participant.deserialize(ada.user.serialize());
    acts(ada, InteractionKind.CLICK, 0.0, MONDAY_NOON + DAY);
    ada.settle(MONDAY_NOON + DAY);

    assertThat(ada.followUps).hasSize(2);
  }
}
