package dev.freshet.runtime.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.ListExposure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExposureCleanerTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long SECOND = 1_000L;
  private static final int LIMIT = 3;
  private static final Origins ORIGINS = new Origins(List.of("clicks", "exposures"));

  private long offset;
  private KeyedOneInputStreamOperatorTestHarness<String, PlacedExposure, ListExposure> cleaner;

  @BeforeEach
  void open() throws Exception {
    cleaner = newCleaner();
    cleaner.open();
    cleaner.setProcessingTime(NOON);
  }

  @AfterEach
  void close() throws Exception {
    cleaner.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, PlacedExposure, ListExposure>
      newCleaner() throws Exception {
    Configuration options = new Configuration();
    options.set(EventOptions.DUPLICATES_TTL, Duration.ofDays(1));
    options.set(EventOptions.FLOOD_LIMIT, LIMIT);
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new ExposureCleaner(EventSettings.from(options), ORIGINS),
        PlacedExposure::user,
        Types.STRING);
  }

  private void arrive(String id, String user, long atMillis) throws Exception {
    ListExposure exposure =
        new ListExposure(id, user, atMillis, "home", List.of("algebra"), Map.of(), EventTime.NEVER);
    cleaner.processElement(new PlacedExposure(exposure, "exposures", 3, ++offset, NOON), atMillis);
  }

  private List<String> used() {
    return cleaner.extractOutputValues().stream()
        .map(exposure -> exposure.user() + ' ' + exposure.id())
        .toList();
  }

  @Test
  void letsAnExposureOfAUserPassOnce() throws Exception {
    arrive("1", "ada", NOON);
    arrive("1", "ada", NOON + SECOND);
    arrive("2", "ada", NOON);
    arrive("1", "bob", NOON);

    assertThat(used()).containsExactly("ada 1", "ada 2", "bob 1");
  }

  @Test
  void rejectsAFloodAndTellsWhereItLies() throws Exception {
    for (int each = 1; each <= LIMIT + 1; each++) {
      arrive("" + each, "ada", NOON);
    }

    Queue<StreamRecord<RejectedPlace>> rejected = cleaner.getSideOutput(ExposureCleaner.REJECTED);
    assertThat(used()).hasSize(LIMIT);
    assertThat(rejected)
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.getValue().offset()).isEqualTo(LIMIT + 1);
              assertThat(record.getValue().rejection().reason()).isEqualTo(RejectionReason.FLOOD);
            });
  }

  @Test
  void remembersAfterARestore() throws Exception {
    arrive("1", "ada", NOON);
    OperatorSubtaskState snapshot = cleaner.snapshot(1L, 1L);
    cleaner.close();
    cleaner = newCleaner();
    cleaner.initializeState(snapshot);
    cleaner.open();
    cleaner.setProcessingTime(NOON);

    arrive("1", "ada", NOON);
    arrive("2", "ada", NOON);

    assertThat(used()).containsExactly("ada 2");
  }

  @Test
  void forgetsAnIdAfterTheTtl() throws Exception {
    arrive("1", "ada", NOON);
    cleaner.setProcessingTime(NOON + Duration.ofDays(2).toMillis());
    arrive("1", "ada", NOON);

    assertThat(used()).containsExactly("ada 1", "ada 1");
  }
}
