package dev.freshet.runtime.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.state.WriteBackStates;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AwaitedStartOperatorTest extends FailedTimersContract {

  private static final class Words extends AwaitedStartOperator<String, Word, String, String> {

    private static final long serialVersionUID = 1L;

    private transient Speaker speaker;

    Words() {
      super(null, false);
    }

    @Override
    public void declare(WriteBackStates<String> states) {}

    @Override
    public void open() throws Exception {
      super.open();
      speaker = new Speaker(getRuntimeContext());
    }

    @Override
    protected void accept(Word word) throws Exception {
      speaker.hear(word);
      timers().registerEventTimeTimer(VoidNamespace.INSTANCE, word.atMillis());
    }

    @Override
    protected void come(String key, long timerMillis) throws Exception {
      speaker.come(key, timerMillis, new TimestampedCollector<>(output));
    }

    @Override
    public void leaveOut(long timerMillis) throws Exception {
      speaker.leaveOut(timerMillis);
    }

    @Override
    public void forget() {
      speaker.forget();
    }

    @Override
    protected void visit(String key, long sinceMillis) throws Exception {
      speaker.visit(key, new TimestampedCollector<>(output));
    }

    @Override
    public void processElement2(StreamRecord<String> told) {
      visits().begin(NOON);
    }

    @Override
    public @Nullable RedisSettings redis() {
      return null;
    }

    @Override
    public ValueStateDescriptor<?> publishedState() {
      return new ValueStateDescriptor<>("spoilt", Types.BOOLEAN);
    }

    @Override
    public void republish(String key, Collector<String> out) {}
  }

  @Override
  StreamOperator<String> newOperator() {
    return new Words();
  }

  @Override
  void hear(StreamOperator<String> operator, StreamRecord<Word> word) throws Exception {
    ((Words) operator).processElement1(word);
  }

  @Override
  void passTime(StreamOperator<String> operator, long untilMillis) throws Exception {
    ((Words) operator).processWatermark1(new Watermark(untilMillis));
  }

  @Test
  void visitsTheOthersWhereItFailsAtAKeyAsOftenAsItMay() throws Exception {
    hear("ada", SPOILS, NOON + SECOND);
    hear("ben", "hello", NOON + SECOND);
    hear("cyd", "hello", NOON + SECOND);
    ((Words) task.getOperator()).processElement2(new StreamRecord<>("other words"));
    checkpoint();
    for (int failures = 0; failures < 2; failures++) {
      assertThatThrownBy(() -> task.setProcessingTime(NOON + SECOND))
          .hasStackTraceContaining("failed at a key that it was to visit");
      restart();
    }

    task.setProcessingTime(NOON + SECOND);

    assertThat(said()).containsExactlyInAnyOrder("ben is here", "cyd is here");
  }
}
