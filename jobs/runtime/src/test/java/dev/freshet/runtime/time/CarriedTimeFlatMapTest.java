package dev.freshet.runtime.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CarriedTimeFlatMapTest {

  private static final long SECOND = 1_000L;
  private static final long NOON = 1_764_072_000_000L;
  private static final Duration QUIET = Duration.ofMinutes(1);

  /** What the clock on the wall shows when a test begins: a time long after the events. */
  private static final long WALL = NOON + 1_000_000 * SECOND;

  private static final FlatMapFunction<String, String> TWICE =
      (word, out) -> {
        out.collect(word);
        out.collect(word);
      };

  private OneInputStreamOperatorTestHarness<String, String> task;

  @BeforeEach
  void open() throws Exception {
    task = newTask();
    task.setProcessingTime(WALL);
    task.open();
  }

  @AfterEach
  void close() throws Exception {
    task.close();
  }

  private static OneInputStreamOperatorTestHarness<String, String> newTask() throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new CarriedTimeFlatMap<>(TWICE, QUIET), StringSerializer.INSTANCE);
  }

  private List<Object> told() {
    List<Object> told = List.copyOf(task.getOutput());
    task.getOutput().clear();
    return told;
  }

  @Test
  void tellsThoseBehindItOfTheTimeThatGoesOnWhenNothingHappens() throws Exception {
    task.processElement("a", 7L);
    task.processWatermark(NOON);
    assertThat(told())
        .containsExactly(
            new StreamRecord<>("a", 7L), new StreamRecord<>("a", 7L), new Watermark(NOON));

    task.setProcessingTime(WALL + QUIET.toMillis() - 1);
    assertThat(told()).isEmpty();
    task.setProcessingTime(WALL + QUIET.toMillis());
    assertThat(told()).containsExactly(new Watermark(NOON + QUIET.toMillis()));
    task.setProcessingTime(WALL + QUIET.toMillis() + SECOND);
    assertThat(told()).containsExactly(new Watermark(NOON + QUIET.toMillis() + SECOND));
  }

  @Test
  void goesOnFromASnapshot() throws Exception {
    task.processWatermark(NOON);
    OperatorSubtaskState snapshot = task.snapshot(1L, 1L);
    close();
    task = newTask();
    task.setProcessingTime(WALL + 10 * SECOND);
    task.initializeState(snapshot);
    task.open();

    task.setProcessingTime(WALL + 10 * SECOND + QUIET.toMillis());

    assertThat(told()).containsExactly(new Watermark(NOON + 10 * SECOND + QUIET.toMillis()));
  }

  @Test
  void letsTimeStopWhereTheInputEnds() throws Exception {
    task.processWatermark(NOON);
    task.processWatermark(Watermark.MAX_WATERMARK.getTimestamp());
    task.setProcessingTime(WALL + 10 * QUIET.toMillis());

    assertThat(told()).containsExactly(new Watermark(NOON), Watermark.MAX_WATERMARK);
  }
}
