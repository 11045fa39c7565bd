package dev.freshet.scoring.stickiness;

import static dev.freshet.scoring.stickiness.Learner.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlatformCountsTest {

  private final PlatformCounts counts = new PlatformCounts();

  private void change(
      int day,
      @Nullable Footprint before,
      @Nullable Footprint after,
      @Nullable Integer activeDay,
      @Nullable Integer purchaseDay) {
    counts.apply(new PlatformChange(0L, before, after, activeDay, purchaseDay), day);
  }

  private static Footprint user(Tier tier, int score, int lastDay) {
    return new Footprint(tier, score, lastDay, null);
  }

  private static Footprint buyer(Tier tier, int score, int lastDay, int purchaseDay) {
    return new Footprint(tier, score, lastDay, purchaseDay);
  }

  /** A user who comes on each of these days, with the same score each day. */
  private void comes(Tier tier, int score, int... days) {
    Footprint before = null;
    for (int day : days) {
      Footprint after = user(tier, score, day);
      change(day, before, after, day, null);
      before = after;
    }
  }

  @Test
  void areZeroOfAPlatformWithoutUsers() {
    counts.moveTo(MONDAY);

    assertThat(counts.today()).isEqualTo(MONDAY);
    assertThat(counts.users()).isZero();
    assertThat(counts.activeUsers(28)).isZero();
    assertThat(counts.dailyOfMonthly()).isZero();
    assertThat(counts.meanScore()).isZero();
    assertThat(counts.conversionRate()).isZero();
  }

  @Test
  void countEachUserOnceInAWindow() {
    comes(Tier.REGULAR, 60, MONDAY, MONDAY + 3, MONDAY + 6);
    comes(Tier.NEW, 20, MONDAY + 6);
    comes(Tier.CASUAL, 40, MONDAY);

    assertThat(counts.users()).isEqualTo(3);
    assertThat(counts.activeUsers(1)).isEqualTo(2);
    assertThat(counts.activeUsers(6)).isEqualTo(2);
    assertThat(counts.activeUsers(7)).isEqualTo(3);
    assertThat(counts.activeUsers(28)).isEqualTo(3);
    assertThat(counts.meanScore()).isEqualTo(40.0);
    assertThat(counts.dailyOfMonthly()).isCloseTo(5.0 / 28 / 3, within(1e-12));
  }

  @Test
  void letUsersLeaveEachWindowWithTheDay() {
    comes(Tier.REGULAR, 60, MONDAY);
    comes(Tier.CASUAL, 40, MONDAY + 1);

    counts.moveTo(MONDAY + 7);
    assertThat(counts.activeUsers(1)).isZero();
    assertThat(counts.activeUsers(7)).isOne();
    assertThat(counts.activeUsers(28)).isEqualTo(2);
    counts.moveTo(MONDAY + 27);
    assertThat(counts.activeUsers(28)).isEqualTo(2);
    counts.moveTo(MONDAY + 28);
    assertThat(counts.activeUsers(28)).isOne();
    assertThat(counts.meanScore()).isEqualTo(40.0);
    counts.moveTo(MONDAY + 1000);
    assertThat(counts.activeUsers(28)).isZero();
    assertThat(counts.users()).isEqualTo(2);
  }

  @Test
  void doNotGoBackToADayThatIsOver() {
    counts.moveTo(MONDAY + 1);
    counts.moveTo(MONDAY);

    assertThat(counts.today()).isEqualTo(MONDAY + 1);
  }

  @Test
  void countALateDayWithoutMovingTheUsersLastOne() {
    comes(Tier.REGULAR, 60, MONDAY + 3);
    Footprint known = user(Tier.REGULAR, 60, MONDAY + 3);
    change(MONDAY + 3, known, user(Tier.REGULAR, 61, MONDAY + 3), MONDAY + 1, null);
    change(MONDAY + 3, null, user(Tier.DORMANT, 1, MONDAY - 30), MONDAY - 30, null);

    assertThat(counts.activeUsers(28)).isOne();
    assertThat(counts.dailyOfMonthly()).isCloseTo(2.0 / 28, within(1e-12));
    assertThat(counts.meanScore()).isEqualTo(61.0);
    assertThat(counts.users()).isEqualTo(2);
  }

  @Test
  void takeAUserOutWhoIsForgotten() {
    comes(Tier.REGULAR, 60, MONDAY);
    counts.moveTo(MONDAY + 365);
    change(MONDAY + 365, user(Tier.DORMANT, 0, MONDAY), null, null, null);

    assertThat(counts.users()).isZero();
    assertThat(counts.activeUsers(28)).isZero();
  }

  @Test
  void countPurchasesAndBuyersByTier() {
    Footprint ada = buyer(Tier.DEVOTED, 80, MONDAY, MONDAY);
    change(MONDAY, null, ada, MONDAY, MONDAY);
    change(MONDAY, ada, ada, null, MONDAY);
    Footprint ben = buyer(Tier.CASUAL, 30, MONDAY + 1, MONDAY + 1);
    change(MONDAY + 1, null, ben, MONDAY + 1, MONDAY + 1);
    comes(Tier.NEW, 20, MONDAY + 1);
    comes(Tier.NEW, 20, MONDAY + 1);

    assertThat(counts.purchases()).isEqualTo(3);
    assertThat(counts.buyers()).isEqualTo(2);
    assertThat(counts.buyers(Tier.DEVOTED)).isOne();
    assertThat(counts.buyers(Tier.CASUAL)).isOne();
    assertThat(counts.buyers(Tier.NEW)).isZero();
    assertThat(counts.conversionRate()).isEqualTo(0.5);
  }

  @Test
  void letABuyerChangeTierAndLeaveTheWindow() {
    Footprint devoted = buyer(Tier.DEVOTED, 80, MONDAY + 20, MONDAY);
    change(MONDAY + 20, null, devoted, MONDAY + 20, MONDAY);
    Footprint atRisk = buyer(Tier.AT_RISK, 50, MONDAY + 20, MONDAY);
    change(MONDAY + 27, devoted, atRisk, null, null);

    assertThat(counts.buyers(Tier.DEVOTED)).isZero();
    assertThat(counts.buyers(Tier.AT_RISK)).isOne();
    counts.moveTo(MONDAY + 28);
    assertThat(counts.buyers()).isZero();
    assertThat(counts.purchases()).isZero();
    assertThat(counts.activeUsers(28)).isOne();
    change(MONDAY + 28, atRisk, buyer(Tier.CASUAL, 40, MONDAY + 28, MONDAY), MONDAY + 28, null);
    assertThat(counts.buyers()).isZero();
  }

  @Test
  void areTheSameAfterPacking() {
    change(MONDAY, null, buyer(Tier.DORMANT, 80, MONDAY, MONDAY), MONDAY, MONDAY);
    comes(Tier.NEW, 20, MONDAY, MONDAY + 1);
    PlatformCounts again = PlatformCounts.deserialize(counts.serialize());

    assertThat(again.serialize()).isEqualTo(counts.serialize());
    assertThat(again.today()).isEqualTo(MONDAY + 1);
    assertThat(again.users()).isEqualTo(2);
    assertThat(again.meanScore()).isEqualTo(50.0);
    assertThat(again.buyers(Tier.DORMANT)).isOne();
    assertThat(again.purchases()).isOne();
    assertThat(again.dailyOfMonthly()).isEqualTo(counts.dailyOfMonthly());
    assertThatThrownBy(() -> PlatformCounts.deserialize(new byte[] {3}))
        .hasMessageContaining("platform counts of version 3");
  }

  @Test
  void differOnlyForAChangeThatMatters() {
    Footprint ada = user(Tier.REGULAR, 60, MONDAY);

    assertThat(new PlatformChange(0L, ada, user(Tier.REGULAR, 60, MONDAY), null, null).matters())
        .isFalse();
    assertThat(new PlatformChange(0L, null, null, null, null).matters()).isFalse();
    assertThat(new PlatformChange(0L, null, ada, null, null).matters()).isTrue();
    assertThat(new PlatformChange(0L, ada, null, null, null).matters()).isTrue();
    assertThat(new PlatformChange(0L, ada, ada, MONDAY, null).matters()).isTrue();
    assertThat(new PlatformChange(0L, ada, ada, null, MONDAY).matters()).isTrue();
    assertThat(new PlatformChange(0L, ada, user(Tier.REGULAR, 61, MONDAY), null, null).matters())
        .isTrue();
  }
}
