package dev.freshet.stickiness;

import static dev.freshet.stickiness.Moments.MONDAY_NOON;
import static dev.freshet.stickiness.Moments.SECOND;
import static dev.freshet.stickiness.Moments.SETTINGS;
import static dev.freshet.stickiness.Moments.WITH_PURCHASES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.UserState;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.time.CarriedTimeOperator;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.stickiness.Components;
import dev.freshet.scoring.stickiness.ConversionExample;
import dev.freshet.scoring.stickiness.ConversionModel;
import dev.freshet.scoring.stickiness.ReturnExample;
import dev.freshet.scoring.stickiness.ReturnModel;
import dev.freshet.scoring.stickiness.StickinessState;
import dev.freshet.scoring.stickiness.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

// A harness may be interrupted while it closes; no test is.
@SuppressWarnings("try")
class PublishingTest {

  private static final StickinessJobSettings TELLING =
      Moments.settings(Map.of("kafka.topics.stickiness", "stickiness"));

  private static final double[] FEATURES = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

  private static final double[] CONVERSION = {1, 0, 0, 0, 0, 0, 0};

  private static final long ARRIVED = MONDAY_NOON + 20;

  private static final double[] NONE = {};

  private static final long ORIGIN =
      new Origins(List.of("clicks")).of("clicks", 3, 17, RawRecord.NO_TIMESTAMP);
  private static final String PLACE = "partition 3";

  private static Observation observation(Tier tier) {
    StickinessState state =
        new StickinessState(18322, 47.6, new Components(1, 0.5, 0.25, 0), tier, -12.4, 1, 9, 0, 4);
    return new Observation(
        "ada", MONDAY_NOON, MONDAY_NOON - SECOND, state, true, FEATURES, CONVERSION, ARRIVED);
  }

  private static ReturnExample example() {
    return new ReturnExample(MONDAY_NOON, FEATURES, false, 1.0);
  }

  private static List<RedisWrite> published(Observation observation, LearnedModel... models)
      throws Exception {
    return published(SETTINGS, observation, models);
  }

  private static List<RedisWrite> published(
      StickinessJobSettings settings, Observation observation, LearnedModel... models)
      throws Exception {
    try (KeyedBroadcastOperatorTestHarness<String, Observation, LearnedModel, RedisWrite>
        publishing =
            ProcessFunctionTestHarnesses.forKeyedBroadcastProcessFunction(
                new Publishing(settings), Observation::user, Types.STRING, Publishing.MODEL)) {
      for (LearnedModel model : models) {
        publishing.processBroadcastElement(model, MONDAY_NOON);
      }
      publishing.processElement(observation, MONDAY_NOON);
      return publishing.extractOutputValues();
    }
  }

  @Test
  void tellsWhichEventTheUsersHashFollowsFrom() throws Exception {
    List<RedisWrite> writes = published(observation(Tier.REGULAR));

    assertThat(writes.get(0).eventMillis()).isEqualTo(MONDAY_NOON);
    assertThat(writes.get(0).arrivedMillis()).isEqualTo(ARRIVED);
    assertThat(writes.subList(1, writes.size()))
        .extracting(RedisWrite::arrivedMillis)
        .containsOnly(0L);
  }

  @Test
  void writesTheWholeStateOfAUser() throws Exception {
    RedisWrite hash = published(observation(Tier.REGULAR)).get(0);

    assertThat(hash.key()).isEqualTo("stickiness:ada");
    assertThat(hash.fields())
        .containsEntry("score", "48")
        .containsEntry("tier", "regular")
        .containsEntry("trend", "-12")
        .containsEntry("frequency", "0.500")
        .containsEntry("activeDays28", "9")
        .containsEntry("bestStreak", "4")
        .containsEntry("returnProbability", "0.500")
        .containsEntry("asOf", Long.toString(MONDAY_NOON))
        .hasSize(13);
  }

  @Test
  void letsTheHashExpireLaterThanTheUserIsForgotten() throws Exception {
    RedisWrite hash = published(observation(Tier.REGULAR)).get(0);

    assertThat(Duration.ofMillis(hash.ttlMillis()))
        .isGreaterThan(Duration.ofDays(SETTINGS.scoring().retentionDays() + 1))
        .isLessThanOrEqualTo(Duration.ofDays(SETTINGS.scoring().retentionDays() + 2));
  }

  @Test
  void judgesByTheLatestModel() throws Exception {
    ReturnModel model = new ReturnModel();
    model.learn(example());

    RedisWrite hash =
        published(
                observation(Tier.REGULAR), new LearnedModel(LearnedModel.RETURN, model.serialize()))
            .get(0);

    assertThat(hash.fields()).containsEntry("returnProbability", "0.401");
  }

  private static LearnedModel conversions(int count) {
    ConversionModel model = new ConversionModel();
    for (int i = 0; i < count; i++) {
      model.learn(new ConversionExample(MONDAY_NOON, CONVERSION, true, 1.0));
    }
    return new LearnedModel(LearnedModel.CONVERSION, model.serialize());
  }

  @Test
  void tellsThePropensityOnceEnoughPurchasesWereLearnedFrom() throws Exception {
    Observation ada = observation(Tier.REGULAR);

    assertThat(published(WITH_PURCHASES, ada).get(0).fields()).doesNotContainKey("propensity");
    assertThat(published(WITH_PURCHASES, ada, conversions(1)).get(0).fields())
        .doesNotContainKey("propensity");
    assertThat(published(WITH_PURCHASES, ada, conversions(1), conversions(2)).get(0).fields())
        .containsKey("propensity")
        .containsEntry("returnProbability", "0.500")
        .hasSize(14);
    assertThat(published(SETTINGS, ada, conversions(2)).get(0).fields())
        .doesNotContainKey("propensity");
  }

  @Test
  void putsAUserAtRiskIntoTheAudienceAndTakesAnyOtherOut() throws Exception {
    RedisWrite enters = RedisWrite.member("stickiness:at-risk", "ada", 48, 10_000);
    RedisWrite leaves = RedisWrite.noMember("stickiness:at-risk", "ada");

    assertThat(published(observation(Tier.AT_RISK))).contains(enters).doesNotContain(leaves);
    assertThat(published(observation(Tier.DORMANT)))
        .contains(leaves, RedisWrite.member("stickiness:top", "ada", 48, 10_000))
        .doesNotContain(enters);
  }

  @Test
  void leavesAUserInPlaceWhoseScoreAndTierAreTheSame() throws Exception {
    Observation moved = observation(Tier.REGULAR);
    Observation same =
        new Observation(
            "ada", MONDAY_NOON, MONDAY_NOON, moved.state(), false, FEATURES, CONVERSION, ARRIVED);

    assertThat(published(same)).extracting(RedisWrite::key).containsExactly("stickiness:ada");
  }

  private static List<UserState> told(StickinessJobSettings settings, Observation observation)
      throws Exception {
    try (KeyedBroadcastOperatorTestHarness<String, Observation, LearnedModel, RedisWrite>
        publishing =
            ProcessFunctionTestHarnesses.forKeyedBroadcastProcessFunction(
                new Publishing(settings), Observation::user, Types.STRING, Publishing.MODEL)) {
      publishing.processElement(observation, MONDAY_NOON);
      Queue<StreamRecord<UserState>> told = publishing.getSideOutput(Publishing.USER_STATES);
      return told == null ? List.of() : told.stream().map(StreamRecord::getValue).toList();
    }
  }

  @Test
  void tellsOthersWhatItWritesWhereTheyWantToKnow() throws Exception {
    UserState told = told(TELLING, observation(Tier.REGULAR)).get(0);

    assertThat(told.user()).isEqualTo("ada");
    assertThat(RecordEncoding.stickiness().decode(Objects.requireNonNull(told.value())))
        .isEqualTo(
            new dev.freshet.schemas.StickinessState(
                "ada",
                Instant.ofEpochMilli(MONDAY_NOON),
                Instant.ofEpochMilli(MONDAY_NOON - SECOND),
                48,
                "regular",
                -12,
                1.0,
                0.5,
                0.25,
                0.0,
                1,
                9,
                0,
                4,
                0.5,
                null));
    assertThat(told(SETTINGS, observation(Tier.REGULAR))).isEmpty();
  }

  @Test
  void tellsOthersWhomItForgets() throws Exception {
    assertThat(told(TELLING, Observation.forgotten("ada", MONDAY_NOON)))
        .containsExactly(UserState.forgotten("ada"));
  }

  @Test
  void leavesNothingOfAUserWhoIsForgotten() throws Exception {
    assertThat(published(Observation.forgotten("ada", MONDAY_NOON)))
        .containsExactly(
            RedisWrite.delete("stickiness:ada"),
            RedisWrite.noMember("stickiness:top", "ada"),
            RedisWrite.noMember("stickiness:at-risk", "ada"));
  }

  @Test
  void countsTheUsersOfEachTierOnceAnInterval() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<Byte, TierChange, RedisWrite> counts =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new TierCounts(SETTINGS, null)),
            change -> (byte) 0,
            Types.BYTE)) {
      counts.open();
      counts.processElement(new TierChange(null, Tier.NEW, 1L), 1L);
      counts.processElement(new TierChange(null, Tier.NEW, 2L), 2L);
      counts.processElement(new TierChange(Tier.NEW, Tier.CASUAL, 3L), 3L);
      counts.processElement(new TierChange(Tier.CASUAL, null, 4L), 4L);
      counts.setProcessingTime(SECOND);

      assertThat(counts.extractOutputValues()).hasSize(1);
      assertThat(counts.extractOutputValues().get(0).fields())
          .containsEntry("new", "1")
          .containsEntry("casual", "0")
          .containsEntry("asOf", "4");
    }
  }

  @Test
  void writesTheCountsOnceMoreWhereALogEnds() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<Byte, TierChange, RedisWrite> counts =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new CarriedTimeOperator<>(new TierCounts(SETTINGS, null), SETTINGS.quiet()),
            change -> (byte) 0,
            Types.BYTE)) {
      counts.open();
      counts.processElement(new TierChange(null, Tier.NEW, 1L), 1L);
      counts.endInput();

      assertThat(counts.extractOutputValues()).hasSize(1);
    }
  }

  @Test
  void getsAModelThatHasLearnedOnceAnInterval() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<Byte, ReturnExample, LearnedModel> training =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new ReturnTraining(SETTINGS)),
            example -> (byte) 0,
            Types.BYTE)) {
      training.open();
      training.processElement(example(), MONDAY_NOON);
      training.processElement(example(), MONDAY_NOON);
      training.setProcessingTime(SECOND);

      assertThat(training.extractOutputValues()).hasSize(1);
      assertThat(
              ReturnModel.deserialize(training.extractOutputValues().get(0).serialized())
                  .examples())
          .isEqualTo(2);
    }
  }

  @Test
  void tellsOnWhichRecordItFails() throws Exception {
    Observation broken =
        new Observation(
            "ada",
            MONDAY_NOON,
            MONDAY_NOON,
            observation(Tier.REGULAR).state(),
            true,
            NONE,
            CONVERSION,
            0L);
    try (KeyedBroadcastOperatorTestHarness<String, Observation, LearnedModel, RedisWrite>
        publishing =
            ProcessFunctionTestHarnesses.forKeyedBroadcastProcessFunction(
                new Publishing(SETTINGS), Observation::user, Types.STRING, Publishing.MODEL)) {

      assertThatThrownBy(() -> publishing.processElement(broken, ORIGIN))
          .hasMessageContaining(PLACE)
          .hasCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
    }
  }

  @Test
  void getsNoModelOfARecordThatTrainingFailsOnButItsPlace() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<Byte, ReturnExample, LearnedModel> training =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new ReturnTraining(SETTINGS)),
            example -> (byte) 0,
            Types.BYTE)) {
      training.open();
      ReturnExample broken = new ReturnExample(MONDAY_NOON, NONE, false, 1.0);

      assertThatThrownBy(() -> training.processElement(broken, ORIGIN))
          .hasMessageContaining(PLACE)
          .hasCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
    }
  }
}
