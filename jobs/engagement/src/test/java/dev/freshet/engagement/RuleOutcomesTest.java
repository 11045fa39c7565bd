package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.DAY;
import static dev.freshet.engagement.Rules.HOUR;
import static dev.freshet.engagement.Rules.MINUTE;
import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static dev.freshet.engagement.Rules.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.time.CarriedTimeOperator;
import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.effect.OutcomeChange;
import dev.freshet.scoring.effect.OutcomeChange.Step;
import dev.freshet.testing.GivenUp;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuleOutcomesTest {

  private static final int MONDAY = (int) (MONDAY_NOON / DAY);
  private static final long LATENESS = MINUTE;
  private static final long WEEK_IS_OVER = (MONDAY + 8) * DAY + LATENESS;
  private static final long ALL_IS_OVER = (MONDAY + 29) * DAY + LATENESS;

  private KeyedOneInputStreamOperatorTestHarness<String, FollowUp, OutcomeChange> outcomes;

  @BeforeEach
  void open() throws Exception {
    outcomes = newOutcomes();
    outcomes.open();
  }

  @AfterEach
  void close() throws Exception {
    outcomes.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, FollowUp, OutcomeChange>
      newOutcomes() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new CarriedTimeOperator<>(new RuleOutcomes(SETTINGS)), FollowUp::user, Types.STRING);
  }

  private void isMet(String user) throws Exception {
    outcomes.processElement(
        FollowUp.met(user, "measured", MONDAY_NOON, MONDAY, 0.5, false, 250L), 0L);
  }

  private void acts(String user, long atMillis) throws Exception {
    outcomes.processElement(FollowUp.acted(user, atMillis, (int) (atMillis / DAY), 60L, false), 0L);
  }

  private List<Step> steps() {
    return outcomes.extractOutputValues().stream().map(OutcomeChange::step).toList();
  }

  private OutcomeChange last() {
    List<OutcomeChange> all = outcomes.extractOutputValues();
    return all.get(all.size() - 1);
  }

  @Test
  void tellWhatBecameOfAUserWhenItIsKnown() throws Exception {
    acts("ada", MONDAY_NOON + DAY);
    acts("bob", MONDAY_NOON + DAY);
    isMet("ada");
    outcomes.processWatermark(WEEK_IS_OVER - 1);
    assertThat(steps()).containsExactly(Step.MET);

    outcomes.processWatermark(WEEK_IS_OVER);
    assertThat(steps()).containsExactly(Step.MET, Step.WEEK);
    outcomes.processWatermark(ALL_IS_OVER - 1);
    assertThat(steps()).hasSize(2);
    outcomes.processWatermark(ALL_IS_OVER);
    assertThat(last())
        .isEqualTo(
            new OutcomeChange(
                "measured",
                0.5,
                false,
                Step.FOUR_WEEKS,
                (MONDAY + 29) * DAY,
                true,
                false,
                60L,
                250L));
    assertThat(outcomes.numEventTimeTimers()).isZero();
  }

  @Test
  void countWhatComesOutOfOrderForTheDayOnWhichItOccurred() throws Exception {
    isMet("ada");
    acts("ada", MONDAY_NOON + 20 * DAY);
    acts("ada", MONDAY_NOON + 3 * DAY);
    acts("ada", MONDAY_NOON - HOUR);
    outcomes.processWatermark(ALL_IS_OVER);

    assertThat(steps()).containsExactly(Step.MET, Step.WEEK, Step.FOUR_WEEKS);
    assertThat(outcomes.extractOutputValues().get(1).returned()).isTrue();
    assertThat(last().seconds()).isEqualTo(120L);
  }

  @Test
  void forgetWhoStaysSilentForTheTtl() throws Exception {
    isMet("ada");
    // What is decoded in heap is written with a checkpoint; the clock is that of the state.
    OperatorSubtaskState snapshot = outcomes.snapshot(1L, 1L);
    close();
    outcomes = newOutcomes();
    outcomes.initializeState(snapshot);
    outcomes.open();
    outcomes.setStateTtlProcessingTime(SETTINGS.stateTtl().toMillis() + 1);
    outcomes.processWatermark(ALL_IS_OVER);

    assertThat(outcomes.extractOutputValues()).isEmpty();
  }

  @Test
  void goOnAfterARestore() throws Exception {
    isMet("ada");
    acts("ada", MONDAY_NOON + DAY);
    outcomes.processWatermark(WEEK_IS_OVER);
    OperatorSubtaskState snapshot = outcomes.snapshot(1L, 1L);
    close();
    outcomes = newOutcomes();
    outcomes.initializeState(snapshot);
    outcomes.open();

    isMet("ada");
    outcomes.processWatermark(ALL_IS_OVER);
    assertThat(steps()).containsExactly(Step.FOUR_WEEKS);
    assertThat(last().cost()).isEqualTo(500L);
  }

  @Test
  void leaveOutWhatWaitsForATimerThatIsGivenUp() throws Exception {
    isMet("ada");
    isMet("bob");
    GivenUp.of(outcomes.getOperator(), "ada").leaveOut(MONDAY_NOON + LATENESS);
    acts("ada", MONDAY_NOON + DAY);
    outcomes.processWatermark(ALL_IS_OVER);

    assertThat(steps()).containsExactly(Step.MET, Step.WEEK, Step.FOUR_WEEKS);
    assertThat(outcomes.numEventTimeTimers()).isZero();
  }
}
