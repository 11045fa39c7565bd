package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.HOUR;
import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static dev.freshet.engagement.Rules.study;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.schemas.AudienceChange;
import dev.freshet.schemas.AudienceMove;
import dev.freshet.scoring.audience.Audience;
import io.lettuce.core.ScoredValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Audiences of the whole job, between a real Kafka and a real Redis. */
class AudiencesJobIT extends OnPlatform {

  private static final Audience IDLE = Rules.idle("idle", "2h");

  @BeforeEach
  void prepare() {
    options.set(RedisOptions.FUNCTION_CHECK, Duration.ofMillis(200));
  }

  /** Members of the audience, and how many hours after noon they entered. */
  private Map<String, Long> members() {
    return platform.redis().zrangeWithScores("audience:idle", 0, -1).stream()
        .collect(
            Collectors.toMap(ScoredValue::getValue, member -> hours((long) member.getScore())));
  }

  private static long hours(long atMillis) {
    return Math.round((double) (atMillis - MONDAY_NOON) / HOUR);
  }

  private void awaitChanges(Tuple... expected) {
    eventually()
        .untilAsserted(
            () ->
                assertThat(platform.audienceChanges())
                    .extracting(
                        AudienceChange::getUser,
                        AudienceChange::getChange,
                        change -> hours(change.getAt().toEpochMilli()),
                        change -> hours(change.getSince().toEpochMilli()))
                    .containsExactlyInAnyOrder(expected));
  }

  @Test
  void tellsWhoEntersAndLeavesInRedisAndOnKafka(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    platform.apply(IDLE);
    JobClient job = platform.start(options);
    platform.happen(study("ada", MONDAY_NOON), study("bob", MONDAY_NOON + 3 * HOUR));
    eventually().untilAsserted(() -> assertThat(members()).containsOnly(entry("ada", 2L)));

    EndOfStart.await(cluster, job);
    platform.resume(options, platform.stop(job));
    platform.happen(study("ada", MONDAY_NOON + 4 * HOUR), study("cyd", MONDAY_NOON + 5 * HOUR + 1));
    eventually().untilAsserted(() -> assertThat(members()).containsOnly(entry("bob", 5L)));
    awaitChanges(
        tuple("ada", AudienceMove.ENTERED, 2L, 2L),
        tuple("ada", AudienceMove.LEFT, 4L, 2L),
        tuple("bob", AudienceMove.ENTERED, 5L, 5L));
    assertThat(platform.audienceChanges())
        .first()
        .satisfies(
            change -> {
              assertThat(change.getAudience()).isEqualTo("idle");
              assertThat(change.getAt()).isEqualTo(Instant.ofEpochMilli(MONDAY_NOON + 2 * HOUR));
              assertThat(change.getId()).hasSize(32);
            });
  }

  @Test
  void asksEverybodyWhenAnAudienceIsAppliedOrRemovedWhileItRuns() throws Exception {
    platform.apply(Rules.EACH);
    platform.start(options);
    platform.happen(study("ada", MONDAY_NOON), study("bob", MONDAY_NOON + 3 * HOUR));
    eventually().untilAsserted(() -> assertThat(platform.account("ada")).isNotEmpty());

    platform.apply(IDLE);
    // Or nobody is asked.
    awaitAsTimeGoesOn(
        MONDAY_NOON + 3 * HOUR, () -> assertThat(members()).containsOnly(entry("ada", 3L)));
    platform.apply("audience:idle", null);
    eventually().untilAsserted(() -> assertThat(members()).isEmpty());
    awaitChanges(
        tuple("ada", AudienceMove.ENTERED, 3L, 3L), tuple("ada", AudienceMove.LEFT, 3L, 3L));
  }

  @Test
  void showsMembersAgainWhenRedisHasLostThem() throws Exception {
    platform.apply(IDLE);
    platform.start(options);
    platform.happen(study("ada", MONDAY_NOON), study("bob", MONDAY_NOON + 3 * HOUR));
    eventually().untilAsserted(() -> assertThat(members()).containsOnly(entry("ada", 2L)));

    platform.redis().flushall();
    eventually().untilAsserted(() -> assertThat(members()).containsOnly(entry("ada", 2L)));
  }
}
