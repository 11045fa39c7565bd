package dev.freshet.runtime.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.cleaning.ItemLimits.Catalogue;
import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.scoring.event.Interaction;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InteractionPlacerTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;

  private long offset;
  private OneInputStreamOperatorTestHarness<DecodedRecord, PlacedInteraction> placer;

  @BeforeEach
  void open() throws Exception {
    open(limits(Catalogue.OPEN));
  }

  private void open(ItemLimits limits) throws Exception {
    placer =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new InteractionPlacer(limits)));
    placer.open();
    placer.setProcessingTime(NOON);
  }

  @AfterEach
  void close() throws Exception {
    placer.close();
  }

  private static ItemLimits limits(Catalogue catalogue) {
    return new ItemLimits(catalogue, 100, Duration.ofDays(8), "recommendations.items.max");
  }

  private void arrive(String item) throws Exception {
    offset++;
    RawRecord raw =
        new RawRecord("clicks", 3, offset, NOON, new byte[0], new byte[] {1}, 1, List.of());
    placer.processElement(
        DecodedRecord.of(raw, Interaction.click("e" + offset, "ada", item, NOON)), NOON);
  }

  private List<ItemNotice> notices() {
    Queue<StreamRecord<ItemNotice>> told = placer.getSideOutput(InteractionPlacer.NAMED);
    return told == null ? List.of() : told.stream().map(StreamRecord::getValue).toList();
  }

  @Test
  void tellsOfAnItemOnceInAnEighthOfItsTimeToLive() throws Exception {
    arrive("python");
    arrive("java");
    arrive("python");
    placer.setProcessingTime(NOON + DAY);
    arrive("python");
    arrive("python");

    assertThat(notices())
        .containsExactly(
            ItemNotice.named("python", NOON),
            ItemNotice.named("java", NOON),
            ItemNotice.named("python", NOON + DAY));
    assertThat(placer.extractOutputValues())
        .extracting(PlacedInteraction::offset)
        .containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void tellsNothingWhereEventsDoNotDecideWhichItemsThereAre() throws Exception {
    for (ItemLimits limits : List.of(ItemLimits.NONE, limits(Catalogue.REQUIRED))) {
      close();
      open(limits);
      arrive("python");

      assertThat(notices()).isEmpty();
      assertThat(placer.extractOutputValues()).hasSize(1);
    }
  }
}
