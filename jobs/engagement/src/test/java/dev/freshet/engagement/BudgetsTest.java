package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.MINUTE;
import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static dev.freshet.engagement.Rules.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.time.CarriedTimeOperator;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.testing.GivenUp;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BudgetsTest {

  private static final long SECOND = 1_000L;

  private KeyedOneInputStreamOperatorTestHarness<String, Grant, AccountChange> budgets;

  @BeforeEach
  void open() throws Exception {
    budgets = newBudgets();
    budgets.open();
  }

  @AfterEach
  void close() throws Exception {
    budgets.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Grant, AccountChange> newBudgets()
      throws Exception {
    return harness(new Budgets(SETTINGS));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Grant, AccountChange> harness(
      KeyedProcessFunction<String, Grant, AccountChange> function) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new CarriedTimeOperator<>(function), Grant::rule, Types.STRING);
  }

  private static Grant grant(String user, String rule, long atMillis) {
    return new Grant(
        user + atMillis, rule, user, "" + atMillis, atMillis, Rules.TEN, "", 0L, 2L, 0.0, false);
  }

  private void earns(String user, String rule, long atMillis) throws Exception {
    budgets.processElement(grant(user, rule, atMillis), 0L);
  }

  private List<String> given() {
    return budgets.extractOutputValues().stream().map(AccountChange::user).toList();
  }

  @Test
  void givesTheBudgetOfEachRuleToThoseWhoEarnedItFirst() throws Exception {
    earns("cyd", "tea", MONDAY_NOON + 2 * SECOND);
    earns("bob", "tea", MONDAY_NOON + SECOND);
    earns("cyd", "cake", MONDAY_NOON + SECOND);
    earns("ada", "tea", MONDAY_NOON + SECOND);
    budgets.processWatermark(MONDAY_NOON + MINUTE);
    assertThat(given()).isEmpty();

    budgets.processWatermark(MONDAY_NOON + MINUTE + 2 * SECOND);
    assertThat(given()).containsExactlyInAnyOrder("ada", "bob", "cyd");
    earns("dan", "tea", MONDAY_NOON + 3 * SECOND);
    budgets.processWatermark(MONDAY_NOON + 2 * MINUTE);
    assertThat(given()).hasSize(3);
  }

  @Test
  void spendsNothingTwiceAfterARestore() throws Exception {
    earns("ada", "tea", MONDAY_NOON);
    earns("bob", "tea", MONDAY_NOON + 10 * SECOND);
    budgets.processWatermark(MONDAY_NOON + MINUTE);
    OperatorSubtaskState snapshot = budgets.snapshot(1L, 1L);
    close();
    budgets = newBudgets();
    budgets.initializeState(snapshot);
    budgets.open();

    earns("cyd", "tea", MONDAY_NOON + 20 * SECOND);
    budgets.processWatermark(MONDAY_NOON + 2 * MINUTE);
    assertThat(given()).containsExactly("bob");
  }

  @Test
  void refusesAtOnceWhatComesWhenTheBudgetIsSpent() throws Exception {
    earns("ada", "tea", MONDAY_NOON);
    earns("bob", "tea", MONDAY_NOON);
    budgets.processWatermark(MONDAY_NOON + MINUTE);
    assertThat(given()).containsExactly("ada", "bob");

    int kept = budgets.numKeyedStateEntries();
    earns("cyd", "tea", MONDAY_NOON + SECOND);
    assertThat(budgets.numKeyedStateEntries()).isEqualTo(kept);
    assertThat(budgets.numEventTimeTimers()).isZero();
  }

  @Test
  void decidesOnManyOfOneSecondInTheirOrder() throws Exception {
    for (int user = 0; user < 5_000; user++) {
      earns("user" + (9_999 - user), "tea", MONDAY_NOON);
    }
    budgets.processWatermark(MONDAY_NOON + MINUTE);

    assertThat(given()).containsExactly("user5000", "user5001");
  }

  @Test
  void goesOnFromWhatAnEarlierBuildKept() throws Exception {
    close();
    budgets = harness(new AllInOneList());
    budgets.open();
    earns("cyd", "tea", MONDAY_NOON + 20 * SECOND);
    earns("bob", "tea", MONDAY_NOON + 10 * SECOND);
    earns("ada", "tea", MONDAY_NOON);
    OperatorSubtaskState snapshot = budgets.snapshot(1L, 1L);
    close();
    budgets = newBudgets();
    budgets.initializeState(snapshot);
    budgets.open();

    earns("dan", "tea", MONDAY_NOON + 10 * SECOND);
    budgets.processWatermark(MONDAY_NOON + MINUTE);
    assertThat(given()).containsExactly("ada");
    budgets.processWatermark(MONDAY_NOON + 2 * MINUTE);
    assertThat(given()).containsExactly("ada", "bob");
    assertThat(budgets.numEventTimeTimers()).isZero();
  }

  @Test
  void leavesOutWhatWaitsForATimerThatIsGivenUpAndStillKnowsWhatWasGiven() throws Exception {
    earns("ada", "tea", MONDAY_NOON);
    earns("bob", "tea", MONDAY_NOON + 10 * SECOND);
    GivenUp.of(budgets.getOperator(), "tea").leaveOut(MONDAY_NOON + MINUTE);
    budgets.processWatermark(MONDAY_NOON + MINUTE + 10 * SECOND);
    GivenUp.of(budgets.getOperator(), "tea").forget();
    earns("cyd", "tea", MONDAY_NOON + 20 * SECOND);
    earns("dan", "tea", MONDAY_NOON + 20 * SECOND);
    budgets.processWatermark(MONDAY_NOON + 2 * MINUTE);

    assertThat(given()).containsExactly("bob", "cyd");
  }

  /** Keeps what waits as earlier builds did. */
  private static final class AllInOneList
      extends KeyedProcessFunction<String, Grant, AccountChange> {

    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Grant grant, Context context, Collector<AccountChange> out)
        throws Exception {
      getRuntimeContext().getListState(Budgets.unsortedState()).add(grant);
      context.timerService().registerEventTimeTimer(grant.atMillis() + MINUTE);
    }
  }
}
