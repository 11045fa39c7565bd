package dev.freshet.effect;

import static dev.freshet.effect.Lists.DAY;
import static dev.freshet.effect.Lists.MONDAY_NOON;
import static dev.freshet.effect.Lists.SECOND;
import static dev.freshet.effect.Lists.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.runtime.record.ToldExperiment;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.experiment.DayItems;
import dev.freshet.scoring.experiment.ItemSums;
import dev.freshet.scoring.experiment.KnownViews;
import dev.freshet.scoring.experiment.Totals;
import dev.freshet.scoring.experiment.View;
import dev.freshet.scoring.experiment.ViewChange;
import dev.freshet.scoring.id.Fingerprint;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogueJoinTest {

  private TwoInputStreamOperatorTestHarness<ViewNews, CatalogueItem, EffectNews> join;

  @BeforeEach
  void open() throws Exception {
    join = newJoin();
    join.open();
  }

  @AfterEach
  void close() throws Exception {
    join.close();
  }

  private static TwoInputStreamOperatorTestHarness<ViewNews, CatalogueItem, EffectNews> newJoin()
      throws Exception {
    return new TwoInputStreamOperatorTestHarness<>(new CatalogueJoin(SETTINGS));
  }

  private void restore() throws Exception {
    OperatorSubtaskState snapshot = join.snapshot(1L, 1L);
    join.close();
    join = newJoin();
    join.initializeState(snapshot);
    join.open();
  }

  private void show(View view, long atMillis) throws Exception {
    List<Integer> codes = List.of((int) Fingerprint.of("algebra"));
    ViewChange change =
        new ViewChange(
            view,
            Totals.NONE,
            new Totals(1L, 0L, 0L, 0L, 0L, 0L),
            0L,
            0,
            Map.of(),
            Map.of(),
            List.of(new DayItems(atMillis / DAY, codes)),
            atMillis);
    join.processElement1(new StreamRecord<>(ViewNews.of(change)));
  }

  private void describe(String item) throws Exception {
    join.processElement2(new StreamRecord<>(Lists.item(item, MONDAY_NOON)));
  }

  private void pass(long atMillis) throws Exception {
    join.processBothWatermarks(new Watermark(atMillis));
  }

  private List<ItemSums> told() {
    return join.extractOutputValues().stream()
        .map(news -> ItemSums.deserialize(news.items()))
        .toList();
  }

  @Test
  void letsWhatIsShownWaitForTheCatalogueOfThatMoment() throws Exception {
    show(View.ofPlacement("home"), MONDAY_NOON);
    assertThat(told()).isEmpty();
    describe("algebra");
    describe("go");
    pass(MONDAY_NOON);

    assertThat(told()).hasSize(1);
    ItemSums items = told().get(0);
    assertThat(items.coverage(items.all())).isEqualTo(0.5);
    assertThat(items.newShare(items.all())).isEqualTo(1.0);
  }

  @Test
  void letsNothingWaitForLongWhereEventTimeStandsStill() throws Exception {
    show(View.ofPlacement("home"), MONDAY_NOON);
    join.setProcessingTime(join.getProcessingTime() + 5 * SECOND);

    assertThat(told()).hasSize(1);
  }

  @Test
  void letsWhatComesAfterOthersWereToldWaitAsLong() throws Exception {
    show(View.ofPlacement("home"), MONDAY_NOON);
    pass(MONDAY_NOON);
    join.setProcessingTime(4 * SECOND);
    show(View.ofPlacement("home"), MONDAY_NOON + DAY);

    join.setProcessingTime(5 * SECOND);
    assertThat(told()).hasSize(1);
    join.setProcessingTime(9 * SECOND);
    assertThat(told()).hasSize(2);
  }

  @Test
  void knowsTheCatalogueAfterARestore() throws Exception {
    describe("algebra");
    restore();
    pass(MONDAY_NOON);
    show(View.ofPlacement("home"), MONDAY_NOON);

    assertThat(told().get(0).newShare(told().get(0).all())).isEqualTo(1.0);
  }

  @Test
  void letsInSoManyVariantsAlsoAfterARestore() throws Exception {
    pass(MONDAY_NOON);
    for (int variant = 0; variant < KnownViews.MOST_VARIANTS; variant++) {
      show(View.ofVariant("pulse", "v" + variant), MONDAY_NOON);
    }
    restore();
    pass(MONDAY_NOON);
    show(View.ofVariant("pulse", "one-more"), MONDAY_NOON);
    show(View.ofVariant("pulse", "v3"), MONDAY_NOON);

    assertThat(join.extractOutputValues()).extracting(EffectNews::view).containsExactly("v3");
  }

  @Test
  void letsInAnExperimentThatIsDefinedThoughListsHaveMadeUpAsManyNames() throws Exception {
    pass(MONDAY_NOON);
    for (int name = 0; name < SETTINGS.mostSubjects(); name++) {
      show(View.ofVariant("made-up-" + name, "b"), MONDAY_NOON);
    }
    join.processElement1(
        new StreamRecord<>(ViewNews.of(new ToldExperiment("pulse", new byte[] {1}, 7L))));
    restore();
    pass(MONDAY_NOON);
    show(View.ofVariant("made-up", "b"), MONDAY_NOON);
    show(View.ofVariant("pulse", "b"), MONDAY_NOON);

    assertThat(join.extractOutputValues())
        .extracting(EffectNews::subject, EffectNews::view)
        .containsExactly(tuple("experiment:pulse", "b"));
  }

  @Test
  void tellsAtOnceWhatAnExperimentIs() throws Exception {
    join.processElement1(
        new StreamRecord<>(ViewNews.of(new ToldExperiment("pulse", new byte[] {1}, 7L))));

    assertThat(join.extractOutputValues())
        .extracting(EffectNews::subject, EffectNews::isDefinition, EffectNews::offset)
        .containsExactly(tuple("experiment:pulse", true, 7L));
  }
}
