package dev.freshet.runtime.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.runtime.failure.GivingUp;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class CarriedTimeOperatorTest extends FailedTimersContract {

  /** What is said by the clock, at the next second. */
  private static final String BY_CLOCK = "by clock";

  private static class Ignorant extends KeyedProcessFunction<String, Word, String> {

    private static final long serialVersionUID = 1L;

    transient Speaker speaker;

    @Override
    public void open(OpenContext context) {
      speaker = new Speaker(getRuntimeContext());
    }

    @Override
    public void processElement(Word word, Context context, Collector<String> out) throws Exception {
      speaker.hear(word);
      if (word.text().equals(BY_CLOCK)) {
        long now = context.timerService().currentProcessingTime();
        context.timerService().registerProcessingTimeTimer(now + SECOND);
      } else {
        context.timerService().registerEventTimeTimer(word.atMillis());
      }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<String> out)
        throws Exception {
      boolean isByClock = context.timeDomain() == TimeDomain.PROCESSING_TIME;
      speaker.come(context.getCurrentKey(), isByClock ? NOON : timestamp, out);
    }
  }

  private static final class GivingUpWords extends Ignorant implements GivingUp {

    private static final long serialVersionUID = 1L;

    @Override
    public void leaveOut(long timerMillis) throws Exception {
      speaker.leaveOut(timerMillis);
    }

    @Override
    public void forget() {
      speaker.forget();
    }
  }

  private boolean isIgnorant;

  @Override
  StreamOperator<String> newOperator() {
    return new CarriedTimeOperator<>(function());
  }

  final KeyedProcessFunction<String, Word, String> function() {
    return isIgnorant ? new Ignorant() : new GivingUpWords();
  }

  // It is what newOperator made.
  @SuppressWarnings("unchecked")
  private static OneInputStreamOperator<Word, String> cast(StreamOperator<String> operator) {
    return (OneInputStreamOperator<Word, String>) operator;
  }

  @Override
  void hear(StreamOperator<String> operator, StreamRecord<Word> word) throws Exception {
    cast(operator).processElement(word);
  }

  @Override
  void passTime(StreamOperator<String> operator, long untilMillis) throws Exception {
    cast(operator).processWatermark(new Watermark(untilMillis));
  }

  private void failByClock(long clockMillis) throws Exception {
    assertThatThrownBy(() -> task.setProcessingTime(clockMillis))
        .hasStackTraceContaining("failed at a timer");
    restart();
  }

  @Test
  void forgetsAKeyAtWhoseTimersOfTheClockItFailsThoughEachIsAnotherAfterARestart()
      throws Exception {
    checkpoint();
    hear("ada", SPOILS, NOON);
    hear("ada", BY_CLOCK, NOON);
    failByClock(NOON + SECOND);
    task.setProcessingTime(NOON + 5 * SECOND);
    hear("ada", SPOILS, NOON);
    hear("ada", BY_CLOCK, NOON);
    failByClock(NOON + 6 * SECOND);
    task.setProcessingTime(NOON + 10 * SECOND);
    hear("ada", SPOILS, NOON);
    hear("ada", BY_CLOCK, NOON);

    task.setProcessingTime(NOON + 11 * SECOND);
    assertThat(task.getOutput()).isEmpty();
    hear("ada", BY_CLOCK, NOON);
    task.setProcessingTime(NOON + 12 * SECOND);

    assertThat(said()).contains("ada " + BY_CLOCK);
  }

  @Test
  void ignoresATimerAtWhichAStepFailsThatKnowsNothingToGiveUp() throws Exception {
    isIgnorant = true;
    restart();
    hear("ada", POISON, NOON);
    hear("ada", "later", NOON + SECOND);
    checkpoint();
    for (int failures = 0; failures < 2; failures++) {
      assertThatThrownBy(() -> passTime(NOON + SECOND)).hasMessageContaining("failed at a timer");
      restart();
    }

    passTime(NOON + SECOND);

    assertThat(said()).containsExactly("ada later");
  }
}
