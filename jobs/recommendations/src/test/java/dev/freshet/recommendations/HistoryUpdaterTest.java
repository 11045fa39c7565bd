package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.SETTINGS;
import static dev.freshet.recommendations.Moments.click;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.runtime.state.WriteBackOperator;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.ItemRow;
import dev.freshet.scoring.similarity.Neighbours;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HistoryUpdaterTest {

  private KeyedOneInputStreamOperatorTestHarness<String, Interaction, RowChange> activity;

  @BeforeEach
  void open() throws Exception {
    activity = newActivity();
    activity.open();
  }

  @AfterEach
  void close() throws Exception {
    activity.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Interaction, RowChange>
      newActivity() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new WriteBackOperator<>(new HistoryUpdater(SETTINGS)), Interaction::user, Types.STRING);
  }

  private void happen(Interaction... interactions) throws Exception {
    for (Interaction interaction : interactions) {
      activity.processElement(interaction, interaction.atMillis());
    }
  }

  private List<String> asked() {
    return activity.extractOutputValues().stream()
        .map(RowChange::query)
        .filter(Objects::nonNull)
        .map(query -> query.item() + (query.from().isNone() ? " first" : " again"))
        .toList();
  }

  /** Similarity of the second item to the first, after everything that was put out. */
  private Map<Long, Float> neighboursOf(String item) {
    ItemRow row = new ItemRow();
    for (RowChange request : activity.extractOutputValues()) {
      if (request.row() == Fingerprint.of(item)) {
        request.applyTo(row, SETTINGS.scoring().items());
      }
    }
    Neighbours found =
        row.strongest(Fingerprint.of(item), NOON + 10 * MINUTE, SETTINGS.scoring().items());
    Map<Long, Float> similar = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      similar.put(found.items()[i], found.similar()[i]);
    }
    return similar;
  }

  @Test
  void asksForTheItemTouchedAndTellsTheRowsOfItsPartners() throws Exception {
    happen(click("ada", "python", NOON), click("ada", "java", NOON + MINUTE));

    assertThat(asked()).containsExactly("python first", "java first");
    assertThat(activity.extractOutputValues())
        .extracting(RowChange::row)
        .containsExactly(
            Fingerprint.of("python"), Fingerprint.of("java"), Fingerprint.of("python"));
  }

  @Test
  void learnsFromAPurchaseOfAnItemButNotOfAPlan() throws Exception {
    Interaction bought = Interaction.of("1", "ada", "python", NOON, InteractionKind.PURCHASE);
    Interaction plan =
        Interaction.of("2", "ada", "premium", NOON + 1, InteractionKind.PURCHASE).ofPlan();
    happen(bought, plan, click("ada", "java", NOON + MINUTE));

    assertThat(asked()).containsExactly("python first", "java first");
    assertThat(activity.extractOutputValues().get(0).query())
        .extracting(query -> query.to().strength())
        .isEqualTo(5.0);
    assertThat(neighboursOf("python")).containsOnlyKeys(Fingerprint.of("java"));
  }

  @Test
  void neverPairsItemsOfTwoUsers() throws Exception {
    happen(click("ada", "python", NOON), click("ben", "java", NOON + MINUTE));

    assertThat(activity.extractOutputValues()).hasSize(2);
    assertThat(neighboursOf("python")).isEmpty();
  }

  @Test
  void tellsTheSameInTheEndWhateverTheOrderOfArrival() throws Exception {
    Interaction python = click("ada", "python", NOON);
    Interaction java = click("ada", "java", NOON + MINUTE);
    Interaction go = click("ada", "go", NOON + 2 * MINUTE);
    happen(python, java, go);
    List<Map<Long, Float>> inOrder = new ArrayList<>();
    for (String item : List.of("python", "java", "go")) {
      inOrder.add(neighboursOf(item));
    }
    close();
    open();
    happen(go, python, java);

    assertThat(List.of(neighboursOf("python"), neighboursOf("java"), neighboursOf("go")))
        .isEqualTo(inOrder);
  }

  @Test
  void tellsWhichExampleOfTheUserComesBeforeHoweverManyInteractionsWereLeftOut() throws Exception {
    activity.setProcessingTime(NOON);
    happen(click("ada", "python", NOON));
    int bound = SETTINGS.examplesPerSecond();
    for (int i = 0; i < bound; i++) {
      happen(click("user-" + i, "java", NOON));
    }
    happen(click("ada", "go", NOON), click("ada", "rust", NOON));
    activity.setProcessingTime(NOON + 10 * MINUTE);
    for (int second = 0; second < 100; second++) {
      activity.setProcessingTime(NOON + 10 * MINUTE + second * 1_000L);
      happen(click("ben", "java", NOON));
    }
    happen(click("ada", "yoga", NOON));

    assertThat(activity.extractOutputValues())
        .extracting(RowChange::query)
        .filteredOn(query -> query != null && query.user().equals("ada"))
        .extracting(RowChange.NeighbourQuery::number, query -> query.example().isGiven())
        .containsExactly(tuple(1, true), tuple(2, false), tuple(3, false), tuple(4, true));
    assertThat(lastExample().follows()).isEqualTo(1);
  }

  private RowChange.Example lastExample() {
    return activity.extractOutputValues().stream()
        .flatMap(change -> Stream.ofNullable(change.query()))
        .reduce((earlier, later) -> later)
        .orElseThrow()
        .example();
  }

  @Test
  void forgetsASilentUser() throws Exception {
    happen(click("ada", "python", NOON));
    activity.setProcessingTime(SETTINGS.userTtl().toMillis() + 1);
    activity.setStateTtlProcessingTime(SETTINGS.userTtl().toMillis() + 1);
    happen(click("ada", "python", NOON + MINUTE));

    assertThat(asked()).containsExactly("python first", "python first");
  }

  @Test
  void goesOnAfterARestore() throws Exception {
    happen(click("ada", "python", NOON));
    OperatorSubtaskState snapshot = activity.snapshot(1L, NOON);
    close();
    activity = newActivity();
    activity.initializeState(snapshot);
    activity.open();
    happen(click("ada", "python", NOON + MINUTE));

    assertThat(asked()).containsExactly("python again");
  }
}
