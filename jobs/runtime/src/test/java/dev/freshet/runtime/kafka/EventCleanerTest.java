package dev.freshet.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.RuntimeOptions;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.state.WriteBackOperator;
import dev.freshet.scoring.Interaction;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventCleanerTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MINUTE = 60_000L;
  private static final long DAY = 86_400_000L;
  private static final int LIMIT = 3;

  private long offset;
  private KeyedOneInputStreamOperatorTestHarness<String, PlacedInteraction, Interaction> cleaner;

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

  private static KeyedOneInputStreamOperatorTestHarness<String, PlacedInteraction, Interaction>
      newCleaner() throws Exception {
    Configuration options = new Configuration();
    options.set(RuntimeOptions.EVENTS_DUPLICATES_TTL, Duration.ofDays(1));
    options.set(RuntimeOptions.EVENTS_FLOOD_LIMIT, LIMIT);
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new WriteBackOperator<>(new EventCleaner(RuntimeSettings.Events.from(options))),
        PlacedInteraction::user,
        Types.STRING);
  }

  private void arrive(String id, String user, long atMillis) throws Exception {
    Interaction click = Interaction.click(id, user, "python", atMillis);
    cleaner.processElement(new PlacedInteraction(click, "clicks", 3, ++offset), atMillis);
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
    assertThat(cleaner.getSideOutput(EventCleaner.FLOODS))
        .extracting(record -> record.getValue().rejection().reason())
        .containsExactly(RejectionReason.FLOOD, RejectionReason.FLOOD);
    assertThat(cleaner.getSideOutput(EventCleaner.FLOODS))
        .extracting(record -> record.getValue().offset())
        .containsExactly(LIMIT + 1L, LIMIT + 2L);
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
    OperatorSubtaskState snapshot = cleaner.snapshot(1L, NOON);
    cleaner.close();

    cleaner = newCleaner();
    cleaner.initializeState(snapshot);
    cleaner.open();
    cleaner.setProcessingTime(NOON + MINUTE);
    arrive("e1", "ada", NOON);
    arrive("e2", "ada", NOON);

    assertThat(cleaner.extractOutputValues()).extracting(Interaction::id).containsExactly("e2");
  }
}
