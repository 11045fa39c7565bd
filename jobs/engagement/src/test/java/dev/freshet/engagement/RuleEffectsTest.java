package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static dev.freshet.engagement.Rules.SECOND;
import static dev.freshet.engagement.Rules.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.time.CarriedTimeOperator;
import dev.freshet.scoring.effect.OutcomeChange;
import dev.freshet.scoring.effect.OutcomeChange.Step;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuleEffectsTest {

  private static final long WALL = MONDAY_NOON + 1;

  private KeyedOneInputStreamOperatorTestHarness<String, OutcomeChange, RedisWrite> effects;

  @BeforeEach
  void open() throws Exception {
    effects = newEffects();
    effects.setProcessingTime(WALL);
    effects.open();
  }

  @AfterEach
  void close() throws Exception {
    effects.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, OutcomeChange, RedisWrite>
      newEffects() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new CarriedTimeOperator<>(new RuleEffects(SETTINGS, null)),
        OutcomeChange::rule,
        Types.STRING);
  }

  private void becomesKnown(String rule, Step step, boolean isHeldOut) throws Exception {
    effects.processElement(
        new OutcomeChange(
            rule, 0.5, isHeldOut, step, MONDAY_NOON, !isHeldOut, false, 60L, isHeldOut ? 0L : 250L),
        0L);
  }

  private String document() {
    return effects.extractOutputValues().get(effects.extractOutputValues().size() - 1).value();
  }

  @Test
  void publishWhatCameOfARuleOnceAnInterval() throws Exception {
    for (Step step : new Step[] {Step.MET, Step.WEEK, Step.FOUR_WEEKS}) {
      becomesKnown("measured", step, false);
    }
    becomesKnown("measured", Step.MET, true);
    becomesKnown("measured", Step.WEEK, true);
    becomesKnown("other", Step.MET, true);
    assertThat(effects.extractOutputValues()).isEmpty();
    effects.setProcessingTime(WALL + SECOND);

    assertThat(effects.extractOutputValues())
        .extracting(RedisWrite::key)
        .containsExactlyInAnyOrder("rule:measured", "rule:other");
    assertThat(effects.extractOutputValues())
        .filteredOn(write -> write.key().equals("rule:measured"))
        .extracting(RedisWrite::value)
        .containsExactly(
            "{\"v\":1,\"asOf\":%d,\"rule\":\"measured\",\"confidence\":0.9500,"
                    .formatted(MONDAY_NOON)
                + "\"rewarded\":{\"users\":1,\"followed7\":1,\"followed28\":1,\"cost\":0.2500},"
                + "\"heldOut\":{\"users\":1,\"followed7\":1,\"followed28\":0,\"cost\":0.0000},"
                + "\"return7\":{\"rewarded\":1.0000,\"heldOut\":0.0000,\"difference\":1.0000,"
                + "\"from\":-1.0000,\"to\":1.0000},"
                + "\"return28\":{\"rewarded\":1.0000,\"heldOut\":null,\"difference\":null,"
                + "\"from\":-1.0000,\"to\":1.0000},"
                + "\"conversion\":{\"rewarded\":0.0000,\"heldOut\":null,\"difference\":null,"
                + "\"from\":-1.0000,\"to\":1.0000},"
                + "\"minutes\":{\"rewarded\":1.0000,\"heldOut\":null,\"difference\":null,"
                + "\"from\":-1680.0000,\"to\":1680.0000},"
                + "\"costPerUserKept\":{\"estimate\":null,\"from\":0.2500,\"to\":null}}");
    assertThat(effects.extractOutputValues().get(0).ttlMillis())
        .isEqualTo(SETTINGS.stateTtl().toMillis());
  }

  @Test
  void publishWhatHadToWaitWhenTheInputEnds() throws Exception {
    becomesKnown("measured", Step.MET, false);
    effects.endInput();

    assertThat(document()).contains("\"rewarded\":{\"users\":1,");
  }

  @Test
  void forgetARuleOfWhichNothingIsHeardForTheTtl() throws Exception {
    becomesKnown("measured", Step.MET, false);
    restore();
    effects.setStateTtlProcessingTime(SETTINGS.stateTtl().toMillis() + 1);
    becomesKnown("measured", Step.MET, true);
    effects.setProcessingTime(WALL + SECOND);

    assertThat(document()).contains("\"rewarded\":{\"users\":0,");
  }

  @Test
  void goOnAfterARestore() throws Exception {
    becomesKnown("measured", Step.MET, false);
    restore();
    becomesKnown("measured", Step.MET, false);
    effects.setProcessingTime(WALL + SECOND);

    assertThat(document()).contains("\"rewarded\":{\"users\":2,");
  }

  private void restore() throws Exception {
    OperatorSubtaskState snapshot = effects.snapshot(1L, 1L);
    close();
    effects = newEffects();
    effects.setProcessingTime(WALL);
    effects.initializeState(snapshot);
    effects.open();
  }
}
