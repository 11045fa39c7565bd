package dev.freshet.runtime.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.runtime.failure.RememberingJobManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an operator promises of timers at which its step fails. The step says the words that wait
 * for a timer.
 */
abstract class FailedTimersContract {

  static final long NOON = 1_764_072_000_000L;
  static final long SECOND = 1_000L;

  /** It fails on it. */
  static final String POISON = "poison";

  /** It fails at every timer from then on. */
  static final String SPOILS = "spoils";

  /** It fails on it, but cannot be blamed. */
  static final String DISK = "disk";

  /** The same after a restart. */
  private static final OperatorID OPERATOR = new OperatorID(1L, 2L);

  AbstractStreamOperatorTestHarness<String> task;
  private RememberingJobManager jobManager;
  private OperatorSubtaskState checkpoint;

  /** A word that waits for a time. */
  record Word(String key, String text, long atMillis) {}

  /** Says the words of a key at their time. */
  static final class Speaker {

    private final WaitingParts<String> waiting;
    private final ValueState<Boolean> spoilt;

    Speaker(RuntimeContext context) {
      waiting =
          new WaitingParts<>(
              context.getMapState(
                  new MapStateDescriptor<>("waiting", Types.LONG, Types.LIST(Types.STRING))),
              context.getMapState(new MapStateDescriptor<>("counts", Types.LONG, Types.INT)));
      spoilt = context.getState(new ValueStateDescriptor<>("spoilt", Types.BOOLEAN));
    }

    void hear(Word word) throws Exception {
      spoilt.update(isSpoilt() || word.text().equals(SPOILS));
      waiting.add(word.atMillis(), word.text());
    }

    private boolean isSpoilt() throws IOException {
      return Boolean.TRUE.equals(spoilt.value());
    }

    /** Says that it has come to the key. */
    void visit(String key, Collector<String> out) throws Exception {
      requireUnspoilt();
      out.collect(key + " is here");
    }

    private void requireUnspoilt() throws IOException {
      if (isSpoilt()) {
        throw new IllegalStateException("spoilt");
      }
    }

    void come(String key, long timerMillis, Collector<String> out) throws Exception {
      requireUnspoilt();
      for (String word : waiting.take(timerMillis)) {
        if (word.equals(POISON)) {
          throw new IllegalStateException(POISON);
        }
        if (word.equals(DISK)) {
          throw new UncheckedIOException(new IOException("no space left"));
        }
        out.collect(key + " " + word);
      }
    }

    void leaveOut(long timerMillis) throws Exception {
      waiting.take(timerMillis);
    }

    void forget() {
      spoilt.clear();
    }
  }

  /** An operator that has a {@link Speaker}. */
  abstract StreamOperator<String> newOperator();

  /** An element comes to the operator, whose key is set. */
  abstract void hear(StreamOperator<String> operator, StreamRecord<Word> word) throws Exception;

  abstract void passTime(StreamOperator<String> operator, long untilMillis) throws Exception;

  @BeforeEach
  void open() throws Exception {
    jobManager = new RememberingJobManager();
    task = newTask();
    task.open();
    checkpoint = task.snapshot(1L, 1L);
  }

  @AfterEach
  void close() throws Exception {
    task.close();
  }

  private AbstractStreamOperatorTestHarness<String> newTask() throws Exception {
    AbstractStreamOperatorTestHarness<String> task =
        new AbstractStreamOperatorTestHarness<>(newOperator(), jobManager.environment());
    KeySelector<Word, String> byKey = Word::key;
    task.getStreamConfig().setOperatorName("words");
    task.getStreamConfig().setOperatorID(OPERATOR);
    task.getStreamConfig().setStatePartitioner(0, byKey);
    task.getStreamConfig().setStateKeySerializer(StringSerializer.INSTANCE);
    task.getStreamConfig().serializeAllConfigs();
    task.setProcessingTime(NOON);
    return task;
  }

  final void checkpoint() throws Exception {
    checkpoint = task.snapshot(1L, 1L);
  }

  /** The task begins again from its last checkpoint. */
  final void restart() throws Exception {
    close();
    task = newTask();
    task.initializeState(checkpoint);
    task.open();
  }

  final void hear(String key, String text, long atMillis) throws Exception {
    StreamRecord<Word> word = new StreamRecord<>(new Word(key, text, atMillis));
    task.getOperator().setKeyContextElement1(word);
    hear(task.getOperator(), word);
  }

  final void passTime(long untilMillis) throws Exception {
    passTime(task.getOperator(), untilMillis);
  }

  private void failAt(long untilMillis) throws Exception {
    assertThatThrownBy(() -> passTime(untilMillis)).hasMessageContaining("failed at a timer");
    restart();
  }

  final List<String> said() {
    return List.copyOf(task.extractOutputValues());
  }

  @Test
  void leavesOutWhatWaitsForATimerAtWhichItFailsAsOftenAsItMay() throws Exception {
    hear("ada", POISON, NOON);
    hear("ada", "hello", NOON);
    hear("ada", "later", NOON + SECOND);
    hear("ben", "hello", NOON);
    checkpoint();
    failAt(NOON + SECOND);
    failAt(NOON + SECOND);

    passTime(NOON + SECOND);
    hear("ada", "again", NOON + 2 * SECOND);
    passTime(NOON + 2 * SECOND);

    assertThat(said()).containsExactlyInAnyOrder("ada later", "ada again", "ben hello");
  }

  @Test
  void forgetsAKeyThatFailsWithoutWhatWaitedToo() throws Exception {
    hear("ada", SPOILS, NOON);
    hear("ben", "hello", NOON);
    checkpoint();
    failAt(NOON);
    failAt(NOON);

    passTime(NOON);
    hear("ada", "again", NOON + SECOND);
    passTime(NOON + SECOND);

    assertThat(said()).containsExactlyInAnyOrder("ada again", "ben hello");
  }

  @Test
  void countsFailuresOfEachTimerAndKeyForItself() throws Exception {
    hear("ada", POISON, NOON);
    checkpoint();
    failAt(NOON);
    failAt(NOON);
    passTime(NOON);
    hear("ada", POISON, NOON + SECOND);
    hear("ben", POISON, NOON + 2 * SECOND);
    checkpoint();

    failAt(NOON + 2 * SECOND);
    failAt(NOON + 2 * SECOND);
    failAt(NOON + 2 * SECOND);
    failAt(NOON + 2 * SECOND);
    passTime(NOON + 2 * SECOND);

    assertThat(said()).isEmpty();
  }

  @Test
  void givesNothingUpForAFailureOfTheDisk() throws Exception {
    hear("ada", DISK, NOON);
    checkpoint();
    for (int failures = 0; failures < 5; failures++) {
      assertThatThrownBy(() -> passTime(NOON)).hasRootCauseMessage("no space left");
      restart();
    }
  }

  @Test
  void givesNothingUpIfItMayFailAnyNumberOfTimes() throws Exception {
    jobManager.allowAnyFailures();
    hear("ada", POISON, NOON);
    checkpoint();
    restart();

    for (int failures = 0; failures < 5; failures++) {
      failAt(NOON);
    }
  }
}
