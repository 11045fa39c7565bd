package dev.freshet.engagement.community;

import static dev.freshet.engagement.community.CommunityLife.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.time.CarriedTimeOperator;
import dev.freshet.scoring.community.OpenQuestion;
import dev.freshet.testing.GivenUp;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A step of the community, by the example of the questions of users. */
class OrderedStepTest {

  private static final long NOON = 1_583_150_400_000L;
  private static final long DAY = 1_440 * MINUTE;

  private KeyedOneInputStreamOperatorTestHarness<String, AskNews, RedisWrite> step;

  @BeforeEach
  void open() throws Exception {
    step = newStep();
    step.open();
  }

  @AfterEach
  void close() throws Exception {
    step.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, AskNews, RedisWrite> newStep()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new CarriedTimeOperator<>(new UserQuestions(UserPartnersTest.SETTINGS, null)),
        AskNews::user,
        Types.STRING);
  }

  private void restore() throws Exception {
    OperatorSubtaskState snapshot = step.snapshot(1L, 1L);
    close();
    step = newStep();
    step.initializeState(snapshot);
    step.open();
  }

  private void ask(String user, String thread, long atMillis) throws Exception {
    OpenQuestion question = new OpenQuestion(thread, "algebra", atMillis, "expert:sums");
    step.processElement(new AskNews(atMillis, 0L, user, thread, question), 0L);
  }

  private void close(String user, String thread, long atMillis) throws Exception {
    step.processElement(new AskNews(atMillis, 0L, user, thread, null), 0L);
  }

  private void settle(long atMillis) throws Exception {
    step.processWatermark(atMillis + MINUTE);
  }

  /** What was written, a line each: the keys and threads, or the key alone if it is deleted. */
  private List<String> written() {
    return step.extractOutputValues().stream()
        .map(
            write ->
                Stream.of("q1", "q2")
                    .filter(thread -> write.value().contains('"' + thread + '"'))
                    .reduce(write.key(), (line, thread) -> line + ' ' + thread))
        .toList();
  }

  @Test
  void hearsInTheOrderOfEventTimeOnceNothingEarlierIsWaitedFor() throws Exception {
    close("ada", "q1", NOON + 2_000);
    ask("ada", "q2", NOON + 3_000);
    ask("ada", "q1", NOON + 1_000);
    ask("ben", "q1", NOON + 1_000);
    settle(NOON + 999);
    assertThat(written()).isEmpty();

    settle(NOON + 10_000);

    assertThat(written())
        .containsExactlyInAnyOrder(
            "questions:ada q1", "questions:ada", "questions:ada q2", "questions:ben q1");
  }

  @Test
  void hearsAllOfASecondInWhichMuchIsHeard() throws Exception {
    for (int i = 300; i > 0; i--) {
      ask("ada", "q" + i, NOON + i);
    }
    settle(NOON + 1_000);

    List<RedisWrite> writes = step.extractOutputValues();
    // No more than so many are put to a user in a day.
    assertThat(writes).hasSize(30);
    assertThat(writes.get(0).value()).contains("\"q1\"").doesNotContain("\"q2\"");
    assertThat(writes.get(29).value()).contains("\"q30\"", "\"q11\"").doesNotContain("\"q10\"");
  }

  @Test
  void isNeverAheadOfWhatItIsToldWhenNothingHappens() throws Exception {
    ask("ada", "q1", NOON);
    step.processWatermark(NOON);
    step.setProcessingTime(100 * DAY);

    assertThat(step.getOutput()).containsExactly(new Watermark(NOON));
  }

  @Test
  void takesWhatComesTooLateAtTheNextWatermark() throws Exception {
    settle(NOON + DAY);
    ask("ada", "q1", NOON);
    assertThat(written()).isEmpty();
    settle(NOON + DAY + 1_000);

    assertThat(written()).containsExactly("questions:ada q1");
  }

  @Test
  void letsThingsPassAtTheirPlaceInTheOrderOfTime() throws Exception {
    ask("ada", "q1", NOON);
    ask("ada", "q2", NOON + 14 * DAY + 1);
    settle(NOON + 15 * DAY);

    assertThat(written()).containsExactly("questions:ada q1", "questions:ada", "questions:ada q2");
  }

  @Test
  void goesOnWithWhatWaitsAndWithItsTimersFromASnapshot() throws Exception {
    ask("ada", "q1", NOON);
    settle(NOON);
    ask("ada", "q2", NOON + 1_000);
    restore();

    settle(NOON + 1_000);
    assertThat(written()).containsExactly("questions:ada q1 q2");
    settle(NOON + 14 * DAY);
    assertThat(written()).containsExactly("questions:ada q1 q2", "questions:ada q2");
    settle(NOON + 14 * DAY + 1_000);

    assertThat(written())
        .containsExactly("questions:ada q1 q2", "questions:ada q2", "questions:ada");
  }

  @Test
  void forgetsAKeyOfWhichNothingIsHeardForTheTimeToLive() throws Exception {
    ask("ada", "q1", NOON);
    settle(NOON);
    restore();
    step.setStateTtlProcessingTime(UserPartnersTest.SETTINGS.stateTtl().toMillis() + 1);

    settle(NOON + 14 * DAY);

    assertThat(written()).isEmpty();
  }

  @Test
  void leavesOutWhatWaitsForATimerThatIsGivenUp() throws Exception {
    ask("ada", "q1", NOON);
    ask("ada", "q2", NOON + 1_000);
    GivenUp.of(step.getOperator(), "ada").leaveOut(NOON + MINUTE);
    settle(NOON + 1_000);

    assertThat(written()).containsExactly("questions:ada q2");
  }

  @Test
  void beginsAnewWithAKeyThatIsGivenUp() throws Exception {
    ask("ada", "q1", NOON);
    settle(NOON);
    ask("ada", "q2", NOON + 1_000);
    GivenUp.of(step.getOperator(), "ada").forget();
    settle(NOON + 1_000);

    assertThat(written()).containsExactly("questions:ada q1", "questions:ada q2");
  }
}
