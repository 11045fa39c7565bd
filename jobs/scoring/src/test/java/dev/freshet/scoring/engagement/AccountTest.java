package dev.freshet.scoring.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountTest {

  private static final Reward ALL = new Reward(50, "finisher", "10 % off", 1_000L, "well-done");

  private static Grant grant(String rule, long atMillis, Reward reward, String activity) {
    return new Grant(
        rule + atMillis, rule, "ada", "ever/1", atMillis, reward, activity, 5_000L, 0L, 0.0, false);
  }

  private static ProgressChange progress(int done, long untilMillis, long atMillis) {
    return new ProgressChange("ada", "weekly", done, 3, "week", untilMillis, atMillis);
  }

  @Test
  void addsUpWhatIsGiven() {
    Account account = new Account();
    account.earn(grant("a", 100L, ALL, "winter"), "CODE-1");
    account.earn(grant("b", 200L, Reward.points(7), ""), "");

    assertThat(account.points()).isEqualTo(57);
    assertThat(account.rewards()).isEqualTo(2);
    assertThat(account.badges()).containsExactly("finisher");
    assertThat(account.coupons()).containsExactly(new Coupon("CODE-1", "a", "10 % off", 1_100L));
    assertThat(account.earnedIn("winter")).isEqualTo(50);
    assertThat(account.activities()).containsExactly("winter");
    assertThat(account.asOfMillis()).isEqualTo(200L);
  }

  @Test
  void whatGivesNoPointsCountsOneInItsActivity() {
    Account account = new Account();
    account.earn(grant("a", 100L, new Reward(0, "finisher", "", 0L, ""), "winter"), "");
    account.earn(grant("a", 101L, Reward.points(4), "winter"), "");

    assertThat(account.earnedIn("winter")).isEqualTo(5);
    assertThat(account.earnedIn("summer")).isZero();
  }

  @Test
  void whatIsOverIsForgotten() {
    Account account = new Account();
    account.earn(grant("a", 100L, ALL, "winter"), "CODE-1");
    account.progress(progress(2, 900L, 110L));
    account.earn(grant("b", 899L, Reward.points(1), ""), "");
    assertThat(account.progress()).hasSize(1);

    account.earn(grant("b", 1_099L, Reward.points(1), ""), "");
    assertThat(account.progress()).isEmpty();
    assertThat(account.coupons()).hasSize(1);
    account.earn(grant("b", 1_100L, Reward.points(1), ""), "");
    assertThat(account.coupons()).isEmpty();
    account.earn(grant("b", 5_000L, Reward.points(1), ""), "");
    assertThat(account.activities()).isEmpty();
    assertThat(account.badges()).containsExactly("finisher");
  }

  @Test
  void progressIsTheLatest() {
    Account account = new Account();
    account.progress(progress(1, 900L, 100L));
    account.progress(progress(2, 900L, 110L));
    assertThat(account.progress()).containsEntry("weekly", progress(2, 900L, 110L));

    account.progress(progress(0, 900L, 120L));
    assertThat(account.progress()).isEmpty();
  }

  @Test
  void couponsComeInTheOrderOfTheirEnds() {
    Account account = new Account();
    account.earn(grant("b", 200L, ALL, ""), "LATER");
    account.earn(grant("a", 100L, ALL, ""), "SOONER");

    assertThat(account.coupons()).extracting(Coupon::code).containsExactly("SOONER", "LATER");
  }

  @Test
  void holdsTheHundredCouponsThatAreValidLongestInWhateverOrderTheyCome() {
    Account account = new Account();
    for (int coupon = 0; coupon < 250; coupon++) {
      int shuffled = coupon * 7 % 250;
      account.earn(grant("a", 100L + shuffled, ALL, ""), "CODE-" + shuffled);
    }

    assertThat(account.coupons()).hasSize(100);
    assertThat(account.coupons().get(0).code()).isEqualTo("CODE-150");
    assertThat(account.coupons().get(99).code()).isEqualTo("CODE-249");
  }

  @Test
  void comesBackFromItsBytes() {
    Account account = new Account();
    account.earn(grant("a", 100L, ALL, "winter"), "CODE-1");
    account.progress(progress(2, 900L, 110L));

    Account back = Account.deserialize(account.serialize());

    assertThat(back.points()).isEqualTo(50);
    assertThat(back.rewards()).isEqualTo(1);
    assertThat(back.badges()).isEqualTo(account.badges());
    assertThat(back.coupons()).isEqualTo(account.coupons());
    assertThat(back.progress()).isEqualTo(account.progress());
    assertThat(back.earnedIn("winter")).isEqualTo(50);
    assertThat(back.asOfMillis()).isEqualTo(110L);
    assertThat(back.serialize()).isEqualTo(account.serialize());
  }
}
