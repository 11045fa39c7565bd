package dev.freshet.scoring.items;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.Pulse;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContendersTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;
  private static final int SIZE = 4;

  private final ItemTable table = new ItemTable(ItemSettings.HORIZONS, HalfLife.ofDays(365));
  private final Counting counting = new Counting();
  private final Contenders contenders =
      new Contenders(table, table::size, table::all, SIZE, Gap.NONE);

  private void interact(String item, double weight, long atMillis) {
    contenders.add(table.enter(counting.interact(item, atMillis, weight)));
  }

  private void describe(String item, boolean retired, long publishedMillis) {
    contenders.add(
        table.describe(
            new CatalogueItem(item, "", List.of(), "", publishedMillis, retired, List.of())));
  }

  private void forget(String item) {
    contenders.reset();
    table.forget(table.indexOf(Fingerprint.of(item)));
  }

  private List<ScoredItem> best(long atMillis, double[] weights) {
    table.advanceTo(atMillis, 1, weights.clone());
    return Pulse.of(table, contenders.best(0), Gap.NONE, 1.0).ranked(table);
  }

  private List<ScoredItem> bestOfAll() {
    int[] all = table.all();
    return Pulse.of(table, table.best(all, all.length, SIZE, Gap.NONE), Gap.NONE, 1.0)
        .ranked(table);
  }

  private static double[] popular() {
    double[] weights = new double[Signal.COUNT];
    weights[Signal.POPULARITY_1D.index()] = 0.3;
    weights[Signal.POPULARITY_30D.index()] = 0.3;
    return weights;
  }

  private static double[] unpopular() {
    double[] weights = new double[Signal.COUNT];
    weights[Signal.POPULARITY_1D.index()] = -0.3;
    return weights;
  }

  @ParameterizedTest
  @CsvSource({"1, 0.003", "2, 0.003", "3, 0.003", "4, 0.03", "5, 0", "6, 0", "7, 0", "8, 0"})
  void isTheBestOfAllWhateverIsTouchedAndLearnedAndHoweverMuchTimePasses(
      long seed, double learned) {
    Random random = new Random(seed);
    double[] weights = popular();
    weights[Signal.AGE.index()] = 0.1 * random.nextGaussian();
    weights[Signal.RECENCY.index()] = 0.1 * random.nextGaussian();
    // Some are never touched, of which many are as old as others.
    for (int item = 0; item < 400; item++) {
      describe("item-" + item, false, item % 4 == 0 ? NOON - random.nextInt(5) * DAY : 0L);
    }
    long atMillis = NOON;
    for (int step = 0; step < 1_000; step++) {
      atMillis += (long) Math.exp(random.nextDouble() * 18);
      for (int interactions = random.nextInt(4); interactions > 0; interactions--) {
        int item = (int) (300 * Math.pow(random.nextDouble(), 3));
        interact("item-" + item, 1 + random.nextInt(4), atMillis);
      }
      if (step % 100 == 99) {
        describe("item-" + random.nextInt(400), random.nextBoolean(), 0L);
        forget("item-" + (400 + step));
      }
      if (step % 100 == 0) {
        interact("item-" + (499 + step), 1.0, atMillis);
      }
      for (int signal = 0; signal < Signal.GLOBALS; signal++) {
        weights[signal] += learned * (step % 100 == 0 ? 100 : 1) * random.nextGaussian();
      }

      assertThat(best(atMillis, weights)).isEqualTo(bestOfAll());
    }
  }

  /** Enough that some are not listed, for their score or for being touched late. */
  private void hundreds() {
    for (int item = 0; item < 200; item++) {
      interact("item-" + item, 200 - item, NOON - DAY + item);
    }
    assertThat(best(NOON, popular())).extracting(ScoredItem::item).startsWith("item-0");
  }

  @Test
  void looksAtNoItemThatCannotBeAmongTheBest() {
    hundreds();
    table.enter(counting.interact("item-100", NOON, 10_000.0));

    assertThat(best(NOON + HOUR, popular())).extracting(ScoredItem::item).startsWith("item-0");
  }

  @Test
  void looksAtAllItemsOnceOneOfTheRestCouldBeAmongTheBest() {
    hundreds();

    assertThat(best(NOON, unpopular())).isEqualTo(bestOfAll());
  }

  @Test
  void findsOthersThatNobodyTouchedWhenThoseThatStoodForThemAreTouched() {
    for (int item = 0; item < 400; item++) {
      describe("item-" + item, false, 0L);
    }
    for (int touched = 0; touched < 200; touched++) {
      List<ScoredItem> before = best(NOON, unpopular());
      interact(before.get(SIZE - 1).item(), 1.0, NOON);

      assertThat(best(NOON, unpopular())).isEqualTo(bestOfAll()).isNotEqualTo(before);
    }
  }

  @Test
  void looksAtFewOfThoseThatNobodyTouched() {
    for (int item = 0; item < 400; item++) {
      describe("item-" + item, false, 0L);
    }
    best(NOON, popular());
    List<ScoredItem> before = best(NOON + HOUR, popular());
    table.enter(counting.interact(lastOf(400), NOON + HOUR, 10_000.0));

    assertThat(best(NOON + 2 * HOUR, popular())).isEqualTo(before);
  }

  /** The one that stands behind all others of the same score. */
  private static String lastOf(int items) {
    return IntStream.range(0, items)
        .mapToObj(item -> "item-" + item)
        .max(Comparator.comparingLong(Fingerprint::of))
        .orElseThrow();
  }

  @Test
  void looksAtALargeCatalogueOnlyOnceThatCostsLittleBesideTheListItself() {
    hundreds();
    for (int item = 200; item < 3_000; item++) {
      table.enter(counting.interact("item-" + item, NOON - DAY, 1.0));
    }
    assertThat(best(NOON, unpopular())).isNotEqualTo(bestOfAll());
    for (int beat = 0; beat < 30; beat++) {
      best(NOON, unpopular());
    }

    assertThat(best(NOON, unpopular())).isEqualTo(bestOfAll());
  }

  @Test
  void isShortenedOnceMoreWereAddedThanALookAtAllWouldList() {
    hundreds();
    int before = contenders.size();
    for (int item = 200; item < 1_000; item++) {
      interact("item-" + item, 1.0, NOON - DAY);
    }
    best(NOON, popular());

    assertThat(contenders.size()).isBetween(SIZE, before + 800 / 2);
  }
}
