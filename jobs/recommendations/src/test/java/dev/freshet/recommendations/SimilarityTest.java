package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.SETTINGS;
import static dev.freshet.recommendations.Moments.click;
import static dev.freshet.recommendations.Moments.requests;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.state.WriteBackCoOperator;
import dev.freshet.scoring.Answer;
import dev.freshet.scoring.CatalogueItem;
import dev.freshet.scoring.Fingerprint;
import dev.freshet.scoring.Interaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimilarityTest {

  private static final int MAX_PARALLELISM = 8;

  private KeyedTwoInputStreamOperatorTestHarness<Long, RowRequest, CatalogueItem, Answer>
      similarity;

  @BeforeEach
  void open() throws Exception {
    similarity = newSimilarity();
    similarity.open();
  }

  @AfterEach
  void close() throws Exception {
    similarity.close();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<Long, RowRequest, CatalogueItem, Answer>
      newSimilarity() throws Exception {
    return newSimilarity(1, 0);
  }

  private static KeyedTwoInputStreamOperatorTestHarness<Long, RowRequest, CatalogueItem, Answer>
      newSimilarity(int parallelism, int task) throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new WriteBackCoOperator<>(new Similarity(SETTINGS)),
        RowRequest::row,
        item -> Fingerprint.of(item.item()),
        Types.LONG,
        MAX_PARALLELISM,
        parallelism,
        task);
  }

  private void ask(List<RowRequest> requests) throws Exception {
    for (RowRequest request : requests) {
      similarity.processElement1(request, 0L);
    }
  }

  private Answer lastAnswer() {
    List<Answer> answers = similarity.extractOutputValues();
    return answers.get(answers.size() - 1);
  }

  @Test
  void answersWithTheNeighboursOfTheItemTouched() throws Exception {
    ask(requests(click("ada", "python", NOON), click("ada", "java", NOON + MINUTE)));
    ask(requests(click("ben", "python", NOON + 2 * MINUTE)));

    assertThat(lastAnswer().user()).isEqualTo("ben");
    assertThat(lastAnswer().neighbours().items()).containsExactly(Fingerprint.of("java"));
    assertThat(lastAnswer().neighbours().next()[0]).isPositive();
  }

  @Test
  void answersTheSameWhateverTheOrderOfWhatItIsTold() throws Exception {
    List<RowRequest> told =
        requests(
            click("ada", "python", NOON),
            click("ada", "java", NOON + MINUTE),
            click("ada", "go", NOON + 2 * MINUTE));
    ask(told);
    ask(requests(click("ben", "python", NOON + 3 * MINUTE)));
    float[] inOrder = lastAnswer().neighbours().similar();
    close();
    open();
    List<RowRequest> reversed = new ArrayList<>(told);
    Collections.reverse(reversed);
    ask(reversed);
    ask(requests(click("ben", "python", NOON + 3 * MINUTE)));

    assertThat(lastAnswer().neighbours().similar()).containsExactly(inOrder);
  }

  @Test
  void addsTheItemsTagsFromTheCatalogue() throws Exception {
    similarity.processElement2(Platform.item("python", "programming"), 0L);
    ask(requests(click("ada", "python", NOON)));

    assertThat(lastAnswer().tags()).containsExactly("programming");
  }

  @Test
  void takesTheNewestRecordOfAnItemThatItRemembers() throws Exception {
    ask(requests(click("ada", "python", NOON)));
    assertThat(lastAnswer().tags()).isEmpty();
    similarity.processElement2(Platform.item("python", "programming"), 0L);
    ask(requests(click("ben", "python", NOON)));
    assertThat(lastAnswer().tags()).containsExactly("programming");
    similarity.processElement2(Platform.item("python", "snakes"), 0L);
    ask(requests(click("cid", "python", NOON)));

    assertThat(lastAnswer().tags()).containsExactly("snakes");
  }

  @Test
  void keepsTheRecordOfAnItemThatIsAskedForAndForgetsOneThatIsNot() throws Exception {
    long life = SETTINGS.catalogueTtl().toMillis();
    at(0L);
    similarity.processElement2(Platform.item("python", "programming"), 0L);
    similarity.processElement2(Platform.item("java", "programming"), 0L);
    for (long now = 0L; now < 2 * life; now += life / 4) {
      at(now);
      ask(requests(click("ada" + now, "python", NOON)));
    }

    assertThat(lastAnswer().tags()).containsExactly("programming");
    ask(requests(click("ada", "java", NOON)));
    assertThat(lastAnswer().tags()).isEmpty();
  }

  private void at(long millis) throws Exception {
    similarity.setProcessingTime(millis);
    similarity.setStateTtlProcessingTime(millis);
  }

  private List<Unranked.Similar> published() {
    return similarity.getSideOutput(Similarity.SIMILAR).stream()
        .map(StreamRecord::getValue)
        .map(Unranked::similar)
        .filter(Objects::nonNull)
        .toList();
  }

  @Test
  void publishesTheNeighboursOfAnItemOnceAnInterval() throws Exception {
    ask(requests(click("ada", "python", NOON), click("ada", "java", NOON + MINUTE)));
    ask(requests(click("ben", "python", NOON + 2 * MINUTE)));
    assertThat(similarity.getSideOutput(Similarity.SIMILAR)).isNullOrEmpty();

    similarity.setProcessingTime(SETTINGS.similarInterval().toMillis());
    assertThat(published())
        .extracting(similar -> similar.neighbours().item())
        .containsExactlyInAnyOrder(Fingerprint.of("python"), Fingerprint.of("java"));
    assertThat(published()).extracting(Unranked.Similar::settled).containsOnly(false);
  }

  @Test
  void publishesAllItemsWhenNothingMoreComes() throws Exception {
    ask(requests(click("ada", "python", NOON), click("ada", "java", NOON + MINUTE)));
    similarity.processBothWatermarks(Watermark.MAX_WATERMARK);

    assertThat(published()).hasSize(2);
    assertThat(published()).extracting(Unranked.Similar::settled).containsOnly(true);
    assertThat(published()).extracting(Unranked.Similar::atMillis).containsOnly(NOON + MINUTE);
  }

  @Test
  void forgetsASilentItem() throws Exception {
    ask(requests(click("ada", "python", NOON), click("ada", "java", NOON + MINUTE)));
    similarity.setProcessingTime(SETTINGS.itemTtl().toMillis() + 1);
    similarity.setStateTtlProcessingTime(SETTINGS.itemTtl().toMillis() + 1);
    ask(requests(click("ben", "python", NOON + 2 * MINUTE)));

    assertThat(lastAnswer().neighbours().size()).isZero();
  }

  @Test
  void goesOnAfterARestore() throws Exception {
    similarity.processElement2(Platform.item("python", "programming"), 0L);
    ask(requests(click("ada", "python", NOON), click("ada", "java", NOON + MINUTE)));
    OperatorSubtaskState snapshot = similarity.snapshot(1L, NOON);
    close();
    similarity = newSimilarity();
    similarity.initializeState(snapshot);
    similarity.open();
    ask(requests(click("ben", "python", NOON + 2 * MINUTE)));

    assertThat(lastAnswer().neighbours().items()).containsExactly(Fingerprint.of("java"));
    assertThat(lastAnswer().tags()).containsExactly("programming");
  }

  @Test
  void goesOnInTwoTasksAfterARestore() throws Exception {
    ask(requests(clicks("ada", "python", "java", "go", "kotlin", "sql", "bash")));
    ask(requests(clicks("ben", "kotlin", "python", "java")));
    OperatorSubtaskState snapshot = similarity.snapshot(1L, NOON);
    List<RowRequest> questions =
        requests(clicks("dan", "java", "go", "python", "kotlin", "bash", "sql"));
    ask(questions);
    List<Answer> uninterrupted =
        similarity.extractOutputValues().stream()
            .filter(answer -> answer.user().equals("dan"))
            .toList();

    List<Answer> restored = new ArrayList<>();
    for (int task = 0; task < 2; task++) {
      close();
      similarity = newSimilarity(2, task);
      similarity.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              snapshot, MAX_PARALLELISM, 1, 2, task));
      similarity.open();
      for (RowRequest question : questions) {
        if (KeyGroupRangeAssignment.assignKeyToParallelOperator(question.row(), MAX_PARALLELISM, 2)
            == task) {
          similarity.processElement1(question, 0L);
        }
      }
      assertThat(similarity.extractOutputValues()).isNotEmpty();
      restored.addAll(similarity.extractOutputValues());
    }
    assertThat(restored)
        .hasSize(6)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrderElementsOf(uninterrupted);
  }

  private static Interaction[] clicks(String user, String... items) {
    Interaction[] clicks = new Interaction[items.length];
    Arrays.setAll(clicks, i -> click(user, items[i], NOON + i * MINUTE));
    return clicks;
  }
}
