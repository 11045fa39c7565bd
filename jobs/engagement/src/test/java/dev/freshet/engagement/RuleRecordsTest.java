package dev.freshet.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.RewardEvent;
import dev.freshet.scoring.engagement.Counted;
import dev.freshet.scoring.engagement.Every;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.Limit;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.Window;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleRecordsTest {

  private static final Rule ALL =
      new Rule(
          "winter-week",
          Set.of("study", "comment"),
          "event.minutes > 1",
          new Every(3, Counted.ITEMS, Window.WEEK),
          new Limit(2, Window.MONTH),
          "user.level > 1",
          1_000L,
          2_000L,
          "winter",
          0.25,
          7L,
          Rules.WEEKLY.reward());

  @Test
  void bringARuleBack() throws Exception {
    assertThat(RuleRecords.rule(RecordEncoding.rules().decode(Rules.record(ALL)))).isEqualTo(ALL);
    assertThat(RuleRecords.rule(RecordEncoding.rules().decode(Rules.record(Rules.EACH))))
        .isEqualTo(Rules.EACH);
  }

  @Test
  void tellTheTopicWhatIsGiven() {
    Grant grant =
        new Grant(
            "0a",
            "weekly",
            "ada",
            "week-2020-03-02/1",
            1_000L,
            Rules.WEEKLY.reward(),
            "winter",
            2_000L,
            0L,
            0.0,
            false);

    RewardEvent reward = RuleRecords.reward(grant, "CODE");

    assertThat(reward.getId()).isEqualTo("0a");
    assertThat(reward.getUser()).isEqualTo("ada");
    assertThat(reward.getRule()).isEqualTo("weekly");
    assertThat(reward.getOccurrence()).isEqualTo("week-2020-03-02/1");
    assertThat(reward.getEarnedAt()).isEqualTo(Instant.ofEpochMilli(1_000L));
    assertThat(reward.getActivity()).isEqualTo("winter");
    assertThat(reward.getPoints()).isEqualTo(50);
    assertThat(reward.getBadge()).isEqualTo("finisher");
    assertThat(reward.getMessage()).isEqualTo("well-done");
    assertThat(reward.getCoupon())
        .isNotNull()
        .satisfies(
            coupon -> {
              assertThat(coupon.getCode()).isEqualTo("CODE");
              assertThat(coupon.getBenefit()).isEqualTo("10 % off");
              assertThat(coupon.getValidUntil())
                  .isEqualTo(Instant.ofEpochMilli(1_000L + 14 * Rules.DAY));
            });
  }

  @Test
  void aRuleThatCannotBeIsRefusedWithTheReason() {
    assertThatThrownBy(() -> new RuleReader(true).read(new byte[] {1, 2, 3}))
        .isInstanceOf(UnusableRuleException.class);
    assertThatThrownBy(() -> new RuleReader(false).read(Rules.record(Rules.WEEKLY)))
        .hasMessageContaining("a coupon needs engagement.coupons.secret-file");
    Rule wrong = Rules.rule("wrong", "event.minutes > 'a'", Every.EVENT, Limit.NONE, 0L, Rules.TEN);
    assertThatThrownBy(() -> new RuleReader(true).read(Rules.record(wrong)))
        .hasMessageContaining("when: line 1, column 15: found no matching overload");
  }
}
