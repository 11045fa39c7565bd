package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.DAY;
import static dev.freshet.engagement.Rules.HOUR;
import static dev.freshet.engagement.Rules.MINUTE;
import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static dev.freshet.engagement.Rules.study;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.schemas.InterestState;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.RewardEvent;
import dev.freshet.schemas.StickinessState;
import dev.freshet.schemas.TagWeight;
import dev.freshet.scoring.engagement.Every;
import dev.freshet.scoring.engagement.Hashes;
import dev.freshet.scoring.engagement.Limit;
import dev.freshet.scoring.engagement.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.assertj.core.groups.Tuple;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/** The whole job between a real Kafka and a real Redis. */
class EngagementJobIT extends OnPlatform {

  @Test
  void rewardsWhoMeetsARuleOnceInRedisAndOnKafka() throws Exception {
    platform.apply(Rules.WEEKLY);
    platform.start(options);
    platform.happen(
        study("ada", MONDAY_NOON),
        study("ada", MONDAY_NOON + HOUR),
        study("ada", MONDAY_NOON + HOUR),
        study("bob", MONDAY_NOON + 2 * HOUR),
        study("ada", MONDAY_NOON + 2 * HOUR),
        study("ada", MONDAY_NOON + 3 * HOUR),
        study("cyd", MONDAY_NOON + 4 * HOUR));

    awaitPoints("ada", 50);
    eventually()
        .untilAsserted(() -> assertThat(platform.account("ada")).containsKey("progress:weekly"));
    eventually().untilAsserted(() -> assertThat(platform.account("bob")).isNotEmpty());
    String id = Hashes.rewardId("weekly", "ada", "week-2020-03-02/1");
    assertThat(platform.account("ada"))
        .containsEntry("level", "1")
        .containsEntry("badges", "[\"finisher\"]")
        .hasEntrySatisfying(
            "coupons",
            coupons ->
                assertThat(coupons).contains(Hashes.couponCode("secret".getBytes(UTF_8), id)))
        .hasEntrySatisfying(
            "progress:weekly",
            progress ->
                assertThat(progress).startsWith("{\"done\":1,\"of\":3,\"within\":\"week\""));
    assertThat(platform.account("bob"))
        .containsEntry("points", "0")
        .hasEntrySatisfying(
            "progress:weekly", progress -> assertThat(progress).startsWith("{\"done\":1,"));
    assertThat(platform.redis().zscore("points:top", "ada")).isEqualTo(50.0);
    eventually()
        .untilAsserted(
            () ->
                assertThat(platform.rewards())
                    .singleElement()
                    .extracting(RewardEvent::getId)
                    .isEqualTo(id));
  }

  @Test
  void takesRulesThatAreAppliedEditedAndRemovedWhileItRuns() throws Exception {
    platform.start(options);
    platform.apply(Rules.EACH);
    happenUntil("ada", MONDAY_NOON, "10");

    Rule generous = Rules.rule("each", "", Every.EVENT, Limit.NONE, 0L, Rules.WEEKLY.reward());
    platform.apply(generous);
    happenUntil("bob", MONDAY_NOON + DAY, "50");

    platform.apply("each", null);
    platform.apply(Rules.rule("other", "", Every.EVENT, Limit.NONE, 0L, Rules.TEN));
    happenUntil("cyd", MONDAY_NOON + 2 * DAY, "10");
  }

  /** A user studies once more with each look, until there is an account with so many points. */
  private void happenUntil(String user, long fromMillis, String points) {
    int[] looks = {0};
    eventually()
        .ignoreException(ConditionTimeoutException.class)
        .untilAsserted(
            () -> {
              String name = user + looks[0]++;
              platform.happen(
                  study(name, fromMillis + looks[0] * MINUTE),
                  study("time", fromMillis + looks[0] * MINUTE + MINUTE / 2));
              await()
                  .atMost(Duration.ofSeconds(2))
                  .untilAsserted(
                      () -> assertThat(platform.account(name)).containsEntry("points", points));
            });
  }

  @Test
  void rejectsARuleThatItCannotUseAndGoesOnWithTheOthers() throws Exception {
    platform.apply("broken", new byte[] {1, 2, 3});
    platform.apply(
        Rules.rule("wrong", "event.minutes > 'a'", Every.EVENT, Limit.NONE, 0L, Rules.TEN));
    platform.apply(
        Rules.rule("fails", "user.interests['go'] > 0.5", Every.EVENT, Limit.NONE, 0L, Rules.TEN));
    platform.apply(Rules.EACH);
    platform.start(options);
    platform.happen(study("ada", MONDAY_NOON), study("bob", MONDAY_NOON + HOUR));

    awaitPoints("ada", 10);
    eventually()
        .untilAsserted(
            () ->
                assertThat(rejected())
                    .contains(tuple("broken", "wrong-rule"), tuple("wrong", "wrong-rule")));
  }

  @Test
  void goesOnFromASavepointWithoutGivingAnythingTwice(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    platform.apply(Rules.EACH, Rules.FIRST_TWO);
    JobClient job = platform.start(options);
    platform.happen(
        study("ada", MONDAY_NOON), study("bob", MONDAY_NOON + 1), study("cyd", MONDAY_NOON + HOUR));
    awaitPoints("ada", 20);
    awaitPoints("bob", 20);

    EndOfStart.await(cluster, job);
    String savepoint = platform.stop(job);
    platform.resume(options, savepoint);
    platform.happen(study("dan", MONDAY_NOON + 2 * HOUR), study("eve", MONDAY_NOON + 3 * HOUR));

    // The budget was spent before.
    awaitPoints("cyd", 10);
    awaitPoints("dan", 10);
    assertThat(platform.account("ada")).containsEntry("points", "20");
    eventually()
        .untilAsserted(
            () -> {
              List<String> ids = platform.rewards().stream().map(RewardEvent::getId).toList();
              assertThat(ids).hasSize(6).doesNotHaveDuplicates();
            });
  }

  @Test
  void looksAtWhatOtherJobsTellOfUsers() throws Exception {
    // What is told of a user may come after the last event, which then brings no time any more.
    options.set(EngagementOptions.QUIET, Duration.ofMillis(100));
    platform.apply(Rules.AT_RISK);
    platform.tell(
        "interests",
        "ada",
        RecordEncoding.interests()
            .encode(
                new InterestState(
                    "ada", Instant.ofEpochMilli(MONDAY_NOON), List.of(new TagWeight("go", 0.5)))));
    platform.tell("stickiness", "bob", new byte[] {1, 2, 3});
    platform.tell("stickiness", "cyd", null);
    platform.tell("stickiness", "dan", stickiness("eve", "at-risk"));
    platform.start(options);
    platform.happen(study("ada", MONDAY_NOON));
    platform.tell("stickiness", "ada", stickiness("ada", "at-risk"));
    platform.happen(study("bob", MONDAY_NOON + DAY));

    eventually()
        .untilAsserted(
            () ->
                assertThat(platform.rewards())
                    .singleElement()
                    .satisfies(
                        reward -> {
                          assertThat(reward.getUser()).isEqualTo("ada");
                          assertThat(reward.getRule()).isEqualTo("stay");
                          assertThat(reward.getEarnedAt())
                              .isEqualTo(Instant.ofEpochMilli(MONDAY_NOON + HOUR));
                        }));
    awaitPoints("ada", 10);
    eventually()
        .untilAsserted(
            () ->
                assertThat(rejected())
                    .containsExactlyInAnyOrder(
                        tuple("bob", "malformed"), tuple("dan", "wrong-id")));
  }

  /** The keys of rejected records, with why they were rejected. */
  private List<Tuple> rejected() {
    return platform.read("rejected").stream()
        .map(
            record ->
                tuple(
                    new String(record.key(), UTF_8),
                    new String(record.headers().lastHeader("reason").value(), UTF_8)))
        .toList();
  }

  private static byte[] stickiness(String user, String tier) {
    return RecordEncoding.stickiness()
        .encode(
            new StickinessState(
                user,
                Instant.ofEpochMilli(MONDAY_NOON + HOUR),
                Instant.ofEpochMilli(MONDAY_NOON),
                20,
                tier,
                -8,
                0.1,
                0.1,
                0.1,
                0.0,
                0,
                1,
                0,
                1,
                0.4,
                null));
  }

  @Test
  void namesATopicThatIsMissingAndTheCommandThatCreatesIt() {
    options.set(KafkaOptions.TOPICS_STICKINESS, "no-stickiness");

    assertThatThrownBy(() -> platform.start(options).getJobExecutionResult().get())
        .hasStackTraceContaining("Kafka does not have the topics no-stickiness.")
        .hasStackTraceContaining("--create --topic no-stickiness --config cleanup.policy=compact");
  }

  @Test
  void breaksAStreakWhileTheTopicsAreSilent() throws Exception {
    options.set(EngagementOptions.QUIET, Duration.ofMillis(100));
    platform.apply(Rules.rule("streak", "", Every.streak(3), Limit.NONE, 0L, Rules.TEN));
    platform.start(options);
    long tuesdayIsOver = MONDAY_NOON + DAY / 2 + DAY;
    platform.happen(study("ada", MONDAY_NOON), study("bob", tuesdayIsOver - 3 * Rules.SECOND));

    eventually()
        .untilAsserted(
            () ->
                assertThat(platform.account("ada"))
                    .containsEntry("asOf", Long.toString(tuesdayIsOver))
                    .doesNotContainKey("progress:streak"));
  }
}
