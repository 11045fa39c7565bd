package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.MINUTE;
import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static dev.freshet.engagement.Rules.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.ProgressChange;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountsTest {

  private static final long ACTIVITY_END = MONDAY_NOON + 2 * MINUTE;

  private KeyedOneInputStreamOperatorTestHarness<String, AccountChange, RedisWrite> accounts;

  @BeforeEach
  void open() throws Exception {
    accounts = newAccounts();
    accounts.open();
  }

  @AfterEach
  void close() throws Exception {
    accounts.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, AccountChange, RedisWrite>
      newAccounts() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new Accounts(SETTINGS, null), AccountChange::user, Types.STRING);
  }

  private static Grant grant(String user, long atMillis, boolean isHeldOut) {
    return new Grant(
        user + atMillis,
        "tea",
        user,
        "" + atMillis,
        atMillis,
        Rules.TEN,
        "winter",
        ACTIVITY_END,
        0L,
        0.1,
        isHeldOut);
  }

  private void earns(String user, long atMillis) throws Exception {
    accounts.processElement(AccountChange.of(grant(user, atMillis, false)), 0L);
  }

  private void comesTo(String user, int done, long atMillis) throws Exception {
    ProgressChange progress =
        new ProgressChange(user, "cake", done, 5, "ever", Long.MAX_VALUE, atMillis);
    accounts.processElement(AccountChange.of(progress), 0L);
  }

  private void aMomentPasses() throws Exception {
    accounts.setProcessingTime(accounts.getProcessingTime() + Accounts.MOMENT_MILLIS);
  }

  private List<RedisWrite> writes() {
    return accounts.extractOutputValues();
  }

  private static Map<String, String> fields(RedisWrite write) {
    return write.fields();
  }

  @Test
  void writeOnceWhatChangesOfAUserWithinAMoment() throws Exception {
    earns("ada", MONDAY_NOON);
    comesTo("ada", 1, MONDAY_NOON);
    comesTo("ada", 2, MONDAY_NOON + 1);
    earns("ada", MONDAY_NOON + 2);
    assertThat(writes()).isEmpty();

    aMomentPasses();
    assertThat(writes())
        .extracting(RedisWrite::key)
        .containsExactly("engagement:ada", "points:top", "activity:winter:top");
    assertThat(fields(writes().get(0)))
        .containsEntry("points", "20")
        .containsEntry("progress:cake", "{\"done\":2,\"of\":5,\"within\":\"ever\"}")
        .containsEntry("asOf", Long.toString(MONDAY_NOON + 2));
    assertThat(writes().get(1).score()).isEqualTo(20.0);
    assertThat(writes().get(2).score()).isEqualTo(20.0);

    aMomentPasses();
    assertThat(writes()).hasSize(3);
  }

  @Test
  void giveRewardsAtOnce() throws Exception {
    earns("ada", MONDAY_NOON);

    assertThat(accounts.getSideOutput(Accounts.REWARDS)).hasSize(1);
  }

  @Test
  void writeThePlaceInAnActivityThatEndedWithinTheMoment() throws Exception {
    earns("ada", MONDAY_NOON);
    comesTo("ada", 1, ACTIVITY_END);
    aMomentPasses();

    assertThat(writes()).extracting(RedisWrite::key).contains("activity:winter:top");
  }

  @Test
  void giveNothingToWhoIsHeldOut() throws Exception {
    accounts.processElement(AccountChange.of(grant("ada", MONDAY_NOON, true)), 0L);
    aMomentPasses();

    assertThat(writes()).isEmpty();
    assertThat(accounts.getSideOutput(Accounts.REWARDS)).isNull();
  }

  @Test
  void writeWhatHasChangedBeforeACheckpointAndGoOnFromIt() throws Exception {
    earns("ada", MONDAY_NOON);
    accounts.prepareSnapshotPreBarrier(1L);
    OperatorSubtaskState snapshot = accounts.snapshot(1L, 1L);
    assertThat(writes()).hasSize(3);
    close();
    accounts = newAccounts();
    accounts.initializeState(snapshot);
    accounts.open();

    earns("ada", MONDAY_NOON + 1);
    aMomentPasses();
    assertThat(fields(writes().get(0))).containsEntry("points", "20");
  }

  @Test
  void writeWhatHasChangedWhenTheInputEnds() throws Exception {
    earns("ada", MONDAY_NOON);
    accounts.endInput();

    assertThat(writes()).hasSize(3);
  }
}
