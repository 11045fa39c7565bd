package dev.freshet.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Metric;
import dev.freshet.scoring.experiment.Parameters;
import dev.freshet.scoring.experiment.Variant;
import java.util.List;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;

class KnownExperimentsTest {

  private final KnownExperiments known = new KnownExperiments();

  private static ToldExperiment told(String name, long fromMillis, long offset) {
    Experiment experiment =
        new Experiment(
            name,
            List.of("home"),
            name,
            0.0,
            fromMillis,
            fromMillis + 1,
            List.of(
                new Variant(Variant.CONTROL, 0.5, Parameters.USUAL),
                new Variant("b", 0.5, Parameters.USUAL)),
            Metric.CTR,
            List.of(),
            1L);
    return new ToldExperiment(
        name, RecordEncoding.experiments().encode(ExperimentRecords.record(experiment)), offset);
  }

  private static List<String> names(KnownExperiments known) {
    return known.all().stream().map(Experiment::name).toList();
  }

  @Test
  void hasThemInTheOrderInWhichTheyBegin() {
    assertThat(known.accept(told("later", 20L, 1L))).isTrue();
    assertThat(known.accept(told("b", 10L, 2L))).isTrue();
    assertThat(known.accept(told("a", 10L, 3L))).isTrue();

    assertThat(names(known)).containsExactly("a", "b", "later");
  }

  @Test
  void keepsOfEachNameWhatWasToldAtTheHighestOffset() {
    known.accept(told("a", 20L, 5L));

    assertThat(known.accept(told("a", 10L, 4L))).isFalse();
    assertThat(known.accept(told("a", 20L, 5L))).isFalse();
    assertThat(known.all()).extracting(Experiment::fromMillis).containsExactly(20L);
    assertThat(known.accept(new ToldExperiment("a", null, 6L))).isTrue();
    assertThat(known.all()).isEmpty();
    assertThat(known.accept(told("a", 20L, 5L))).isFalse();
    assertThat(known.all()).isEmpty();
  }

  @Test
  void beginsOnceEverythingWasToldThatThereWas() {
    assertThat(known.isBegun()).isFalse();
    assertThat(known.accept(ToldExperiment.endOfStart())).isTrue();
    assertThat(known.isBegun()).isTrue();
    assertThat(known.accept(ToldExperiment.endOfStart())).isFalse();
  }

  @Test
  void knowsAfterARestoreWhatItKnewBefore() throws Exception {
    known.accept(told("a", 20L, 5L));
    known.accept(new ToldExperiment("b", null, 7L));
    known.accept(ToldExperiment.endOfStart());

    KnownExperiments restored = new KnownExperiments();
    for (byte[] part : known.parts()) {
      restored.enter(part);
    }

    assertThat(restored.all()).isEqualTo(known.all());
    assertThat(restored.isBegun()).isTrue();
    assertThat(restored.accept(told("b", 10L, 6L))).isFalse();
  }

  @Test
  void leavesOutOneThatCannotBeUsedAnyMore() {
    assertThat(known.accept(new ToldExperiment("a", new byte[] {1}, 1L))).isFalse();
    assertThat(known.all()).isEmpty();
  }

  @Test
  void isToldWithoutKryo() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(ToldExperiment.class);
  }
}
