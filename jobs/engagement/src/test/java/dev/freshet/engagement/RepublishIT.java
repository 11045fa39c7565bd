package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.HOUR;
import static dev.freshet.engagement.Rules.MINUTE;
import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static dev.freshet.engagement.community.CommunityLife.said;
import static dev.freshet.engagement.community.CommunityLife.study;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.engagement.community.CommunityLife;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.testing.OnKeptRedis;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a real Redis has too much of after it was set back goes away again. */
@Tag("faults")
class RepublishIT extends OnKeptRedis<Platform> {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  RepublishIT() {
    super(Platform::new);
  }

  @BeforeEach
  void start() throws Exception {
    options.set(RedisOptions.FUNCTION_CHECK, Duration.ofMillis(200));
    // Only the last event of a topic brings time, and may be heard of before its watermark is.
    options.set(EngagementOptions.QUIET, Duration.ofMillis(100));
    platform.apply(Rules.idle("idle", "2h"));
    platform.apply(Rules.idle("ended", "2h"));
    platform.send(CommunityLife.catalogue().stream().map(platform::record).toList());
    platform.start(options);
  }

  private static ConditionFactory eventually() {
    return await().atMost(PATIENCE).ignoreExceptions();
  }

  private static Interaction shared(String user, long atMillis) {
    return Interaction.of(user + atMillis, user, "time", atMillis, InteractionKind.SHARE);
  }

  private void assertThatAllAreThere() {
    assertThat(platform.redis().zrange("audience:idle", 0, -1)).contains("amy", "ben", "ada");
    assertThat(platform.redis().zrange("audience:ended", 0, -1)).contains("amy", "ben", "ada");
    assertThat(platform.redis().exists("questions:ben", "partners:ben")).isEqualTo(2);
  }

  private void assertThatSomeAreGone() {
    assertThat(platform.redis().zrange("audience:idle", 0, -1))
        .contains("amy", "ada")
        .doesNotContain("ben");
    assertThat(platform.redis().exists("audience:ended", "questions:ben", "partners:ben")).isZero();
    assertThat(platform.redis().exists("threads:algebra")).isEqualTo(1);
  }

  @Test
  void takesAwayWhatTheCopyHasTooMuchThatRedisIsSetBackTo() throws Exception {
    platform.happen(study("amy", MONDAY_NOON), study("ben", MONDAY_NOON + 1));
    platform.happen(study("time", MONDAY_NOON + MINUTE / 2).withIds("time", "time", "time"));
    eventually()
        .untilAsserted(() -> assertThat(platform.redis().exists("partners:ben")).isEqualTo(1));
    platform.happen(
        said("q", "ada", InteractionKind.QUESTION, "", MONDAY_NOON + MINUTE),
        shared("time", MONDAY_NOON + 3 * HOUR));
    eventually().untilAsserted(this::assertThatAllAreThere);
    copyRedis();

    platform.happen(
        said("a", "cyd", InteractionKind.ANSWER, "q", MONDAY_NOON + 4 * HOUR),
        shared("ben", MONDAY_NOON + 4 * HOUR + MINUTE),
        shared("time", MONDAY_NOON + 5 * HOUR));
    platform.prefer("ben", false);
    platform.apply("audience:ended", null);
    eventually().untilAsserted(this::assertThatSomeAreGone);

    setRedisBack();
    eventually().untilAsserted(this::assertThatSomeAreGone);
  }
}
