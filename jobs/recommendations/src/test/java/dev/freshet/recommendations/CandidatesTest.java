package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.state.WriteBackOperator;
import dev.freshet.scoring.Answer;
import dev.freshet.scoring.Fingerprint;
import dev.freshet.scoring.Lesson;
import dev.freshet.scoring.Neighbours;
import dev.freshet.scoring.Shortlist;
import dev.freshet.scoring.Standing;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CandidatesTest {

  private static final long PATIENCE = 10_000L;

  private KeyedOneInputStreamOperatorTestHarness<String, Answer, Unranked> candidates;

  private int touches;

  @BeforeEach
  void open() throws Exception {
    candidates = newCandidates();
    candidates.open();
  }

  @AfterEach
  void close() throws Exception {
    candidates.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Answer, Unranked> newCandidates()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new WriteBackOperator<>(new Candidates(SETTINGS)), Answer::user, Types.STRING);
  }

  /** Ada touches an item that goes with one other. */
  private void touch(String item, String neighbour, long atMillis) throws Exception {
    touch(++touches, item, neighbour, atMillis);
  }

  private void touch(int number, String item, String neighbour, long atMillis) throws Exception {
    Neighbours neighbours =
        new Neighbours(
            Fingerprint.of(item),
            new long[] {Fingerprint.of(neighbour)},
            new float[] {0.5f},
            new float[] {0.25f},
            new float[] {0.125f});
    Answer answer =
        new Answer(
            "ada",
            number,
            item,
            atMillis,
            false,
            Standing.NONE,
            new Standing(atMillis, 1.0),
            neighbours,
            List.of("programming"),
            List.of());
    candidates.processElement(answer, atMillis);
  }

  private Shortlist lastShortlist() {
    return candidates.extractOutputValues().stream()
        .flatMap(unranked -> Stream.ofNullable(unranked.shortlist()))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private List<Lesson> lessons() {
    return candidates.getSideOutput(Candidates.LESSONS).stream()
        .map(StreamRecord::getValue)
        .toList();
  }

  @Test
  void addsTheNeighboursAndExcludesWhatIsDone() throws Exception {
    touch("python", "java", NOON);
    touch("yoga", "sleep", NOON + MINUTE);

    assertThat(lastShortlist().items())
        .containsExactlyInAnyOrder(Fingerprint.of("java"), Fingerprint.of("sleep"));
    assertThat(lastShortlist().done()).containsExactly("python", "yoga");
    assertThat(lastShortlist().excluded()).containsExactly(true, true);
  }

  @Test
  void tellsWhatTheUserChoseFromBeforeEnteringTheChoice() throws Exception {
    touch("python", "java", NOON);
    touch("java", "go", NOON + MINUTE);

    assertThat(lessons().get(0).before()).isNull();
    Shortlist before = Objects.requireNonNull(lessons().get(1).before());
    assertThat(lessons().get(1).item()).isEqualTo("java");
    assertThat(before.items()).containsExactly(Fingerprint.of("java"));
    assertThat(before.doneItems()).containsExactly(Fingerprint.of("python"));
  }

  @Test
  void letsAnAnswerWaitForThoseThatItOvertook() throws Exception {
    touch(3, "java", "go", NOON + 2 * MINUTE);
    touch(2, "yoga", "sleep", NOON + MINUTE);

    assertThat(candidates.extractOutputValues()).isEmpty();

    touch(1, "python", "java", NOON);

    assertThat(lessons()).extracting(Lesson::item).containsExactly("python", "yoga", "java");
    assertThat(lastShortlist().done()).containsExactly("python", "yoga", "java");
    assertThat(candidates.numProcessingTimeTimers()).isZero();
  }

  @Test
  void waitsThroughARestore() throws Exception {
    touch(2, "yoga", "sleep", NOON + MINUTE);
    restore();
    touch(1, "python", "java", NOON);
    candidates.setProcessingTime(PATIENCE);

    assertThat(lessons()).extracting(Lesson::item).containsExactly("python", "yoga");
  }

  @Test
  void losesPatienceWithAnAnswerThatNeverComes() throws Exception {
    touch(3, "java", "go", NOON + 2 * MINUTE);
    touch(2, "yoga", "sleep", NOON + MINUTE);
    candidates.setProcessingTime(PATIENCE);
    touch(4, "go", "rust", NOON + 3 * MINUTE);

    assertThat(lessons()).extracting(Lesson::item).containsExactly("yoga", "java", "go");
  }

  @Test
  void publishesInterestsAsOfTheNewestEventWhenOneComesLate() throws Exception {
    touch("python", "java", NOON + MINUTE);
    touch("yoga", "sleep", NOON);

    List<RedisWrite> written =
        candidates.extractOutputValues().stream()
            .flatMap(unranked -> Stream.ofNullable(unranked.ready()))
            .toList();
    assertThat(written)
        .hasSize(2)
        .allSatisfy(
            write ->
                assertThat(Platform.json(write.value()).get("asOf").asLong())
                    .isEqualTo(NOON + MINUTE));
    assertThat(lastShortlist().atMillis()).isEqualTo(NOON + MINUTE);
  }

  @Test
  void forgetsASilentUser() throws Exception {
    touch("python", "java", NOON);
    candidates.setProcessingTime(SETTINGS.userTtl().toMillis() + 1);
    candidates.setStateTtlProcessingTime(SETTINGS.userTtl().toMillis() + 1);
    touches = 0;
    touch("yoga", "sleep", NOON + MINUTE);

    assertThat(lastShortlist().done()).containsExactly("yoga");
  }

  @Test
  void goesOnAfterARestore() throws Exception {
    touch("python", "java", NOON);
    restore();
    touch("yoga", "sleep", NOON + MINUTE);

    assertThat(lastShortlist().done()).containsExactly("python", "yoga");
    assertThat(lastShortlist().size()).isEqualTo(2);
  }

  private void restore() throws Exception {
    OperatorSubtaskState snapshot = candidates.snapshot(1L, NOON);
    close();
    candidates = newCandidates();
    candidates.initializeState(snapshot);
    candidates.open();
  }
}
