package dev.freshet.effect;

import static dev.freshet.effect.Lists.MINUTE;
import static dev.freshet.effect.Lists.MONDAY_NOON;
import static dev.freshet.effect.Lists.PULSE;
import static dev.freshet.effect.Lists.SECOND;
import static dev.freshet.effect.Lists.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.record.ExperimentRecords;
import dev.freshet.runtime.record.ToldExperiment;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.runtime.time.CarriedTimeOperator;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.experiment.DayCounts;
import dev.freshet.scoring.experiment.DayItems;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.ReasonCounts;
import dev.freshet.scoring.experiment.ReasonKind;
import dev.freshet.scoring.experiment.Totals;
import dev.freshet.scoring.experiment.View;
import dev.freshet.scoring.experiment.ViewChange;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EffectsTest {

  private static final long WALL = MONDAY_NOON + 1;
  private static final View HOME = View.ofPlacement("home");
  private static final View CONTROL = View.ofVariant("pulse", "control");

  private KeyedOneInputStreamOperatorTestHarness<String, EffectNews, RedisWrite> effects;

  @BeforeEach
  void open() throws Exception {
    effects = newEffects();
    effects.setProcessingTime(WALL);
    effects.open();
  }

  @AfterEach
  void close() throws Exception {
    effects.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, EffectNews, RedisWrite> newEffects()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new CarriedTimeOperator<>(new Effects(SETTINGS, null), SETTINGS.quiet()),
        EffectNews::subject,
        Types.STRING);
  }

  /** A user is shown so many lists and clicks once. */
  private void change(View view, long lists) throws Exception {
    Totals totals = new Totals(lists, 1L, 90L, 1L, 0L, 2L, 1L, 0L);
    DayCounts day = new DayCounts(1L, lists, 1L, 90L, 1L, 0L, 2L);
    ViewChange change =
        new ViewChange(
            view,
            Totals.NONE,
            totals,
            50L,
            0,
            Map.of(MONDAY_NOON / Lists.DAY, day),
            Map.of(
                ReasonKind.NEW,
                new ReasonCounts(9L, 0L, 0L, 0L, 0L, 0L),
                ReasonKind.TAG,
                new ReasonCounts(2L, 1L, 90L, 1L, 0L, 2L)),
            List.of(new DayItems(MONDAY_NOON / Lists.DAY, List.of(7, (int) lists))),
            MONDAY_NOON + MINUTE);
    ViewRegistry registry = new ViewRegistry(SETTINGS);
    List.of("a", "b", "c", "d").forEach(item -> registry.tell(Lists.item(item, MONDAY_NOON)));
    effects.processElement(registry.enter(ViewNews.of(change)).orElseThrow(), 0L);
  }

  private static EffectNews definition(Experiment experiment, long offset) {
    byte[] record = RecordEncoding.experiments().encode(ExperimentRecords.record(experiment));
    return definition(new ToldExperiment(experiment.name(), record, offset));
  }

  private static EffectNews definition(ToldExperiment told) {
    return EffectNews.ofDefinition(ViewNews.of(told));
  }

  private void apply() throws Exception {
    apply(PULSE);
  }

  private void apply(Experiment experiment) throws Exception {
    effects.processElement(definition(experiment, 7L), 0L);
  }

  private String document() {
    return effects.extractOutputValues().get(effects.extractOutputValues().size() - 1).value();
  }

  private void restore() throws Exception {
    OperatorSubtaskState snapshot = effects.snapshot(1L, 1L);
    effects.close();
    effects = newEffects();
    effects.setProcessingTime(WALL);
    effects.initializeState(snapshot);
    effects.open();
  }

  @Test
  void publishAPlacementOnceAnInterval() throws Exception {
    change(HOME, 4);
    change(HOME, 1);
    assertThat(effects.extractOutputValues()).isEmpty();
    effects.setProcessingTime(WALL + SECOND);

    assertThat(effects.extractOutputValues()).hasSize(1);
    assertThat(document())
        .isEqualTo(
            "{\"v\":1,\"asOf\":%d,\"placement\":\"home\",\"users\":2,\"programs\":0,\"lists\":5,"
                    .formatted(MONDAY_NOON + MINUTE)
                + "\"clicks\":2,\"ctr\":0.400000,\"studyMinutes\":3.000000,\"completions\":2,"
                + "\"likes\":0,\"purchases\":4,\"conversion\":1.000000,\"followed28\":2,"
                + "\"return28\":0.000000,\"catalogue\":4,\"shown\":22,\"items\":3,"
                + "\"coverage\":0.750000,\"newShare\":0.000000,\"reasons\":[{\"kind\":\"tag\","
                + "\"shown\":4,\"clicks\":2,\"clickRate\":0.500000,\"studyMinutes\":3.000000,"
                + "\"completions\":2,\"likes\":0,\"purchases\":4},{\"kind\":\"new\",\"shown\":18,"
                + "\"clicks\":0,\"clickRate\":0.000000,\"studyMinutes\":0.000000,\"completions\":0,"
                + "\"likes\":0,\"purchases\":0}],\"days\":[{"
                + "\"day\":\"2020-03-02\",\"users\":2,\"lists\":5,\"clicks\":2,\"ctr\":0.400000,"
                + "\"studyMinutes\":3.000000,\"completions\":2,\"likes\":0,\"purchases\":4,"
                + "\"items\":3,\"coverage\":0.750000,\"newShare\":0.000000}]}");
  }

  @Test
  void publishAnExperimentOnceItIsKnownWhatItIs() throws Exception {
    change(CONTROL, 2);
    effects.setProcessingTime(WALL + SECOND);
    assertThat(effects.extractOutputValues()).isEmpty();

    apply();
    effects.setProcessingTime(WALL + 2 * SECOND);

    assertThat(document())
        .contains("\"experiment\":\"pulse\"")
        .contains("\"verdict\":\"open\",\"variant\":\"\"")
        .contains("b or control has only 0 users after 2 days")
        .contains("\"primary\":\"ctr\",\"guardrails\":[\"likes\"],\"tolerances\":[0.020000]")
        .contains("\"confidence\":0.950000")
        .contains("{\"name\":\"control\",\"share\":0.500000,\"users\":1,")
        .contains("{\"name\":\"b\",\"share\":0.500000,\"users\":0,")
        .contains("\"difference\":{\"ctr\":{\"absolute\":[null,")
        .endsWith("},\"hurts\":[]}]}");
  }

  @Test
  void publishAnExperimentThatBeginsLaterAsOfNow() throws Exception {
    apply(PULSE.begunAt(MONDAY_NOON + 2 * Lists.DAY));
    effects.setProcessingTime(WALL + SECOND);
    assertThat(document())
        .startsWith("{\"v\":1,\"asOf\":" + (WALL + SECOND))
        .contains("only 0 users after 0 days");

    effects.processElement(definition(PULSE.begunAt(MONDAY_NOON + MINUTE), 8L), 0L);
    effects.setProcessingTime(MONDAY_NOON + 2 * MINUTE);

    assertThat(document()).startsWith("{\"v\":1,\"asOf\":" + (MONDAY_NOON + MINUTE));
  }

  @Test
  void publishAnExperimentNoMoreThatIsTakenAway() throws Exception {
    apply();
    effects.processElement(definition(new ToldExperiment("pulse", null, 8L)), 0L);
    // The topic is read twice, from its beginning each time.
    apply();
    change(CONTROL, 2);
    effects.setProcessingTime(WALL + SECOND);

    assertThat(effects.extractOutputValues()).isEmpty();
  }

  @Test
  void goOnAfterARestore() throws Exception {
    apply();
    change(CONTROL, 2);
    restore();
    change(CONTROL, 3);
    effects.setProcessingTime(WALL + SECOND);

    assertThat(document()).contains("\"users\":2,\"programs\":0,\"lists\":5");
  }

  @Test
  void forgetWhatNothingIsHeardOfForTheTtl() throws Exception {
    change(HOME, 4);
    restore();
    effects.setStateTtlProcessingTime(SETTINGS.resultsTtl().toMillis() + 1);
    change(HOME, 1);
    effects.setProcessingTime(WALL + SECOND);

    assertThat(document()).contains("\"users\":1,\"programs\":0,\"lists\":1");
  }
}
