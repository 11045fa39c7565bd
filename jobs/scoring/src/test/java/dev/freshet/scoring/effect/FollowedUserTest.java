package dev.freshet.scoring.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.effect.OutcomeChange.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowedUserTest {

  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;

  private final List<OutcomeChange> changes = new ArrayList<>();
  private FollowedUser user = new FollowedUser();

  private void meets(String rule, int day, long cost) {
    user.await(FollowUp.met("ada", rule, day * DAY + HOUR, day, 0.1, false, cost));
  }

  private void acts(long atMillis, long seconds, boolean isPurchase) {
    user.await(FollowUp.acted("ada", atMillis, (int) (atMillis / DAY), seconds, isPurchase));
  }

  private int reaches(int day) {
    return user.pass(day * DAY, day, each -> each * DAY, changes::add);
  }

  private OutcomeChange last() {
    return changes.get(changes.size() - 1);
  }

  @Test
  void isFollowedFromTheFirstOccasionOnForAWeekAndForFour() {
    meets("weekly", 10, 300L);
    meets("weekly", 12, 300L);
    acts(17 * DAY, 60L, false);
    acts(38 * DAY, 30L, true);
    reaches(17);
    assertThat(user.nextDay()).isEqualTo(18);
    assertThat(changes)
        .containsExactly(
            new OutcomeChange(
                "weekly", 0.1, false, Step.MET, 10 * DAY + HOUR, false, false, 0L, 300L));

    reaches(18);
    assertThat(changes).hasSize(2);
    assertThat(last().step()).isEqualTo(Step.WEEK);
    assertThat(last().returned()).isTrue();
    assertThat(last().atMillis()).isEqualTo(18 * DAY);
    assertThat(user.nextDay()).isEqualTo(39);
    reaches(38);
    assertThat(changes).hasSize(2);

    reaches(39);
    assertThat(last())
        .isEqualTo(
            new OutcomeChange(
                "weekly", 0.1, false, Step.FOUR_WEEKS, 39 * DAY, true, true, 90L, 600L));
    assertThat(user.nextDay()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aReturnIsOnAnotherDayButWhatIsBoughtAndStudiedCountsFromTheOccasionOn() {
    meets("weekly", 10, 0L);
    acts(10 * DAY, 1_000L, true);
    acts(10 * DAY + HOUR, 1_000L, true);
    acts(10 * DAY + 2 * HOUR, 7L, true);
    acts(18 * DAY, 5L, false);
    acts(39 * DAY, 1_000L, true);
    reaches(50);

    assertThat(changes)
        .extracting(OutcomeChange::step)
        .containsExactly(Step.MET, Step.WEEK, Step.FOUR_WEEKS);
    assertThat(changes.get(1).returned()).isFalse();
    assertThat(last().returned()).isTrue();
    assertThat(last().purchased()).isTrue();
    assertThat(last().seconds()).isEqualTo(12L);
  }

  @Test
  void whoDoesNothingMoreHasNotReturned() {
    meets("weekly", 10, 0L);
    reaches(39);

    assertThat(last().returned()).isFalse();
    assertThat(last().purchased()).isFalse();
    assertThat(last().seconds()).isZero();
  }

  @Test
  void boundsWhatIsStudied() {
    meets("weekly", 10, 0L);
    acts(11 * DAY, Outcome.MINUTES.most() - 1, false);
    acts(12 * DAY, 10L, false);
    reaches(39);

    assertThat(last().seconds()).isEqualTo(28 * 3_600L);
  }

  @Test
  void countsTheCostOfTheRewardsOfFourWeeks() {
    meets("weekly", 10, 300L);
    meets("weekly", 38, 40L);
    meets("weekly", 39, 5L);
    reaches(39);

    assertThat(last().cost()).isEqualTo(340L);
  }

  @Test
  void entersNothingBeforeWhatIsEarlierCannotComeAnyMore() {
    acts(12 * DAY, 7L, false);
    acts(11 * DAY, 5L, true);
    assertThat(user.waitingMillis()).isEqualTo(11 * DAY);
    reaches(10);
    assertThat(user.waitingMillis()).isEqualTo(11 * DAY);
    meets("weekly", 10, 0L);
    reaches(40);

    assertThat(user.waitingMillis()).isEqualTo(Long.MAX_VALUE);
    assertThat(changes).hasSize(3);
    assertThat(last().seconds()).isEqualTo(12L);
  }

  @Test
  void isForgottenIfNoRuleHasMetTheUser() {
    acts(12 * DAY, 7L, false);
    assertThat(user.isForgotten()).isFalse();
    reaches(13);
    assertThat(user.isForgotten()).isTrue();
    assertThat(changes).isEmpty();

    meets("weekly", 14, 0L);
    reaches(15);
    assertThat(user.isForgotten()).isFalse();
    reaches(60);
    assertThat(user.isForgotten()).isFalse();
  }

  @Test
  void isNeverFollowedTwiceForOneRuleButForSeveralAtOnce() {
    meets("weekly", 10, 0L);
    meets("daily", 20, 0L);
    reaches(39);
    meets("weekly", 40, 0L);
    acts(45 * DAY, 1L, false);
    reaches(46);

    assertThat(user.nextDay()).isEqualTo(49);
    reaches(49);
    assertThat(last().rule()).isEqualTo("daily");
    assertThat(last().returned()).isTrue();
    assertThat(changes).filteredOn(change -> change.step() == Step.MET).hasSize(2);
  }

  @Test
  void isFollowedForSoManyRulesAndNoMore() {
    for (int rule = 0; rule < FollowedUser.MOST_RULES; rule++) {
      meets("rule-" + rule, rule < 50 ? 10 : 30, 0L);
    }
    assertThat(reaches(39)).isZero();

    meets("one-more", 41, 0L);
    meets("rule-0", 41, 0L);
    meets("rule-99", 41, 0L);
    assertThat(reaches(42)).isEqualTo(1);
  }

  @Test
  void comesBackFromItsBytes() {
    meets("weekly", 10, 300L);
    reaches(39);
    meets("daily", 40, 20L);
    acts(41 * DAY, 50L, true);
    reaches(48);
    meets("weekly", 49, 300L);
    acts(50 * DAY, 4L, false);
    user.dueMillis = 42L;

    FollowedUser back = FollowedUser.deserialize(user.serialize());
    assertThat(back.serialize()).isEqualTo(user.serialize());
    assertThat(back.dueMillis).isEqualTo(42L);

    user = back;
    reaches(69);
    assertThat(last())
        .isEqualTo(
            new OutcomeChange(
                "daily", 0.1, false, Step.FOUR_WEEKS, 69 * DAY, true, true, 54L, 20L));
  }

  @Test
  void takesLittleRoom() {
    meets("a-rule-with-a-long-name", 20_000, 300L);
    reaches(20_001);

    assertThat(user.serialize()).hasSizeLessThan(80);
  }
}
