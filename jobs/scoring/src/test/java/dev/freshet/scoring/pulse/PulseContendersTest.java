package dev.freshet.scoring.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.Counting;
import dev.freshet.scoring.items.ItemSettings;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.Signal;
import java.util.List;
import org.junit.jupiter.api.Test;

class PulseContendersTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;
  private static final double[] POPULAR = weights(0.2);
  private static final double[] UNPOPULAR = weights(-0.2);

  private final ItemTable table = new ItemTable(ItemSettings.HORIZONS, HalfLife.ofDays(365));
  private final Counting counting = new Counting();
  private final PulseContenders contenders = new PulseContenders(table, 3, Gap.NONE);

  private static double[] weights(double ofPopularity) {
    double[] weights = new double[Signal.COUNT];
    weights[Signal.POPULARITY_1D.index()] = ofPopularity;
    weights[Signal.POPULARITY_7D.index()] = ofPopularity;
    weights[Signal.POPULARITY_30D.index()] = ofPopularity;
    return weights;
  }

  private void interactions(String item, int times, long atMillis) {
    for (int i = 0; i < times; i++) {
      contenders.add(table.enter(counting.interact(item, atMillis, 1.0)));
    }
  }

  /**
   * Newcomers and an item whose popularity of a day is gone, so that hours later it leads those who
   * still lose theirs.
   */
  private void steadyBehindNewcomers() {
    interactions("steady", 106, NOON - 20 * DAY);
    for (int i = 0; i < 8; i++) {
      interactions("new-" + i, 1, NOON);
    }
    assertThat(pulse(NOON, POPULAR)).doesNotContain("steady");
  }

  private List<String> pulse(long atMillis, double[] weights) {
    table.advanceTo(atMillis, 1, weights);
    return Pulse.of(table, contenders.best(), Gap.NONE, 1.0).ranked(table).stream()
        .map(ScoredItem::item)
        .toList();
  }

  @Test
  void looksAtAllItemsAgainAfterAnHourAndSomeUpdates() {
    steadyBehindNewcomers();
    for (int update = 1; update < 16; update++) {
      assertThat(pulse(NOON + 2 * HOUR, POPULAR)).doesNotContain("steady");
    }

    assertThat(pulse(NOON + 2 * HOUR, POPULAR)).startsWith("steady");
  }

  @Test
  void doesNotLookAtAllItemsAgainWithinAnHour() {
    steadyBehindNewcomers();
    for (int update = 1; update < 100; update++) {
      assertThat(pulse(NOON + HOUR - 1, POPULAR)).doesNotContain("steady");
    }

    assertThat(pulse(NOON + HOUR, POPULAR)).startsWith("steady");
  }

  @Test
  void looksAtAllItemsAgainAfterADayHoweverFewUpdates() {
    steadyBehindNewcomers();
    assertThat(pulse(NOON + DAY - 1, POPULAR)).doesNotContain("steady");

    assertThat(pulse(NOON + DAY, POPULAR)).startsWith("steady");
  }

  @Test
  void looksAtAllItemsAgainWhenLearningCouldHaveChangedTheirOrder() {
    for (int i = 0; i < 10; i++) {
      interactions("item-" + i, 1 + i, NOON);
    }

    assertThat(pulse(NOON, POPULAR)).containsExactly("item-9", "item-8", "item-7");
    assertThat(pulse(NOON, UNPOPULAR)).containsExactly("item-0", "item-1", "item-2");
  }

  @Test
  void keepsToItsContendersWhenLearningHasMovedWeightsLittle() {
    for (int i = 0; i < 10; i++) {
      interactions("item-" + i, 1 << i, NOON);
    }
    assertThat(pulse(NOON, POPULAR)).containsExactly("item-9", "item-8", "item-7");
    table.enter(counting.interact("item-0", NOON, 10_000.0));

    assertThat(pulse(NOON, weights(0.201))).containsExactly("item-9", "item-8", "item-7");
    assertThat(pulse(NOON, weights(0.3))).containsExactly("item-0", "item-9", "item-8");
  }

  @Test
  void leavesOutWhatIsForgotten() {
    for (int i = 0; i < 10; i++) {
      interactions("item-" + i, 1 << i, NOON);
    }
    assertThat(pulse(NOON, POPULAR)).containsExactly("item-9", "item-8", "item-7");
    forget("item-8");
    forget("item-0");

    assertThat(pulse(NOON, POPULAR)).containsExactly("item-9", "item-7", "item-6");
  }

  @Test
  void fillsThePulseWithOthersWhenContendersAreForgotten() {
    for (int i = 0; i < 10; i++) {
      interactions("item-" + i, 1 << i, NOON);
    }
    assertThat(pulse(NOON, POPULAR)).containsExactly("item-9", "item-8", "item-7");
    for (int i = 4; i < 10; i++) {
      forget("item-" + i);
    }

    assertThat(pulse(NOON, POPULAR)).containsExactly("item-3", "item-2", "item-1");
  }

  private void forget(String item) {
    table.forget(table.indexOf(Fingerprint.of(item)));
    contenders.reset();
  }
}
