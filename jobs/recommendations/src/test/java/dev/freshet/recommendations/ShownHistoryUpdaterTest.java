package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.SETTINGS;
import static dev.freshet.recommendations.Moments.click;
import static dev.freshet.recommendations.Moments.shown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.state.WriteBackCoOperator;
import dev.freshet.runtime.state.WriteBackOperator;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.id.Fingerprint;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShownHistoryUpdaterTest {

  private KeyedTwoInputStreamOperatorTestHarness<String, Interaction, ListExposure, RowChange>
      updater;

  @BeforeEach
  void open() throws Exception {
    updater = newUpdater();
    updater.open();
  }

  @AfterEach
  void close() throws Exception {
    updater.close();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, Interaction, ListExposure, RowChange>
      newUpdater() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new WriteBackCoOperator<>(new ShownHistoryUpdater(SETTINGS)),
        Interaction::user,
        ListExposure::user,
        Types.STRING);
  }

  private void happen(Interaction interaction) throws Exception {
    updater.processElement1(interaction, interaction.atMillis());
  }

  private void show(ListExposure shown) throws Exception {
    updater.processElement2(shown, shown.atMillis());
  }

  private List<RowChange> lists() {
    return updater.extractOutputValues().stream().filter(each -> each.shown() != null).toList();
  }

  @Test
  void sendsAListAfterWhatTheUserDidLast() throws Exception {
    happen(click("ada", "python", NOON));
    happen(click("ada", "java", NOON + MINUTE));
    ListExposure list = shown("ada", NOON + 2 * MINUTE, "go", "rust");
    show(list);

    assertThat(lists())
        .containsExactly(
            RowChange.showing(Fingerprint.of("java"), new RowChange.ShownList(list, 1.0)));
  }

  @Test
  void passesOnNothingOfUsersWhoDidNothing() throws Exception {
    show(shown("ada", NOON, "go", "rust"));

    assertThat(updater.extractOutputValues()).isEmpty();
    assertThat(updater.numKeyedStateEntries()).isZero();
  }

  @Test
  void goesOnFromTheStateOfAJobThatHeardOfNoLists() throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, Interaction, RowChange> before =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new WriteBackOperator<>(new HistoryUpdater(SETTINGS)), Interaction::user, Types.STRING);
    before.open();
    before.processElement(click("ada", "python", NOON), NOON);
    OperatorSubtaskState snapshot = before.snapshot(1L, 1L);
    before.close();
    updater.close();
    updater = newUpdater();
    updater.initializeState(snapshot);
    updater.open();
    show(shown("ada", NOON + MINUTE, "go"));
    happen(click("ada", "java", NOON + 2 * MINUTE));

    assertThat(lists()).extracting(RowChange::row).containsExactly(Fingerprint.of("python"));
    assertThat(updater.extractOutputValues())
        .extracting(RowChange::query)
        .filteredOn(Objects::nonNull)
        .extracting(RowChange.NeighbourQuery::number)
        .containsExactly(2);
  }
}
