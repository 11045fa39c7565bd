package dev.freshet.runtime.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SilentStartOperatorTest {

  private static final Duration QUIET = Duration.ofMinutes(1);

  private OneInputStreamOperatorTestHarness<String, String> operator;

  @BeforeEach
  void open() throws Exception {
    operator = new OneInputStreamOperatorTestHarness<>(new SilentStartOperator<>(QUIET));
    operator.setProcessingTime(0L);
    operator.open();
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void saysThatThereIsNoEventTimeUntilThereIs() throws Exception {
    operator.setProcessingTime(QUIET.toMillis() - 1L);
    assertThat(operator.getOutput()).isEmpty();

    operator.setProcessingTime(QUIET.toMillis());
    operator.processElement("ada", 7L);
    operator.processWatermark(5L);
    operator.processWatermark(6L);

    assertThat(operator.getOutput())
        .containsExactly(
            WatermarkStatus.IDLE,
            new StreamRecord<>("ada", 7L),
            WatermarkStatus.ACTIVE,
            new Watermark(5L),
            new Watermark(6L));
  }

  @Test
  void saysNothingOfASilenceLaterOn() throws Exception {
    operator.processWatermark(5L);
    operator.setProcessingTime(10L * QUIET.toMillis());

    assertThat(operator.getOutput()).containsExactly(new Watermark(5L));
  }

  @Test
  void countsTheSilenceFromWhereItsSourceBegins() throws Exception {
    operator.setProcessingTime(QUIET.toMillis());
    operator.processWatermark(StartMark.MILLIS);
    operator.setProcessingTime(2L * QUIET.toMillis() - 1L);
    assertThat(operator.getOutput()).containsExactly(WatermarkStatus.IDLE, WatermarkStatus.ACTIVE);

    operator.setProcessingTime(2L * QUIET.toMillis());

    assertThat(operator.getOutput())
        .containsExactly(WatermarkStatus.IDLE, WatermarkStatus.ACTIVE, WatermarkStatus.IDLE);
  }
}
