package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.SETTINGS;
import static dev.freshet.recommendations.Moments.click;
import static dev.freshet.recommendations.Moments.requests;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.runtime.failure.GivingUp;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.ItemFacts;
import dev.freshet.scoring.items.ItemRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ItemCounterTest {

  private static final int MAX_PARALLELISM = 8;

  /** Two ids with one fingerprint. */
  private static final String FIRST = "akqv\u523a\u0996\ubc3b\uaf56";

  private static final String SECOND = "\u39b9\uea42\u737b\u6782\ua65d\u03e5\u95d1\u776f";

  private KeyedTwoInputStreamOperatorTestHarness<Long, RowChange, CatalogueItem, RankingInput>
      items;

  @BeforeEach
  void open() throws Exception {
    items = newItems();
    items.open();
  }

  @AfterEach
  void close() throws Exception {
    items.close();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          Long, RowChange, CatalogueItem, RankingInput>
      newItems() throws Exception {
    return newItems(1, 0);
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          Long, RowChange, CatalogueItem, RankingInput>
      newItems(int parallelism, int task) throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new ItemCounter(SETTINGS, null),
        RowChange::row,
        item -> Fingerprint.of(item.item()),
        Types.LONG,
        MAX_PARALLELISM,
        parallelism,
        task);
  }

  private void ask(List<RowChange> requests) throws Exception {
    for (RowChange request : requests) {
      items.processElement1(request, 0L);
    }
  }

  private List<EnrichedInteraction> entered() {
    return items.extractOutputValues().stream()
        .map(RankingInput::interaction)
        .filter(Objects::nonNull)
        .toList();
  }

  private EnrichedInteraction lastAnswer() {
    List<EnrichedInteraction> answers = entered();
    return answers.get(answers.size() - 1);
  }

  private List<ModelInput> told() {
    return Stream.ofNullable(items.getSideOutput(ItemCounter.MODEL))
        .flatMap(Collection::stream)
        .map(StreamRecord::getValue)
        .toList();
  }

  private List<ItemFacts> facts() {
    return told().stream().map(ModelInput::facts).filter(Objects::nonNull).toList();
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
  void countsNothingOfAnItemThatIsSpokenAgainst() throws Exception {
    items.processElement2(
        new CatalogueItem("php", "", List.of("code"), "", 0L, false, List.of()), 0L);
    ask(requests(Interaction.of("e", "ada", "php", NOON, InteractionKind.DISLIKE)));

    assertThat(lastAnswer().isAgainst()).isTrue();
    assertThat(lastAnswer().tags()).containsExactly("code");
    assertThat(lastAnswer().neighbours().size()).isZero();
    assertThat(facts()).isEmpty();
    ask(requests(click("ben", "php", NOON + MINUTE)));
    assertThat(facts()).extracting(ItemFacts::users).containsExactly(1.0);
  }

  @Test
  void answersTheSameWhateverTheOrderOfWhatItIsTold() throws Exception {
    List<RowChange> told =
        requests(
            click("ada", "python", NOON),
            click("ada", "java", NOON + MINUTE),
            click("ada", "go", NOON + 2 * MINUTE));
    ask(told);
    ask(requests(click("ben", "python", NOON + 3 * MINUTE)));
    float[] inOrder = lastAnswer().neighbours().similar();
    close();
    open();
    List<RowChange> reversed = new ArrayList<>(told);
    Collections.reverse(reversed);
    ask(reversed);
    ask(requests(click("ben", "python", NOON + 3 * MINUTE)));

    assertThat(lastAnswer().neighbours().similar()).containsExactly(inOrder);
  }

  @Test
  void passesOnTheOriginOfTheInteraction() throws Exception {
    for (RowChange request : requests(click("ada", "python", NOON))) {
      items.processElement1(request, NOON + 20);
    }

    assertThat(items.getOutput())
        .hasSize(1)
        .allSatisfy(
            record -> assertThat(((StreamRecord<?>) record).getTimestamp()).isEqualTo(NOON + 20));
  }

  @Test
  void addsTheItemsTagsFromTheCatalogue() throws Exception {
    items.processElement2(Platform.item("python", "programming"), 0L);
    ask(requests(click("ada", "python", NOON)));

    assertThat(lastAnswer().tags()).containsExactly("programming");
  }

  @Test
  void takesTheNewestRecordOfAnItemThatItRemembers() throws Exception {
    ask(requests(click("ada", "python", NOON)));
    assertThat(lastAnswer().tags()).isEmpty();
    items.processElement2(Platform.item("python", "programming"), 0L);
    ask(requests(click("ben", "python", NOON)));
    assertThat(lastAnswer().tags()).containsExactly("programming");
    items.processElement2(Platform.item("python", "snakes"), 0L);
    ask(requests(click("cid", "python", NOON)));

    assertThat(lastAnswer().tags()).containsExactly("snakes");
  }

  @Test
  void keepsTheRecordOfAnItemThatIsAskedForAndForgetsOneThatIsNot() throws Exception {
    long life = SETTINGS.catalogueTtl().toMillis();
    at(0L);
    items.processElement2(Platform.item("python", "programming"), 0L);
    items.processElement2(Platform.item("java", "programming"), 0L);
    for (long now = 0L; now < 2 * life; now += life / 4) {
      at(now);
      ask(requests(click("ada" + now, "python", NOON)));
    }

    assertThat(lastAnswer().tags()).containsExactly("programming");
    ask(requests(click("ada", "java", NOON)));
    assertThat(lastAnswer().tags()).isEmpty();
  }

  private void at(long millis) throws Exception {
    items.setProcessingTime(millis);
    items.setStateTtlProcessingTime(millis);
  }

  private List<RankingInput.Similar> published() {
    return items.extractOutputValues().stream()
        .map(RankingInput::similar)
        .filter(Objects::nonNull)
        .toList();
  }

  @Test
  void publishesTheNeighboursOfAnItemOnceAnInterval() throws Exception {
    ask(requests(click("ada", "python", NOON), click("ada", "java", NOON + MINUTE)));
    ask(requests(click("ben", "python", NOON + 2 * MINUTE)));
    assertThat(published()).isEmpty();

    items.setProcessingTime(SETTINGS.similarInterval().toMillis());
    assertThat(published())
        .extracting(RankingInput.Similar::item)
        .containsExactlyInAnyOrder("python", "java");
    assertThat(published()).extracting(RankingInput.Similar::settled).containsOnly(false);
  }

  @Test
  void failsAtTheTimerOfAnItemWhichItCanGiveUp() throws Exception {
    ask(requests(click("ada", "java", NOON)));
    OperatorSubtaskState snapshot = items.snapshot(1L, NOON);
    close();
    items = newItems();
    items.initializeState(snapshot);
    items.open();
    ItemCounter operator = (ItemCounter) items.getOperator();
    operator.setCurrentKey(Fingerprint.of("java"));
    operator
        .<Long>getKeyedStateBackend()
        .getPartitionedState(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            ItemCounter.rowState(SETTINGS.itemTtl()))
        .update(new byte[] {ItemRow.LAYOUT.version()});

    assertThatThrownBy(() -> items.setProcessingTime(SETTINGS.similarInterval().toMillis()))
        .hasStackTraceContaining("failed at a timer");
    assertThat(operator).isInstanceOf(GivingUp.class);
  }

  @Test
  void publishesAllItemsWhenNothingMoreComes() throws Exception {
    ask(requests(click("ada", "python", NOON), click("ada", "java", NOON + MINUTE)));
    end();

    assertThat(published()).hasSize(2);
    assertThat(published()).extracting(RankingInput.Similar::settled).containsOnly(true);
    assertThat(published()).extracting(RankingInput.Similar::atMillis).containsOnly(NOON + MINUTE);
  }

  @Test
  void publishesNothingAfterWhatIsSettledThoughATimerGoesOff() throws Exception {
    ask(requests(click("ada", "python", NOON), click("ada", "java", NOON + MINUTE)));
    end();

    items.setProcessingTime(SETTINGS.similarInterval().toMillis());

    assertThat(published()).extracting(RankingInput.Similar::settled).containsOnly(true);
  }

  private void end() throws Exception {
    items.endInput1();
    items.endInput2();
  }

  @Test
  void tellsTheModelOfANewItemAtOnceAndThenOnceAnInterval() throws Exception {
    ask(requests(click("ada", "python", NOON)));
    assertThat(facts()).extracting(ItemFacts::users).containsExactly(1.0);
    ask(requests(click("ben", "python", NOON)));
    ask(requests(click("cid", "python", NOON)));
    assertThat(facts()).hasSize(1);

    items.setProcessingTime(SETTINGS.pulseInterval().toMillis());
    assertThat(facts()).extracting(ItemFacts::users).containsExactly(1.0, 3.0);
    items.setProcessingTime(2 * SETTINGS.pulseInterval().toMillis());
    assertThat(facts()).hasSize(2);
  }

  @Test
  void tellsTheModelAtOnceOfAnItemThatAWholeClassOpens() throws Exception {
    for (int user = 0; user < 5; user++) {
      ask(requests(click("user-" + user, "python", NOON)));
    }

    assertThat(facts()).extracting(ItemFacts::users).containsExactly(1.0, 4.0);
    assertThat(told().stream().filter(input -> input.facts() != null))
        .extracting(ModelInput::urgent)
        .containsOnly(true);
  }

  @Test
  void tellsTheModelWithTheTimeOfALogThatIsReadAtFullSpeed() throws Exception {
    ask(requests(click("ada", "python", NOON)));
    items.processBothWatermarks(new Watermark(NOON));
    ask(requests(click("ben", "python", NOON + 1)));
    items.processBothWatermarks(new Watermark(NOON + 999));
    assertThat(facts()).hasSize(1);

    items.processBothWatermarks(new Watermark(NOON + 1000));
    assertThat(facts()).hasSize(2);
    ask(requests(click("cid", "python", NOON + 1000)));
    assertThat(facts()).hasSize(2);
    ask(requests(click("dan", "python", NOON + 1001)));
    assertThat(facts()).hasSize(3);
  }

  @Test
  void leavesNothingUntoldBeforeACheckpoint() throws Exception {
    ask(requests(click("ada", "python", NOON)));
    ask(requests(click("ben", "python", NOON)));
    items.getOperator().prepareSnapshotPreBarrier(1L);

    assertThat(facts()).extracting(ItemFacts::users).containsExactly(1.0, 2.0);
  }

  @Test
  void tellsTheModelWhatTheCatalogueSaysAndWhatToLearnFrom() throws Exception {
    items.processElement2(Platform.item("python", "programming"), 0L);
    ask(requests(click("ada", "python", NOON)));

    assertThat(told().get(0).described()).isEqualTo(Platform.item("python", "programming"));
    assertThat(told().get(1).example())
        .usingRecursiveComparison()
        .isEqualTo(new ModelInput.TrainingExample(lastAnswer(), 1.0));
    // With it, so that no pulse has the interaction's moment without the interaction.
    assertThat(told().get(1).facts()).isNotNull();
    assertThat(told()).hasSize(2);
  }

  @Test
  void forgetsASilentItem() throws Exception {
    ask(requests(click("ada", "python", NOON), click("ada", "java", NOON + MINUTE)));
    items.setProcessingTime(SETTINGS.itemTtl().toMillis() + 1);
    items.setStateTtlProcessingTime(SETTINGS.itemTtl().toMillis() + 1);
    ask(requests(click("ben", "python", NOON + 2 * MINUTE)));

    assertThat(lastAnswer().neighbours().size()).isZero();
  }

  @Test
  void goesOnAfterARestore() throws Exception {
    items.processElement2(Platform.item("python", "programming"), 0L);
    ask(requests(click("ada", "python", NOON), click("ada", "java", NOON + MINUTE)));
    OperatorSubtaskState snapshot = items.snapshot(1L, NOON);
    close();
    items = newItems();
    items.initializeState(snapshot);
    items.open();
    ask(requests(click("ben", "python", NOON + 2 * MINUTE)));

    assertThat(lastAnswer().neighbours().items()).containsExactly(Fingerprint.of("java"));
    assertThat(lastAnswer().tags()).containsExactly("programming");
  }

  @Test
  void goesOnInTwoTasksAfterARestore() throws Exception {
    ask(requests(clicks("ada", "python", "java", "go", "kotlin", "sql", "bash")));
    ask(requests(clicks("ben", "kotlin", "python", "java")));
    OperatorSubtaskState snapshot = items.snapshot(1L, NOON);
    List<RowChange> queries =
        requests(clicks("dan", "java", "go", "python", "kotlin", "bash", "sql"));
    ask(queries);
    List<EnrichedInteraction> uninterrupted =
        entered().stream().filter(enriched -> enriched.user().equals("dan")).toList();

    List<EnrichedInteraction> restored = new ArrayList<>();
    for (int task = 0; task < 2; task++) {
      close();
      items = newItems(2, task);
      items.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              snapshot, MAX_PARALLELISM, 1, 2, task));
      items.open();
      for (RowChange query : queries) {
        if (KeyGroupRangeAssignment.assignKeyToParallelOperator(query.row(), MAX_PARALLELISM, 2)
            == task) {
          items.processElement1(query, 0L);
        }
      }
      assertThat(entered()).isNotEmpty();
      restored.addAll(entered());
    }
    assertThat(restored)
        .hasSize(6)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrderElementsOf(uninterrupted);
  }

  @Test
  void doesNotCountAnItemForAnotherWithItsFingerprint() throws Exception {
    ask(requests(click("ada", FIRST, NOON)));
    ask(requests(click("ben", SECOND, NOON + MINUTE)));

    assertThat(lastAnswer().item()).isEqualTo(SECOND);
    assertThat(lastAnswer().neighbours().size()).isZero();
    assertThat(facts()).extracting(ItemFacts::item).containsOnly(FIRST);
  }

  @Test
  void keepsTheRecordOfTheFirstOfTwoItemsWithOneFingerprint() throws Exception {
    items.processElement2(Platform.item(FIRST, "first"), 0L);
    items.processElement2(Platform.item(SECOND, "second"), 0L);
    ask(requests(click("ada", FIRST, NOON)));

    assertThat(lastAnswer().tags()).containsExactly("first");
    assertThat(told().stream().map(ModelInput::described).filter(Objects::nonNull))
        .extracting(CatalogueItem::item)
        .containsExactly(FIRST);
  }

  @Test
  void takesNoRecordOfAnItemThatHasTheFingerprintOfOneWithInteractions() throws Exception {
    ask(requests(click("ada", FIRST, NOON)));
    items.processElement2(Platform.item(SECOND, "second"), 0L);
    ask(requests(click("ada", FIRST, NOON + MINUTE)));

    assertThat(lastAnswer().tags()).isEmpty();
  }

  private static Interaction[] clicks(String user, String... items) {
    Interaction[] clicks = new Interaction[items.length];
    Arrays.setAll(clicks, i -> click(user, items[i], NOON + i * MINUTE));
    return clicks;
  }
}
