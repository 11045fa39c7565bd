package dev.freshet.runtime.userstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.runtime.failure.RememberingJobManager;
import dev.freshet.runtime.record.UserState;
import dev.freshet.runtime.state.CacheLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserStatePacerTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration LIFE = Duration.ofDays(180);
  private static final long SECOND = 1_000L;

  private KeyedOneInputStreamOperatorTestHarness<String, UserState, UserState> pacer;

  @BeforeEach
  void open() throws Exception {
    pacer = opened(LIFE);
  }

  @AfterEach
  void close() throws Exception {
    pacer.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, UserState, UserState> pacer(
      Duration life) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new UserStatePacer(INTERVAL, life, CacheLimits.ofEntries(2)),
        UserState::user,
        Types.STRING);
  }

  /** The pacer begins again from a checkpoint, and a job manager knows how often it has failed. */
  private void startAnew(OperatorSubtaskState checkpoint, RememberingJobManager jobManager)
      throws Exception {
    long now = pacer.getProcessingTime();
    close();
    pacer =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new UserStatePacer(INTERVAL, LIFE, CacheLimits.ofEntries(2)),
            UserState::user,
            Types.STRING,
            jobManager.environment());
    pacer.getStreamConfig().setOperatorID(new OperatorID(1L, 2L));
    pacer.getStreamConfig().serializeAllConfigs();
    pacer.setProcessingTime(now);
    pacer.initializeState(checkpoint);
    pacer.open();
  }

  /** What is kept of a user says nothing behind its layout any more. */
  private void damage(String user) throws Exception {
    UserStatePacer operator = (UserStatePacer) pacer.getOperator();
    operator.setCurrentKey(user);
    operator
        .<String>getKeyedStateBackend()
        .getPartitionedState(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            UserStatePacer.pacedUserState())
        .update(new byte[] {PacedUser.LAYOUT.version()});
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, UserState, UserState> opened(
      Duration life) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, UserState, UserState> pacer = pacer(life);
    pacer.open();
    pacer.setProcessingTime(NOON);
    return pacer;
  }

  private static UserState state(String user, String says) {
    return new UserState(user, says.getBytes(StandardCharsets.UTF_8), says.hashCode());
  }

  private void tell(String user, String says) throws Exception {
    pacer.processElement(state(user, says), 0L);
  }

  private void forget(String user) throws Exception {
    pacer.processElement(UserState.forgotten(user), 0L);
  }

  private void pass(Duration time) throws Exception {
    pacer.setProcessingTime(pacer.getProcessingTime() + time.toMillis());
  }

  /** What was written of whom since the last time. */
  private List<String> written() {
    List<String> written =
        pacer.extractOutputValues().stream().map(UserStatePacerTest::text).toList();
    pacer.getOutput().clear();
    return written;
  }

  private static String text(UserState state) {
    byte[] value = state.value();
    return state.user()
        + (value == null ? " is forgotten" : ": " + new String(value, StandardCharsets.UTF_8));
  }

  @Test
  void writesTheFirstChangeAtOnceAndTheLastOneAfterAnInterval() throws Exception {
    tell("ada", "new");
    tell("ada", "casual");
    tell("ada", "regular");
    tell("ben", "new");
    assertThat(written()).containsExactly("ada: new", "ben: new");

    pass(INTERVAL.minusMillis(1));
    assertThat(written()).isEmpty();
    pass(Duration.ofMillis(1));

    assertThat(written()).containsExactly("ada: regular");
  }

  @Test
  void forgetsAUserAtWhoseTimerItFailsAsOftenAsItMayAndGoesOnWithTheOthers() throws Exception {
    for (String user : List.of("ada", "ben")) {
      tell(user, "new");
      tell(user, "casual");
    }
    RememberingJobManager jobManager = new RememberingJobManager();
    startAnew(pacer.snapshot(1L, 1L), jobManager);
    damage("ada");
    OperatorSubtaskState checkpoint = pacer.snapshot(2L, 2L);
    for (int failures = 0; failures < 2; failures++) {
      startAnew(checkpoint, jobManager);
      assertThatThrownBy(() -> pass(INTERVAL)).hasStackTraceContaining("failed at a timer");
    }

    startAnew(checkpoint, jobManager);
    pass(INTERVAL);
    tell("ada", "regular");

    assertThat(written()).containsExactly("ben: casual", "ada: regular");
  }

  @Test
  void writesAChangeAtOnceThatComesAfterTheInterval() throws Exception {
    tell("ada", "new");
    pass(INTERVAL);
    tell("ada", "casual");

    assertThat(written()).containsExactly("ada: new", "ada: casual");
  }

  @Test
  void writesNothingThatTheTopicSaysAlready() throws Exception {
    tell("ada", "new");
    tell("ada", "casual");
    tell("ada", "new");
    pass(INTERVAL.multipliedBy(2));
    tell("ada", "new");

    assertThat(written()).containsExactly("ada: new");
  }

  @Test
  void saysWhomTheJobForgets() throws Exception {
    tell("ada", "new");
    forget("ada");
    assertThat(written()).containsExactly("ada: new");
    pass(INTERVAL);
    assertThat(written()).containsExactly("ada is forgotten");

    tell("ada", "new");

    assertThat(written()).containsExactly("ada: new");
  }

  @Test
  void doesNotForgetAUserWhoComesBackInTime() throws Exception {
    tell("ada", "new");
    forget("ada");
    tell("ada", "casual");
    pass(INTERVAL);

    assertThat(written()).containsExactly("ada: new", "ada: casual");
  }

  @Test
  void saysNothingOfAUserWhomTheTopicDoesNotKnow() throws Exception {
    forget("ada");
    pass(LIFE);

    assertThat(written()).isEmpty();
    assertThat(pacer.numKeyedStateEntries()).isZero();
  }

  @Test
  void forgetsAUserOfWhomNothingIsToldForALife() throws Exception {
    tell("ada", "new");
    pass(LIFE.minusMillis(1));
    tell("ada", "new");
    assertThat(written()).containsExactly("ada: new");

    pass(LIFE.minusMillis(1));
    assertThat(written()).isEmpty();
    pass(Duration.ofMillis(1));

    assertThat(written()).containsExactly("ada is forgotten");
    assertThat(pacer.numKeyedStateEntries()).isZero();
    assertThat(pacer.numProcessingTimeTimers()).isZero();
  }

  @Test
  void remembersUsersUntilTheJobForgetsThemWhereItTells() throws Exception {
    pacer.close();
    pacer = opened(Duration.ZERO);
    tell("ada", "new");

    pass(LIFE.multipliedBy(2));

    assertThat(written()).containsExactly("ada: new");
    assertThat(pacer.numProcessingTimeTimers()).isZero();
  }

  @Test
  void hasOneTimerAUser() throws Exception {
    for (int i = 0; i < 100; i++) {
      tell("ada", "change " + i);
      pass(Duration.ofSeconds(17));
    }

    assertThat(pacer.numProcessingTimeTimers()).isOne();
  }

  @Test
  void goesOnFromASnapshot() throws Exception {
    tell("ada", "new");
    tell("ada", "casual");
    tell("ben", "new");
    tell("cyd", "new");
    forget("cyd");
    assertThat(written()).hasSize(3);

    OperatorSubtaskState snapshot = pacer.snapshot(1L, NOON);
    pacer.close();
    pacer = pacer(LIFE);
    pacer.initializeState(snapshot);
    pacer.open();
    pacer.setProcessingTime(NOON + SECOND);
    tell("ben", "new");
    assertThat(written()).isEmpty();
    pass(INTERVAL);

    assertThat(written()).containsExactlyInAnyOrder("ada: casual", "cyd is forgotten");
    pass(LIFE);
    assertThat(written()).containsExactlyInAnyOrder("ada is forgotten", "ben is forgotten");
  }

  @Test
  void writesWhatWaitsWhereTheInputEnds() throws Exception {
    tell("ada", "new");
    tell("ada", "casual");
    tell("ben", "new");
    pacer.endInput();

    assertThat(written()).containsExactly("ada: new", "ben: new", "ada: casual");
  }
}
