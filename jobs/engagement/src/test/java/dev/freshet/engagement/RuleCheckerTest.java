package dev.freshet.engagement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.runtime.record.RawRecord;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuleCheckerTest {

  private OneInputStreamOperatorTestHarness<RawRecord, Notice> task;
  private long offset;

  @BeforeEach
  void open() throws Exception {
    task = newTask("first");
    task.open();
  }

  private static OneInputStreamOperatorTestHarness<RawRecord, Notice> newTask(String topic)
      throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new ProcessOperator<>(new RuleChecker(Rules.SETTINGS, () -> topic)));
  }

  /** The task begins again, and reads a topic from its beginning. */
  private void startAnew(String topic) throws Exception {
    OperatorSubtaskState savepoint = task.snapshot(1L, 1L);
    close();
    task = newTask(topic);
    task.initializeState(savepoint);
    task.open();
    offset = 0;
  }

  @AfterEach
  void close() throws Exception {
    task.close();
  }

  private void read(@Nullable String key, byte @Nullable [] value) throws Exception {
    byte @Nullable [] bytes = key == null ? null : key.getBytes(UTF_8);
    task.processElement(
        new StreamRecord<>(
            RawRecord.of(new ConsumerRecord<>("rules", 0, offset++, bytes, value), 9_999)));
  }

  private List<String> rejections() {
    var rejected = task.getSideOutput(RuleChecker.REJECTED);
    return rejected == null
        ? List.of()
        : rejected.stream().map(each -> each.getValue().rejection().detail()).toList();
  }

  @Test
  void letsRulesPassThatCanBeUsed() throws Exception {
    read("each", Rules.record(Rules.EACH));
    read("each", null);

    assertThat(task.extractOutputValues()).extracting(Notice::rule).containsExactly("each", "each");
    assertThat(task.extractOutputValues().get(1).record()).isNull();
    assertThat(rejections()).isEmpty();
  }

  @Test
  void endsTheRuleOfAKeyWhoseRecordCannotBeUsed() throws Exception {
    read("another", Rules.record(Rules.EACH));

    assertThat(task.extractOutputValues()).extracting(Notice::rule).containsExactly("another");
    assertThat(rejections()).containsExactly("id: is each, but the record's key is another");
  }

  @Test
  void tellsAndRejectsOnceWhatItReadsAgainAfterAStart() throws Exception {
    read("each", Rules.record(Rules.EACH));
    read("another", Rules.record(Rules.EACH));
    startAnew("first");
    read("each", Rules.record(Rules.EACH));
    read("another", Rules.record(Rules.EACH));

    assertThat(task.extractOutputValues()).isEmpty();
    assertThat(rejections()).isEmpty();
    read("each", null);
    assertThat(task.extractOutputValues()).extracting(Notice::offset).containsExactly(2L);
  }

  @Test
  void tellsWhatATopicMadeAnewHasAsNewerThanAllBefore() throws Exception {
    read("each", Rules.record(Rules.EACH));
    read("each", Rules.record(Rules.EACH));
    startAnew("second");
    read("each", null);

    assertThat(task.extractOutputValues()).extracting(Notice::offset).containsExactly(2L);
  }

  @Test
  void doesNotTakeARecordWithoutKeyForTheEndOfTheStart() throws Exception {
    read(null, Rules.record(Rules.EACH));
    read(null, null);
    read("", null);

    assertThat(task.extractOutputValues()).isEmpty();
    assertThat(rejections()).hasSize(3).containsOnly("the record has no key");
    assertThatIllegalArgumentException().isThrownBy(() -> Notice.ofRule("", null, 7L));
  }
}
