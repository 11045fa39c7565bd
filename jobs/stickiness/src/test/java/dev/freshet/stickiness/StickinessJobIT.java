package dev.freshet.stickiness;

import static dev.freshet.stickiness.Moments.DAY;
import static dev.freshet.stickiness.Moments.MONDAY_NOON;
import static dev.freshet.stickiness.Moments.click;
import static dev.freshet.stickiness.Moments.purchase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.schemas.StickinessState;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.OnJobPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.core.execution.JobClient;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole job between a real Kafka and a real Redis. */
class StickinessJobIT extends OnJobPlatform<Platform> {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long FAR_FUTURE = 32_503_680_000_000L;
  private static final int THREE_WEEKS = 21;
  private static final int DORMANT_DAYS = 28;
  private static final long LAST_NOON = MONDAY_NOON + (THREE_WEEKS - 1) * DAY;

  /** Ada, who was last active on the day of {@link #LAST_NOON}, is dormant from then on. */
  private static final long ADA_IS_DORMANT = LAST_NOON + DAY / 2 + DORMANT_DAYS * DAY;

  StickinessJobIT() {
    super(Platform::new);
  }

  private static ConditionFactory eventually() {
    return await().atMost(PATIENCE);
  }

  private static List<Interaction> daily(String user, int days) {
    List<Interaction> clicks = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      clicks.add(click(user, MONDAY_NOON + day * DAY));
    }
    return clicks;
  }

  private void awaitTier(String user, String tier) {
    eventually()
        .untilAsserted(() -> assertThat(platform.stickiness(user)).containsEntry("tier", tier));
  }

  private int score(String user) {
    return Integer.parseInt(platform.stickiness(user).get("score"));
  }

  @Test
  void letsAnIdleUserFallThroughTheTiersWhileOthersCome() throws Exception {
    platform.start(options);
    // Rejected, or time would be over for everybody.
    platform.happen(click("ada", FAR_FUTURE), click("traveller", FAR_FUTURE));
    platform.happen(daily("ada", THREE_WEEKS));
    awaitTier("ada", "devoted");
    assertThat(platform.stickiness("traveller")).isEmpty();
    int devoted = score("ada");
    assertThat(platform.redis().zscore("stickiness:at-risk", "ada")).isNull();

    platform.happen(click("ben", LAST_NOON + 14 * DAY));

    awaitTier("ada", "at-risk");
    assertThat(score("ada")).isLessThan(devoted);
    assertThat(platform.stickiness("ada")).containsEntry("streak", "0");
    eventually()
        .untilAsserted(
            () ->
                assertThat(platform.redis().zrevrange("stickiness:at-risk", 0, -1))
                    .containsExactly("ada"));

    platform.happen(click("cyd", LAST_NOON + 40 * DAY));

    awaitTier("ada", "dormant");
    eventually()
        .untilAsserted(
            () -> {
              assertThat(platform.redis().zcard("stickiness:at-risk")).isZero();
              assertThat(platform.redis().hgetall("stickiness:tiers"))
                  .containsEntry("dormant", "1")
                  .containsEntry("at-risk", "0");
            });

    platform.happen(click("cyd", LAST_NOON + 400 * DAY));

    eventually()
        .untilAsserted(
            () -> {
              assertThat(platform.stickiness("ada")).isEmpty();
              assertThat(platform.redis().zscore("stickiness:top", "ada")).isNull();
            });
  }

  @Test
  void letsAnIdleUserFallWhileTheTopicsAreSilent() throws Exception {
    options.set(StickinessOptions.QUIET, Duration.ofMillis(100));
    options.set(StickinessOptions.MIDNIGHT_SPREAD, Duration.ZERO);
    platform.start(options);
    platform.happen(click("ben", ADA_IS_DORMANT - 2 * Moments.SECOND));
    eventually().untilAsserted(() -> assertThat(platform.stickiness("ben")).isNotEmpty());
    platform.happen(daily("ada", THREE_WEEKS));
    awaitTier("ada", "at-risk");

    awaitTier("ada", "dormant");
    assertThat(platform.stickiness("ada")).containsEntry("asOf", Long.toString(ADA_IS_DORMANT));
    eventually()
        .untilAsserted(() -> assertThat(platform.redis().zcard("stickiness:at-risk")).isZero());
  }

  @ParameterizedTest
  @EnumSource(names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
  void tellsOthersOnKafkaWhatRedisHolds(DeliveryGuarantee delivery) throws Exception {
    options = platform.telling();
    options.set(KafkaOptions.USER_STATES_DELIVERY, delivery);
    platform.start(options);
    platform.happen(daily("ada", THREE_WEEKS));
    awaitTier("ada", "devoted");
    awaitSameAsRedis("ada");

    platform.happen(click("ben", LAST_NOON + 14 * DAY));

    awaitTier("ada", "at-risk");
    awaitSameAsRedis("ada", "ben");
    StickinessState ada =
        Platform.decoded(platform.told().getOrDefault("ada", Optional.empty()).orElseThrow());
    assertThat(ada.getLastSeen()).isEqualTo(Instant.ofEpochMilli(LAST_NOON));
    assertThat(ada.getAsOf()).isAfter(ada.getLastSeen());

    platform.happen(click("cyd", LAST_NOON + 400 * DAY));

    awaitSameAsRedis("cyd");
    eventually()
        .untilAsserted(
            () ->
                assertThat(platform.told())
                    .containsEntry("ada", Optional.empty())
                    .containsEntry("ben", Optional.empty()));
  }

  private void awaitSameAsRedis(String... users) {
    for (String user : users) {
      eventually()
          .untilAsserted(
              () ->
                  assertThat(platform.told(user))
                      .isNotEmpty()
                      .isEqualTo(platform.stickiness(user)));
    }
  }

  /** Half of the users come daily and buy every fifth day, the others come once a month. */
  private static List<Interaction> quarter() {
    List<Interaction> quarter = new ArrayList<>();
    for (int day = 0; day < 90; day++) {
      for (int user = 0; user < 10; user++) {
        if (user < 5 || day % 30 == user) {
          quarter.add(click("user-" + user, MONDAY_NOON + day * DAY));
        }
        if (user < 5 && day % 5 == 0) {
          quarter.add(purchase("user-" + user, MONDAY_NOON + day * DAY));
        }
      }
    }
    return quarter;
  }

  @Test
  void tellsWhoIsLikelyToBuyAndHowThePlatformIsDoing() throws Exception {
    options.set(StickinessOptions.LEAST_CONVERSIONS, 10);
    platform.start(options);
    platform.happen(click("buyer", MONDAY_NOON));
    eventually().untilAsserted(() -> assertThat(platform.stickiness("buyer")).isNotEmpty());
    assertThat(platform.stickiness("buyer")).doesNotContainKey("propensity");

    platform.happen(quarter());
    platform.happen(click("latest", MONDAY_NOON + 90 * DAY));
    platform.happen(purchase("latest", MONDAY_NOON + 90 * DAY + 1));

    eventually()
        .untilAsserted(
            () -> {
              // The next event of a user is judged by the model as it is by then.
              platform.happen(again("user-1"), again("user-9"));
              assertThat(propensity("user-1")).isGreaterThan(0.5);
              assertThat(propensity("user-9")).isLessThan(0.2);
              assertThat(platform.redis().hgetall("platform"))
                  .containsEntry("users", "12")
                  .containsEntry("mau", "11")
                  .containsEntry("wau", "7")
                  .containsEntry("buyers", "6")
                  .containsEntry("purchases", "26")
                  .containsEntry("conversionRate", "0.545")
                  .containsEntry("buyers:new", "1")
                  .containsEntry("day", "2020-05-31");
            });
  }

  private int agains;

  private Interaction again(String user) {
    String id = user + "-again-" + agains++;
    return Interaction.click(id, user, "item-" + id, MONDAY_NOON + 90 * DAY + agains);
  }

  private double propensity(String user) {
    return Double.parseDouble(platform.stickiness(user).getOrDefault("propensity", "NaN"));
  }

  @Test
  void goesOnFromASavepoint() throws Exception {
    options = platform.telling();
    JobClient job = platform.start(options);
    platform.happen(daily("ada", THREE_WEEKS));
    awaitTier("ada", "devoted");
    String savepoint = platform.stop(job);

    platform.resume(options, savepoint);
    platform.happen(click("ben", LAST_NOON + 14 * DAY));

    awaitTier("ada", "at-risk");
    assertThat(platform.stickiness("ada")).containsEntry("bestStreak", "21");
    awaitSameAsRedis("ada", "ben");
    eventually()
        .untilAsserted(
            () ->
                assertThat(platform.redis().hgetall("stickiness:tiers"))
                    .containsEntry("at-risk", "1")
                    .containsEntry("new", "1"));
  }
}
