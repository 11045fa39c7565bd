package dev.freshet.runtime.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.freshet.runtime.cleaning.ItemLimits.Catalogue;
import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.record.CatalogueDecoder;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeduplicatorTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long SECOND = 1_000L;
  private static final long MINUTE = 60_000L;
  private static final long DAY = 86_400_000L;
  private static final int LIMIT = 3;

  private static final int MAX_PARALLELISM = 128;
  private static final String ITEMS_MAX = "recommendations.items.max";
  private static final Origins ORIGINS = new Origins(List.of("clicks"));
  private static final ItemLimits REQUIRED = items(Catalogue.REQUIRED, 2);
  private static final ItemLimits OPEN = items(Catalogue.OPEN, 2);

  private long offset;
  private ItemLimits items = ItemLimits.NONE;
  private KeyedTwoInputStreamOperatorTestHarness<String, PlacedInteraction, ItemNotice, Interaction>
      cleaner;

  @BeforeEach
  void open() throws Exception {
    open(ItemLimits.NONE);
  }

  private void open(ItemLimits limits) throws Exception {
    items = limits;
    cleaner = newCleaner(1, 0);
    cleaner.open();
    cleaner.setProcessingTime(NOON);
  }

  @AfterEach
  void close() throws Exception {
    cleaner.close();
  }

  private static ItemLimits items(Catalogue catalogue, int most) {
    return new ItemLimits(catalogue, most, Duration.ofDays(400), ITEMS_MAX);
  }

  private KeyedTwoInputStreamOperatorTestHarness<String, PlacedInteraction, ItemNotice, Interaction>
      newCleaner(int parallelism, int task) throws Exception {
    Configuration options = new Configuration();
    options.set(EventOptions.DUPLICATES_TTL, Duration.ofDays(1));
    options.set(EventOptions.FLOOD_LIMIT, LIMIT);
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new Deduplicator(EventSettings.from(options), items, ORIGINS),
        PlacedInteraction::user,
        null,
        Types.STRING,
        MAX_PARALLELISM,
        parallelism,
        task);
  }

  private void arrive(String id, String user, long atMillis) throws Exception {
    arrive(id, user, "python", atMillis);
  }

  private void arrive(String id, String user, String item, long atMillis) throws Exception {
    arrive(Interaction.click(id, user, item, atMillis), NOON);
  }

  private void arrive(Interaction interaction, long arrivedMillis) throws Exception {
    cleaner.processElement1(
        new PlacedInteraction(interaction, "clicks", 3, ++offset, arrivedMillis),
        interaction.atMillis());
  }

  private void notice(ItemNotice... notices) throws Exception {
    for (ItemNotice notice : notices) {
      cleaner.processElement2(notice, NOON);
    }
  }

  private static ItemNotice listed(String item) {
    return ItemNotice.of(KnownItemsTest.item(item));
  }

  private List<String> usedItems() {
    return cleaner.extractOutputValues().stream().map(Interaction::item).toList();
  }

  private List<RejectedPlace> rejected() {
    Queue<StreamRecord<RejectedPlace>> rejected = cleaner.getSideOutput(Deduplicator.REJECTED);
    return rejected == null ? List.of() : rejected.stream().map(StreamRecord::getValue).toList();
  }

  private long used() {
    return cleaner.extractOutputValues().size();
  }

  @Test
  void letsAnEventPassOnce() throws Exception {
    arrive("e1", "ada", NOON);
    arrive("e1", "ada", NOON);
    arrive("e2", "ada", NOON);

    assertThat(cleaner.extractOutputValues())
        .containsExactly(
            Interaction.click("e1", "ada", "python", NOON),
            Interaction.click("e2", "ada", "python", NOON));
  }

  @Test
  void tellsPurchasesOfPlansFromThoseOfItems() throws Exception {
    close();
    open(items(Catalogue.OPEN, 1));
    notice(listed("python"));
    Interaction item = Interaction.of("e1", "ada", "python", NOON, InteractionKind.PURCHASE);
    Interaction plan = Interaction.of("e2", "ada", "premium", NOON, InteractionKind.PURCHASE);
    arrive(item, NOON);
    arrive(plan, NOON);

    assertThat(cleaner.extractOutputValues()).containsExactly(item, plan.ofPlan());
    assertThat(rejected()).isEmpty();
  }

  @Test
  void knowsIdsPerUser() throws Exception {
    arrive("e1", "ada", NOON);
    arrive("e1", "ben", NOON);

    assertThat(used()).isEqualTo(2);
  }

  @Test
  void findsADuplicateThatComesLateAndOutOfOrder() throws Exception {
    arrive("e2", "ada", NOON + MINUTE);
    arrive("e1", "ada", NOON);
    arrive("e2", "ada", NOON + MINUTE);

    assertThat(used()).isEqualTo(2);
  }

  @Test
  void rejectsEventsBeyondTheFloodLimitOfAMinute() throws Exception {
    for (int i = 0; i < LIMIT + 2; i++) {
      arrive("e" + i, "ada", NOON + i);
    }
    arrive("later", "ada", NOON + MINUTE);
    arrive("other", "ben", NOON);

    assertThat(used()).isEqualTo(LIMIT + 2);
    assertThat(rejected())
        .extracting(place -> place.rejection().reason())
        .containsExactly(RejectionReason.FLOOD, RejectionReason.FLOOD);
    assertThat(rejected())
        .extracting(RejectedPlace::offset)
        .containsExactly(LIMIT + 1L, LIMIT + 2L);
  }

  @Test
  void rejectsWhatArrivesBeyondTheLimitOfAMinuteWheneverItOccurred() throws Exception {
    int sent = 100_000;
    for (int i = 0; i < sent; i++) {
      arrive(Interaction.click("e" + i, "ada", "python", NOON - (sent - i) * 20L * SECOND), NOON);
    }
    arrive(Interaction.click("later", "ada", "python", NOON), NOON + MINUTE);
    arrive(Interaction.click("other", "ben", "python", NOON), NOON);

    assertThat(used()).isEqualTo(EventOptions.ARRIVAL_LIMIT.defaultValue() + 2);
    assertThat(rejected())
        .hasSize(sent - EventOptions.ARRIVAL_LIMIT.defaultValue())
        .extracting(RejectedPlace::rejection)
        .allMatch(rejection -> rejection.reason() == RejectionReason.FLOOD)
        .allMatch(rejection -> rejection.detail().contains("events.arrival-limit = 1000"));
  }

  @Test
  void usesEveryEventOfAFileAlthoughAllArriveAtOnce() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      arrive(
          Interaction.click("e" + i, "ada", "python", NOON + i * MINUTE), RawRecord.NO_TIMESTAMP);
    }

    assertThat(used()).isEqualTo(5_000);
  }

  @Test
  void usesWhatArrivesTwiceWithinTheLimitsOnce() throws Exception {
    int ids = EventOptions.ARRIVAL_LIMIT.defaultValue();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < ids; i++) {
        arrive("e" + i, "ada", NOON + i * MINUTE);
      }
    }

    assertThat(used()).isEqualTo(ids);
    assertThat(rejected()).isEmpty();
  }

  @Test
  void keepsTheIdsOfWhatWasUsedThroughAFlood() throws Exception {
    arrive("e1", "ada", NOON - MINUTE);
    for (int i = 0; i < 2 * EventOptions.DUPLICATES_MAX_IDS.defaultValue(); i++) {
      arrive("flood" + i, "ada", NOON);
    }
    arrive("e1", "ada", NOON - MINUTE);

    assertThat(used()).isEqualTo(1 + LIMIT);
  }

  @Test
  void takesNoEventForADuplicateOfOneThatWasRejectedAsAFlood() throws Exception {
    for (int i = 0; i < LIMIT + 1; i++) {
      arrive("e" + i, "ada", NOON);
    }
    for (int minute = 1; minute <= 4; minute++) {
      arrive("minute" + minute, "ada", NOON + minute * MINUTE);
    }
    arrive("e" + LIMIT, "ada", NOON);

    assertThat(cleaner.extractOutputValues()).extracting(Interaction::id).contains("e" + LIMIT);
  }

  @Test
  void forgetsAnIdAfterItsTtl() throws Exception {
    arrive("e1", "ada", NOON);
    cleaner.setProcessingTime(NOON + DAY + 2 * MINUTE);
    arrive("e1", "ada", NOON);

    assertThat(used()).isEqualTo(2);
  }

  @Test
  void forgetsASilentUser() throws Exception {
    arrive("e1", "ada", NOON);
    cleaner.setProcessingTime(NOON + DAY + 1);
    cleaner.setStateTtlProcessingTime(NOON + DAY + 1);
    arrive("e1", "ada", NOON);

    assertThat(used()).isEqualTo(2);
  }

  @Test
  void remembersAcrossARestore() throws Exception {
    arrive("e1", "ada", NOON);
    restore();
    cleaner.setProcessingTime(NOON + MINUTE);
    arrive("e1", "ada", NOON);
    arrive("e2", "ada", NOON);

    assertThat(cleaner.extractOutputValues()).extracting(Interaction::id).containsExactly("e2");
  }

  private void restore() throws Exception {
    OperatorSubtaskState snapshot = cleaner.snapshot(1L, NOON);
    cleaner.close();
    cleaner = newCleaner(1, 0);
    cleaner.initializeState(snapshot);
    cleaner.open();
    cleaner.setProcessingTime(NOON);
  }

  @Test
  void rejectsAnEventOfAnItemUntilTheRequiredCatalogueHasIt() throws Exception {
    open(REQUIRED);
    arrive("e1", "ada", "python", NOON);
    notice(listed("python"));
    arrive("e2", "ada", "python", NOON);
    arrive("e3", "ada", "java", NOON);

    assertThat(usedItems()).containsExactly("python");
    assertThat(rejected())
        .containsExactly(
            new RejectedPlace(
                "clicks",
                3,
                1L,
                new Rejection(
                    RejectionReason.UNKNOWN_ITEM, "the catalogue does not know the item python")),
            new RejectedPlace(
                "clicks",
                3,
                3L,
                new Rejection(
                    RejectionReason.UNKNOWN_ITEM, "the catalogue does not know the item java")));
  }

  @Test
  void takesNoEventForADuplicateOfOneThatWasRejectedForItsItem() throws Exception {
    open(REQUIRED);
    arrive("e1", "ada", "python", NOON);
    notice(listed("python"));
    arrive("e1", "ada", "python", NOON);

    assertThat(usedItems()).containsExactly("python");
  }

  @Test
  void rejectsEventsOfNewItemsBeyondTheMost() throws Exception {
    open(OPEN);
    notice(ItemNotice.named("python", NOON), ItemNotice.named("java", NOON), listed("go"));
    notice(ItemNotice.named("yoga", NOON));
    arrive("e1", "ada", "yoga", NOON);
    arrive("e2", "ada", "java", NOON);
    arrive("e3", "ada", "go", NOON);

    assertThat(usedItems()).containsExactly("java", "go");
    assertThat(rejected())
        .extracting(place -> place.rejection().reason())
        .containsExactly(RejectionReason.TOO_MANY_ITEMS);
  }

  @Test
  void warnsOnceAMinuteOfTooManyItemsAndNamesTheOption() throws Exception {
    open(OPEN);
    notice(ItemNotice.named("python", NOON), ItemNotice.named("java", NOON));
    try (Warnings warnings = new Warnings(Deduplicator.class)) {
      for (int second = 0; second < 120; second++) {
        cleaner.setProcessingTime(NOON + second * SECOND);
        arrive("e" + second, "ada", "yoga", NOON);
      }

      assertThat(warnings.told()).hasSize(2).allMatch(warning -> warning.contains(ITEMS_MAX));
    }
  }

  @Test
  void rejectsEventsOfAnItemThatHasTheFingerprintOfAnotherAndWarns() throws Exception {
    open(OPEN);
    notice(ItemNotice.named(KnownItemsTest.FIRST, NOON));
    try (Warnings warnings = new Warnings(Deduplicator.class)) {
      arrive("e1", "ada", KnownItemsTest.FIRST, NOON);
      arrive("e2", "ada", KnownItemsTest.SECOND, NOON);
      arrive("e3", "ada", KnownItemsTest.SECOND, NOON);

      assertThat(warnings.told())
          .singleElement(STRING)
          .contains("colliding-item", KnownItemsTest.SECOND);
    }
    assertThat(usedItems()).containsExactly(KnownItemsTest.FIRST);
    assertThat(rejected())
        .extracting(place -> place.rejection().reason())
        .containsExactly(RejectionReason.COLLIDING_ITEM, RejectionReason.COLLIDING_ITEM);
  }

  @Test
  void knowsTheItemsAcrossARestore() throws Exception {
    open(REQUIRED);
    notice(listed("python"), listed("java"), listed("go"));
    notice(ItemNotice.of(CatalogueDecoder.deleted("java")));
    restore();
    arrive("e1", "ada", "python", NOON);
    arrive("e2", "ada", "java", NOON);

    assertThat(usedItems()).containsExactly("python");
  }

  @Test
  void knowsTheItemsInEveryTaskWhenItIsRescaled() throws Exception {
    items = OPEN;
    List<OperatorSubtaskState> snapshots = new ArrayList<>();
    for (int task = 0; task < 2; task++) {
      close();
      cleaner = newCleaner(2, task);
      cleaner.open();
      notice(ItemNotice.named("python", NOON), listed("java"));
      snapshots.add(cleaner.snapshot(1L, NOON));
    }
    OperatorSubtaskState snapshot =
        AbstractStreamOperatorTestHarness.repackageState(
            snapshots.toArray(OperatorSubtaskState[]::new));

    for (int task = 0; task < 3; task++) {
      close();
      cleaner = newCleaner(3, task);
      cleaner.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              snapshot, MAX_PARALLELISM, 2, 3, task));
      cleaner.open();
      String user = userOf(task);
      arrive("e1", user, "python", NOON);
      arrive("e2", user, "yoga", NOON);
      arrive("e3", user, "java", NOON);

      assertThat(usedItems()).containsExactly("python", "java");
    }
  }

  private static String userOf(int task) {
    return Stream.iterate(0, i -> i + 1)
        .map(i -> "user-" + i)
        .filter(
            user ->
                KeyGroupRangeAssignment.assignKeyToParallelOperator(user, MAX_PARALLELISM, 3)
                    == task)
        .findFirst()
        .orElseThrow();
  }

  /** What of event time those hear who come after. */
  private List<Object> times() {
    return cleaner.getOutput().stream().filter(told -> !(told instanceof StreamRecord)).toList();
  }

  @Test
  void tellsNobodyThatItsInputsAreIdle() throws Exception {
    cleaner.processWatermark1(new Watermark(NOON));
    cleaner.processWatermark2(new Watermark(NOON));
    cleaner.processWatermarkStatus1(WatermarkStatus.IDLE);
    cleaner.processWatermarkStatus2(WatermarkStatus.IDLE);
    cleaner.processWatermarkStatus1(WatermarkStatus.ACTIVE);
    cleaner.processWatermarkStatus2(WatermarkStatus.ACTIVE);

    assertThat(times()).containsExactly(new Watermark(NOON));
  }

  @Test
  void doesNotGoByWhatIsToldOfItemsAheadOfEventsAfterASilence() throws Exception {
    cleaner.processWatermark1(new Watermark(NOON));
    cleaner.processWatermark2(new Watermark(NOON));
    cleaner.processWatermarkStatus1(WatermarkStatus.IDLE);
    cleaner.processWatermarkStatus2(WatermarkStatus.IDLE);
    cleaner.processWatermarkStatus2(WatermarkStatus.ACTIVE);
    cleaner.processWatermark2(new Watermark(NOON + MINUTE));
    assertThat(times()).containsExactly(new Watermark(NOON));

    cleaner.processWatermarkStatus1(WatermarkStatus.ACTIVE);
    arrive("e1", "ada", "python", NOON + SECOND);
    cleaner.processWatermark1(new Watermark(NOON + MINUTE));
    assertThat(times()).containsExactly(new Watermark(NOON), new Watermark(NOON + MINUTE));
  }

  @Test
  void doesNotWaitForItemsOfWhichNothingIsTold() throws Exception {
    cleaner.processWatermark1(new Watermark(NOON));
    assertThat(times()).containsExactly(new Watermark(NOON));
  }
}
