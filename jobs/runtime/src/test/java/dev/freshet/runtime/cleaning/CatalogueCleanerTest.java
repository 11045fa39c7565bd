package dev.freshet.runtime.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.scoring.event.CatalogueItem;
import java.util.List;
import java.util.Queue;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogueCleanerTest {

  private static final long NOON = 1_764_072_000_000L;

  private OneInputStreamOperatorTestHarness<DecodedRecord, CatalogueItem> cleaner;

  @BeforeEach
  void open() throws Exception {
    cleaner = newCleaner(0);
    cleaner.open();
  }

  @AfterEach
  void close() throws Exception {
    cleaner.close();
  }

  private static OneInputStreamOperatorTestHarness<DecodedRecord, CatalogueItem> newCleaner(
      int length) throws Exception {
    Configuration options = new Configuration();
    options.set(EventOptions.VECTOR_LENGTH, length);
    return new OneInputStreamOperatorTestHarness<>(
        new CatalogueCleaner(EventSettings.from(options), new Origins(List.of("items"))));
  }

  private void restart(int length) throws Exception {
    OperatorSubtaskState snapshot = cleaner.snapshot(1L, NOON);
    cleaner.close();
    cleaner = newCleaner(length);
    cleaner.initializeState(snapshot);
    cleaner.open();
  }

  private void arrive(String item, Float... vector) throws Exception {
    RawRecord raw = new RawRecord("items", 0, 1L, NOON, new byte[0], new byte[] {1}, 1, List.of());
    CatalogueItem described =
        new CatalogueItem(item, "", List.of(), "", 0L, false, List.of(vector));
    cleaner.processElement(DecodedRecord.of(raw, described), NOON);
  }

  private List<String> items() {
    return cleaner.extractOutputValues().stream().map(CatalogueItem::item).toList();
  }

  private List<Rejection> rejections() {
    Queue<StreamRecord<RejectedRecord>> rejected =
        cleaner.getSideOutput(RejectionSplitter.REJECTED);
    return rejected == null
        ? List.of()
        : rejected.stream().map(record -> record.getValue().rejection()).toList();
  }

  @Test
  void rejectsAVectorOfAnotherLengthThanTheFirst() throws Exception {
    arrive("none");
    arrive("first", 1f, 2f);
    arrive("longer", 1f, 2f, 3f);
    arrive("shorter", 1f);
    arrive("second", 3f, 4f);

    assertThat(items()).containsExactly("none", "first", "second");
    assertThat(rejections())
        .containsExactly(
            new Rejection(RejectionReason.WRONG_VECTOR, "vector holds 3 numbers, not 2"),
            new Rejection(RejectionReason.WRONG_VECTOR, "vector holds 1 numbers, not 2"));
  }

  @Test
  void rejectsAVectorWhoseSquareIsNoNumber() throws Exception {
    arrive("overflows", 1e20f, 1e20f);
    arrive("holds-nothing", 1f, Float.NaN);
    arrive("endless", Float.NEGATIVE_INFINITY);
    arrive("first", 1f, 2f, 3f);

    assertThat(items()).containsExactly("first");
    assertThat(rejections())
        .extracting(Rejection::reason)
        .containsOnly(RejectionReason.WRONG_VECTOR)
        .hasSize(3);
  }

  @Test
  void remembersTheLengthAcrossARestore() throws Exception {
    arrive("first", 1f, 2f);
    restart(0);
    arrive("longer", 1f, 2f, 3f);

    assertThat(items()).isEmpty();
    assertThat(rejections()).hasSize(1);
  }

  @Test
  void obeysTheConfiguredLengthMoreThanTheOneItRemembers() throws Exception {
    arrive("first", 1f, 2f);
    restart(3);
    arrive("longer", 1f, 2f, 3f);
    arrive("as-before", 1f, 2f);

    assertThat(items()).containsExactly("longer");
  }
}
