package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.shown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.event.Opinion;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.ItemFacts;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import dev.freshet.scoring.training.ModelUpdate;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the model learns from lists that users of its sample were shown. */
class SampledListsTest {

  private static final RecommendationsSettings SETTINGS =
      RecommendationsSettings.from(
          new Configuration().set(RecommendationsOptions.EXPOSURES_LEARN, true), RedisKeys.plain());

  private KeyedOneInputStreamOperatorTestHarness<String, ModelInput, ModelUpdate> model;
  private int number;

  @BeforeEach
  void open() throws Exception {
    model = newModel();
    model.setProcessingTime(NOON);
    model.open();
    model.setProcessingTime(NOON);
    for (String item : List.of("python", "java", "go")) {
      count(item);
    }
    choose("yoga", NOON);
  }

  @AfterEach
  void close() throws Exception {
    model.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, ModelInput, ModelUpdate> newModel()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new ModelTrainer(SETTINGS, null), ModelInput::key, Types.STRING, 1, 1, 0);
  }

  private void count(String item) throws Exception {
    ItemFacts facts = new ItemFacts(item, NOON, NOON, new double[] {1, 1, 1, 1, 1}, 1);
    model.processElement(ModelInput.of(null, 0, facts, false), NOON);
  }

  private void choose(String item, long atMillis) throws Exception {
    number++;
    EnrichedInteraction enriched =
        new EnrichedInteraction(
            "ada",
            number,
            item,
            atMillis,
            false,
            Engagement.NONE,
            new Engagement(atMillis, 1.0),
            Neighbours.none(Fingerprint.of(item)),
            Onward.NONE,
            List.of(),
            new float[0],
            Opinion.FOR);
    model.processElement(
        ModelInput.of(new ModelInput.TrainingExample(enriched, 1.0), number - 1, null, false),
        atMillis);
  }

  private void show(ListExposure exposure) throws Exception {
    model.processElement(
        ModelInput.of(new RowChange.ShownList(exposure, 1.0)), exposure.atMillis());
  }

  /** Choices learned from, those of lists included. */
  private double learned() throws Exception {
    // With news of an item the weights are told, too.
    count("python");
    model.setProcessingTime(model.getProcessingTime() + MINUTE);
    List<ModelUpdate> updates = model.extractOutputValues();
    return updates.get(updates.size() - 1).weights()[2 * ChoiceModel.LENGTH];
  }

  @Test
  void areLearnedFromOnce() throws Exception {
    show(shown("ada", NOON + MINUTE, "python", "java"));
    choose("java", NOON + 2 * MINUTE);
    assertThat(learned()).isEqualTo(1.0);
    choose("python", NOON + 3 * MINUTE);

    assertThat(learned()).isEqualTo(2.0);
  }

  @Test
  void areLeftWhenItIsTooLate() throws Exception {
    show(shown("ada", NOON + MINUTE, "python", "java"));
    show(shown("ada", NOON + 32 * MINUTE, "python", "java"));
    choose("go", NOON + 33 * MINUTE);

    assertThat(learned()).isEqualTo(2.0);
  }

  @Test
  void areNotKeptOfUsersOutsideTheSample() throws Exception {
    int before = model.numKeyedStateEntries();
    show(shown("ben", NOON + MINUTE, "python", "java"));

    assertThat(model.numKeyedStateEntries()).isEqualTo(before);
  }

  @Test
  void areStillTakenFromAfterARestore() throws Exception {
    show(shown("ada", NOON + MINUTE, "python", "java"));
    OperatorSubtaskState snapshot = model.snapshot(1L, 1L);
    model.close();
    model = newModel();
    model.setProcessingTime(NOON);
    model.initializeState(snapshot);
    model.open();
    model.setProcessingTime(NOON);
    choose("java", NOON + 2 * MINUTE);
    choose("go", NOON + 3 * MINUTE);

    assertThat(learned()).isEqualTo(2.0);
  }
}
