package dev.freshet.scoring.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.effect.FollowedUser;
import dev.freshet.scoring.effect.OutcomeChange;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowingTest {

  private static final Duration LATENESS = Duration.ofMinutes(1);
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final long NOON = Instant.parse("2026-03-02T04:00:00Z").toEpochMilli();
  private static final int DAY = new Calendar(SHANGHAI).day(NOON);

  private final Following following =
      new Following(new IncentiveSettings(SHANGHAI, LATENESS, new Levels(List.of(100))));
  private final FollowedUser user = new FollowedUser();
  private final List<OutcomeChange> changes = new ArrayList<>();

  @Test
  void nothingIsDueOfAUserWhomNoRuleHasMet() {
    assertThat(following.nextMillis(user)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void looksOnceNothingEarlierIsWaitedForAndWhenTheDaysOfThePlatformAreOver() {
    user.await(FollowUp.met("ada", "rule", NOON, DAY, 0.5, false, 0L));
    assertThat(following.nextMillis(user)).isEqualTo(NOON + LATENESS.toMillis());

    following.pass(user, NOON + LATENESS.toMillis() - 1, changes::add);
    assertThat(changes).isEmpty();
    following.pass(user, NOON + LATENESS.toMillis(), changes::add);
    assertThat(changes).hasSize(1);

    long endOfWeek = Instant.parse("2026-03-09T16:00:00Z").toEpochMilli() + LATENESS.toMillis();
    assertThat(following.nextMillis(user)).isEqualTo(endOfWeek);
    following.pass(user, endOfWeek - 1, changes::add);
    assertThat(changes).hasSize(1);
    following.pass(user, endOfWeek, changes::add);
    assertThat(changes).hasSize(2);
  }

  @Test
  void tellsHowManyRulesAUserIsNotFollowedFor() {
    for (int rule = 0; rule < 103; rule++) {
      user.await(FollowUp.met("ada", "rule-" + rule, NOON, DAY, 0.5, false, 0L));
    }

    assertThat(following.pass(user, NOON + LATENESS.toMillis(), changes::add)).isEqualTo(3);
  }
}
