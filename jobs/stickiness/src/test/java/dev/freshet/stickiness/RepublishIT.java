package dev.freshet.stickiness;

import static dev.freshet.stickiness.Moments.DAY;
import static dev.freshet.stickiness.Moments.MONDAY_NOON;
import static dev.freshet.stickiness.Moments.click;
import static dev.freshet.stickiness.Moments.purchase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.OnKeptRedis;
import dev.freshet.testing.RedisContents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CoreOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a real Redis loses of idle users, of the audiences and of the platform comes back. */
@Tag("faults")
class RepublishIT extends OnKeptRedis<Platform> {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int DAYS = 40;

  RepublishIT() {
    super(Platform::new);
  }

  @BeforeEach
  void start() throws Exception {
    options.set(CoreOptions.DEFAULT_PARALLELISM, 2);
    options.set(RedisOptions.FUNCTION_CHECK, Duration.ofMillis(200));
    platform.start(options);
    platform.happen(log());
    await().atMost(PATIENCE).until(() -> platform.redis().zcard("stickiness:at-risk") > 0);
  }

  /** Users who come daily, weekly and at the end no more. */
  private static List<Interaction> log() {
    List<Interaction> log = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      for (int user = 0; user < 60; user++) {
        long noon = MONDAY_NOON + day * DAY + user;
        boolean comes =
            switch (user % 3) {
              case 0 -> true;
              case 1 -> day % 7 == 0;
              default -> day < 26;
            };
        if (comes) {
          log.add(click("user-" + user, noon));
        }
        if (comes && day % 10 == 0 && user % 2 == 0) {
          log.add(purchase("user-" + user, noon + 1));
        }
      }
    }
    return log;
  }

  private Map<String, String> contents() {
    return RedisContents.of(platform.redis());
  }

  /** Returns once nothing is written any more. */
  private Map<String, String> settle() {
    RedisContents contents = new RedisContents(platform.redis());
    await()
        .during(Duration.ofSeconds(2))
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(contents::areAsBefore);
    return contents.last();
  }

  @Test
  void givesBackUsersAudiencesAndThePlatformThatAreFlushed() {
    settle();
    // Probabilities by the latest model, which has learned more since most users came.
    platform.redis().del("generation");
    Map<String, String> before = settle();
    assertThat(before)
        .containsKeys("stickiness:top", "stickiness:at-risk", "stickiness:tiers", "platform")
        .hasSize(60 + 4);

    platform.redis().flushall();

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(contents()).isEqualTo(before));
  }

  @Test
  void completesTheAudiencesOfTheCopyThatRedisIsSetBackTo() throws Exception {
    settle();
    copyRedis();
    platform.happen(click("user-2", MONDAY_NOON + DAYS * DAY));
    platform.happen(click("new", MONDAY_NOON + DAYS * DAY));
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> contents().containsKey("stickiness:new"));
    settle();
    platform.redis().del("generation");
    Map<String, String> newest = settle();

    setRedisBack();

    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(contents()).isEqualTo(newest));
  }
}
