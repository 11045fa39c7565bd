package dev.freshet.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortlistTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;
  private static final int SIZE = 4;

  private final ItemTable table = new ItemTable(RecommenderSettings.HORIZONS, HalfLife.ofDays(365));
  private final Counting counting = new Counting();
  private final Shortlist shortlist = new Shortlist(SIZE);

  private void touch(String item, double weight, long atMillis) {
    shortlist.add(table.enter(counting.touch(item, atMillis, weight)));
  }

  private void describe(String item, boolean retired, long publishedMillis) {
    shortlist.add(
        table.describe(
            new CatalogueItem(item, "", List.of(), "", publishedMillis, retired, List.of())));
  }

  private void forget(String item) {
    shortlist.startAnew();
    table.forget(table.placeOf(Fingerprint.of(item)));
  }

  private List<ScoredItem> best(long atMillis, double[] weights) {
    table.advanceTo(atMillis, weights.clone(), 1);
    return shortlist.best(table).ranked(table);
  }

  private List<ScoredItem> bestOfAll() {
    int[] all = IntStream.range(0, table.places()).filter(table::isTaken).toArray();
    return Pulse.of(table, all, all.length, SIZE).ranked(table);
  }

  private static double[] popular() {
    double[] weights = new double[Signal.COUNT];
    weights[Signal.POPULARITY_1D.place()] = 0.3;
    weights[Signal.POPULARITY_30D.place()] = 0.3;
    return weights;
  }

  private static double[] unpopular() {
    double[] weights = new double[Signal.COUNT];
    weights[Signal.POPULARITY_1D.place()] = -0.3;
    return weights;
  }

  @ParameterizedTest
  @CsvSource({"1, 0.003", "2, 0.003", "3, 0.003", "4, 0.03", "5, 0", "6, 0", "7, 0", "8, 0"})
  void isTheBestOfAllWhateverIsTouchedAndLearnedAndHoweverMuchTimePasses(
      long seed, double learned) {
    Random random = new Random(seed);
    double[] weights = popular();
    weights[Signal.AGE.place()] = 0.1 * random.nextGaussian();
    weights[Signal.QUIET.place()] = 0.1 * random.nextGaussian();
    // Some are never touched, of which many are as old as others.
    for (int item = 0; item < 400; item++) {
      describe("item-" + item, false, item % 4 == 0 ? NOON - random.nextInt(5) * DAY : 0L);
    }
    long atMillis = NOON;
    for (int step = 0; step < 1_000; step++) {
      atMillis += (long) Math.exp(random.nextDouble() * 18);
      for (int touches = random.nextInt(4); touches > 0; touches--) {
        int item = (int) (300 * Math.pow(random.nextDouble(), 3));
        touch("item-" + item, 1 + random.nextInt(4), atMillis);
      }
      if (step % 100 == 99) {
        describe("item-" + random.nextInt(400), random.nextBoolean(), 0L);
        forget("item-" + (400 + step));
      }
      if (step % 100 == 0) {
        touch("item-" + (499 + step), 1.0, atMillis);
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
      touch("item-" + item, 200 - item, NOON - DAY + item);
    }
    assertThat(best(NOON, popular())).extracting(ScoredItem::item).startsWith("item-0");
  }

  @Test
  void looksAtNoItemThatCannotBeAmongTheBest() {
    hundreds();
    table.enter(counting.touch("item-100", NOON, 10_000.0));

    assertThat(best(NOON + HOUR, popular())).extracting(ScoredItem::item).startsWith("item-0");
  }

  @Test
  void looksAtAllItemsOnceOneOfTheRestCouldBeAmongTheBest() {
    hundreds();

    assertThat(best(NOON, unpopular())).isEqualTo(bestOfAll());
  }

  @Test
  void looksAtItemsEqualToOneThatIsTouchedAndNoLongerAheadOfThem() {
    for (int item = 0; item < 400; item++) {
      describe("item-" + item, false, 0L);
    }
    List<ScoredItem> before = best(NOON, unpopular());
    touch(before.get(SIZE - 1).item(), 1.0, NOON);

    assertThat(best(NOON, unpopular())).isEqualTo(bestOfAll()).isNotEqualTo(before);
  }

  @Test
  void doesNotLookAgainForItemsEqualToOneThatIsListed() {
    for (int item = 0; item < 400; item++) {
      describe("item-" + item, false, 0L);
    }
    best(NOON, popular());
    List<ScoredItem> before = best(NOON + HOUR, popular());
    table.enter(counting.touch(notAmong(before), NOON + HOUR, 10_000.0));

    assertThat(best(NOON + 2 * HOUR, popular())).isEqualTo(before);
  }

  private String notAmong(List<ScoredItem> best) {
    return IntStream.range(0, 400)
        .mapToObj(item -> "item-" + item)
        .filter(item -> best.stream().noneMatch(scored -> scored.item().equals(item)))
        .findFirst()
        .orElseThrow();
  }
}
