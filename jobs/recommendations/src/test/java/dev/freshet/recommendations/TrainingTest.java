package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.CatalogueItem;
import dev.freshet.scoring.ItemFacts;
import dev.freshet.scoring.Lesson;
import dev.freshet.scoring.Standing;
import dev.freshet.scoring.Tick;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrainingTest {

  private static final long SECOND = 1_000L;
  private static final long LONG_AGO = NOON - 120 * MINUTE;

  private KeyedTwoInputStreamOperatorTestHarness<Byte, Lesson, CatalogueItem, Tick> training;

  @BeforeEach
  void open() throws Exception {
    training = newTraining();
    training.open();
    training.setProcessingTime(NOON);
  }

  @AfterEach
  void close() throws Exception {
    training.close();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<Byte, Lesson, CatalogueItem, Tick>
      newTraining() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new Training(SETTINGS)),
        lesson -> (byte) 0,
        item -> (byte) 0,
        Types.BYTE);
  }

  private void touch(String item, long atMillis) throws Exception {
    training.processElement1(
        new Lesson(item, atMillis, Standing.NONE, new Standing(atMillis, 1.0), null), atMillis);
  }

  /** The last value written for each key. */
  private Map<String, RedisWrite> written() {
    Map<String, RedisWrite> written = new HashMap<>();
    training
        .getSideOutput(Training.WRITES)
        .forEach(write -> written.put(write.getValue().key(), write.getValue()));
    return written;
  }

  private RedisWrite written(String key) {
    return Objects.requireNonNull(written().get(key), key);
  }

  private JsonNode pulse() {
    return Platform.json(written("pulse").value());
  }

  @Test
  void writesThePulseOnceASecondWhenSomethingHappened() throws Exception {
    touch("python", NOON);
    touch("python", NOON + 1);
    touch("java", NOON + 2);
    training.setProcessingTime(NOON + SECOND);

    assertThat(pulse().get("items")).hasSize(2);
    assertThat(pulse().get("items").get(0).get(0).asText()).isEqualTo("python");
    assertThat(pulse().get("items").get(1).get(1).asDouble()).isZero();
    assertThat(pulse().get("asOf").asLong()).isEqualTo(NOON + 2);
    int writes = training.getSideOutput(Training.WRITES).size();

    training.setProcessingTime(NOON + 2 * SECOND);

    assertThat(training.getSideOutput(Training.WRITES)).hasSize(writes);
  }

  @Test
  void writesThePulsesOfTagsAndTheWeights() throws Exception {
    training.processElement2(Platform.item("python", "programming"), 0L);
    touch("python", NOON);
    training.setProcessingTime(NOON + SECOND);

    assertThat(written()).containsKeys("pulse:programming", "weights");
    assertThat(written("weights").fields()).containsEntry("steps", "0");
  }

  @Test
  void countsTheSameWhateverTheOrderOfArrival() throws Exception {
    touch("python", NOON);
    touch("java", NOON + 30 * MINUTE);
    training.setProcessingTime(NOON + SECOND);
    JsonNode inOrder = pulse();
    close();
    open();
    touch("java", NOON + 30 * MINUTE);
    touch("python", NOON);
    training.setProcessingTime(NOON + SECOND);

    assertThat(ExpectedRedis.agree(pulse(), inOrder)).as(pulse().toString()).isTrue();
  }

  @Test
  void learnsOfALogThatIsCaughtUpOnInTheOrderOfItsTime() throws Exception {
    touch("java", LONG_AGO + 30 * MINUTE);
    touch("python", LONG_AGO);

    assertThat(training.extractOutputValues()).isEmpty();

    training.setProcessingTime(NOON + SECOND);

    assertThat(training.extractOutputValues())
        .extracting(tick -> tick.pulse().asOfMillis())
        .containsExactly(LONG_AGO, LONG_AGO + 30 * MINUTE, LONG_AGO + 30 * MINUTE);
  }

  @Test
  void learnsWhatIsLiveAtOnceWithAllThatWasHeldBack() throws Exception {
    touch("python", LONG_AGO);
    touch("java", NOON);

    assertThat(training.extractOutputValues())
        .extracting(tick -> tick.pulse().asOfMillis())
        .containsExactly(LONG_AGO, NOON);
  }

  @Test
  void forgetsItemsThatStayedSilentForTheirTtl() throws Exception {
    touch("forgotten", NOON - SETTINGS.itemTtl().toMillis() - MINUTE);
    touch("python", NOON);
    restore();
    touch("java", NOON + 1);
    training.setProcessingTime(NOON + 2 * SECOND);

    assertThat(pulse().get("items"))
        .extracting(row -> row.get(0).asText())
        .containsExactlyInAnyOrder("python", "java");
  }

  @Test
  void goesOnAfterARestore() throws Exception {
    touch("python", NOON);
    touch("java", NOON);
    touch("java", NOON);
    training.setProcessingTime(NOON + SECOND);
    double before = pulse().get("items").get(0).get(1).asDouble();
    restore();
    touch("go", NOON);
    training.setProcessingTime(NOON + 2 * SECOND);

    assertThat(pulse().get("items")).hasSize(3);
    assertThat(pulse().get("items").get(0).get(0).asText()).isEqualTo("java");
    assertThat(pulse().get("items").get(0).get(1).asDouble()).isCloseTo(before, within(1e-6));
    List<Tick> ticks = training.extractOutputValues();
    assertThat(ticks.get(ticks.size() - 1).pulse().size()).isEqualTo(3);
  }

  @Test
  void learnsAfterARestoreWhatWasHeldBackInTheOrderOfItsTime() throws Exception {
    touch("java", LONG_AGO + 30 * MINUTE);
    touch("python", LONG_AGO);
    restore();

    assertThat(training.extractOutputValues())
        .extracting(tick -> tick.pulse().asOfMillis())
        .containsExactly(LONG_AGO, LONG_AGO + 30 * MINUTE, LONG_AGO + 30 * MINUTE);
    assertThat(pulse().get("items")).hasSize(2);
  }

  @Test
  void tellsRankersOfEveryItemAnewAfterARestore() throws Exception {
    training.processElement2(
        new CatalogueItem("python", "", List.of("code"), "", 0L, false, List.of()), NOON);
    touch("python", NOON);
    touch("java", NOON);
    training.setProcessingTime(NOON + SECOND);
    restore();
    training.setProcessingTime(NOON + 2 * SECOND);

    Tick first = training.extractOutputValues().get(0);
    assertThat(first.facts()).extracting(ItemFacts::item).containsExactly("python", "java");
    assertThat(first.described()).extracting(CatalogueItem::item).containsExactly("python");
  }

  private void restore() throws Exception {
    OperatorSubtaskState snapshot = training.snapshot(1L, NOON);
    close();
    training = newTraining();
    training.initializeState(snapshot);
    training.open();
    training.setProcessingTime(NOON + SECOND);
  }
}
