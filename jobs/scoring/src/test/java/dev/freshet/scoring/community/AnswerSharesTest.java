package dev.freshet.scoring.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerSharesTest {

  private static final long DAY = 86_400_000L;
  private static final long NOON = 1_764_072_000_000L;

  private static AnswerShares shares(AnswerCounts own, AnswerCounts all, int answerers, long now) {
    return AnswerShares.of(own, all, answerers, 4, now);
  }

  private static AnswerCounts counts(long... atMillis) {
    AnswerCounts counts = new AnswerCounts();
    for (long each : atMillis) {
      counts.add(each);
    }
    return counts;
  }

  @Test
  void areAlikeAsLongAsNobodyHasAnswered() {
    AnswerShares shares = shares(counts(), counts(), 0, NOON);

    assertThat(shares).isEqualTo(new AnswerShares(0.25, 0.25, 0.25));
  }

  @Test
  void addUpToOneOverAllMembers() {
    AnswerCounts ada = counts(NOON, NOON + DAY, NOON + 40 * DAY);
    AnswerCounts ben = counts(NOON + 2 * DAY);
    AnswerCounts all = counts(NOON, NOON + DAY, NOON + 2 * DAY, NOON + 40 * DAY);

    List<AnswerShares> shares =
        Map.of("ada", ada, "ben", ben, "cyd", counts(), "dan", counts()).values().stream()
            .map(own -> shares(own, all, 2, NOON + 50 * DAY))
            .toList();

    assertThat(shares.stream().mapToDouble(AnswerShares::ever).sum()).isEqualTo(1.0, within(1e-9));
    assertThat(shares.stream().mapToDouble(AnswerShares::sixtyDays).sum())
        .isEqualTo(1.0, within(1e-9));
    assertThat(shares.stream().mapToDouble(AnswerShares::fourteenDays).sum())
        .isEqualTo(1.0, within(1e-9));
  }

  @Test
  void giveThoseWhoNeverAnsweredAsMuchAsNewOnesHadSoFar() {
    AnswerCounts all = counts(NOON, NOON, NOON, NOON, NOON, NOON);

    AnswerShares never = shares(counts(), all, 2, NOON);

    assertThat(never.ever()).isEqualTo(2.0 / (6 + 2) / 4);
  }

  @Test
  void comeBackToThoseOfAllTimesWhenTheForumIsSilent() {
    AnswerCounts early = counts(NOON, NOON, NOON, NOON);
    AnswerCounts lately = counts(NOON + 400 * DAY);
    AnswerCounts all = counts(NOON, NOON, NOON, NOON, NOON + 400 * DAY);

    AnswerShares now = shares(lately, all, 2, NOON + 400 * DAY);
    AnswerShares later = shares(lately, all, 2, NOON + 2_000 * DAY);

    assertThat(now.sixtyDays()).isGreaterThan(now.ever() * 1.3);
    assertThat(later.sixtyDays()).isEqualTo(later.ever(), within(1e-6));
    assertThat(shares(early, all, 2, NOON + 400 * DAY).fourteenDays())
        .isLessThan(now.fourteenDays());
  }
}
