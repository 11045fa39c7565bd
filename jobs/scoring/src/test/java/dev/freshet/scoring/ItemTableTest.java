package dev.freshet.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ItemTableTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;
  private static final double[] NO_WEIGHTS = new double[Signal.COUNT];

  private final ItemTable table = table();

  private static ItemTable table() {
    return new ItemTable(RecommenderSettings.HORIZONS, HalfLife.ofDays(365));
  }

  private static double[] globals(ItemTable table, String item, long nowMillis) {
    table.advanceTo(nowMillis, NO_WEIGHTS, 10);
    double[] globals = new double[Signal.GLOBALS];
    table.globals(table.placeOf(Fingerprint.of(item)), globals, 0);
    return globals;
  }

  private static double popularity(ItemTable table, String item, Signal signal, long nowMillis) {
    return Math.exp(globals(table, item, nowMillis)[signal.place()]);
  }

  private static CatalogueItem described(String item, boolean retired, String... tags) {
    return new CatalogueItem(item, "", List.of(tags), "", 0L, retired, List.of());
  }

  /** Somebody touches an item for the first time. */
  private static void touch(ItemTable table, String item, long atMillis, double strength) {
    table.touch(item, atMillis, Standing.NONE, new Standing(atMillis, strength));
  }

  @Test
  void countsPopularityAtSeveralHorizons() {
    touch(table, "python", NOON, 4.0);

    assertThat(popularity(table, "python", Signal.POPULARITY_1H, NOON))
        .isCloseTo(4.0, within(1e-6));
    assertThat(popularity(table, "python", Signal.POPULARITY_1H, NOON + 2 * HOUR))
        .isCloseTo(1.0, within(1e-6));
    assertThat(popularity(table, "python", Signal.POPULARITY_1D, NOON + DAY))
        .isCloseTo(2.0, within(1e-6));
    assertThat(popularity(table, "python", Signal.POPULARITY_7D, NOON + 7 * DAY))
        .isCloseTo(2.0, within(1e-6));
    assertThat(popularity(table, "python", Signal.POPULARITY_30D, NOON + 60 * DAY))
        .isCloseTo(1.0, within(1e-6));
    assertThat(popularity(table, "python", Signal.POPULARITY_1Y, NOON + 365 * DAY))
        .isCloseTo(2.0, within(1e-6));
  }

  @Test
  void addsUpTheSameWhateverTheOrderOfArrival() {
    ItemTable other = table();
    touch(table, "python", NOON, 1.0);
    touch(table, "python", NOON + 5 * HOUR, 2.0);
    touch(other, "python", NOON + 5 * HOUR, 2.0);
    touch(other, "python", NOON, 1.0);

    assertThat(globals(other, "python", NOON + DAY))
        .containsExactly(globals(table, "python", NOON + DAY), within(1e-9));
    assertThat(other.count(0)).isCloseTo(table.count(0), within(1e-9));
  }

  @Test
  void staysFiniteOverYears() {
    touch(table, "old", NOON, 1.0);
    touch(table, "new", NOON + 2_000 * DAY, 1.0);

    assertThat(popularity(table, "new", Signal.POPULARITY_1H, NOON + 2_000 * DAY))
        .isCloseTo(1.0, within(1e-6));
    assertThat(popularity(table, "old", Signal.POPULARITY_1H, NOON + 2_000 * DAY))
        .isCloseTo(Signal.EPSILON, within(1e-9));
    assertThat(globals(table, "old", NOON + 2_000 * DAY)).doesNotContain(Double.NaN);
  }

  @Test
  void staysFiniteWhenTimeLeapsBetweenTwoBeats() {
    touch(table, "old", NOON, 1.0);
    table.advanceTo(NOON, NO_WEIGHTS, 10);
    touch(table, "new", NOON + 2_000 * DAY, 1.0);
    double[] globals = new double[Signal.GLOBALS];
    table.globals(1, globals, 0);

    assertThat(Math.exp(globals[Signal.POPULARITY_1H.place()])).isCloseTo(1.0, within(1e-6));
  }

  @Test
  void rescalesTheItemThatMovesTheLandmarkLikeAllOthers() {
    touch(table, "python", NOON, 1.0);
    touch(table, "python", NOON + 300 * HOUR, 1.0);

    assertThat(popularity(table, "python", Signal.POPULARITY_1H, NOON + 300 * HOUR))
        .isCloseTo(1.0, within(1e-6));
  }

  @Test
  void countsEachUserOnce() {
    touch(table, "python", NOON, 1.0);
    Standing click = new Standing(NOON, 1.0);
    Standing comment = new Standing(NOON, 4.0);
    table.touch("python", NOON + DAY, click, comment);
    table.touch("python", NOON + 2 * DAY, comment, comment);
    table.advanceTo(NOON + 365 * DAY, NO_WEIGHTS, 10);

    assertThat(table.count(0)).isCloseTo(0.5, within(1e-9));
    assertThat(popularity(table, "python", Signal.POPULARITY_1Y, NOON + 365 * DAY))
        .isCloseTo(2.0, within(1e-6));
  }

  @Test
  void movesAUserWhoTurnsOutToHaveComeEarlier() {
    touch(table, "python", NOON + DAY, 1.0);
    table.touch("python", NOON, new Standing(NOON + DAY, 1.0), new Standing(NOON, 1.0));

    assertThat(popularity(table, "python", Signal.POPULARITY_1D, NOON + DAY))
        .isCloseTo(0.5, within(1e-6));
    assertThat(table.count(0)).isCloseTo(Math.pow(0.5, 1 / 365.0), within(1e-9));
  }

  @Test
  void tellsAgeAndQuiet() {
    touch(table, "python", NOON + DAY, 1.0);
    touch(table, "python", NOON, 1.0);
    double[] globals = globals(table, "python", NOON + 3 * DAY);

    assertThat(globals[Signal.CONSTANT.place()]).isEqualTo(1.0);
    assertThat(globals[Signal.AGE.place()]).isCloseTo(Math.log(3.001), within(1e-9));
    assertThat(globals[Signal.QUIET.place()]).isCloseTo(Math.log(2.001), within(1e-9));
    assertThat(globals(table, "python", NOON)[Signal.QUIET.place()])
        .isCloseTo(Math.log(0.001), within(1e-9));
  }

  @Test
  void takesTheAgeFromTheCatalogueAndAnUntouchedItemAsLongQuietAndUnpopular() {
    touch(table, "other", NOON, 1.0);
    table.describe(new CatalogueItem("python", "", List.of(), "", NOON - DAY, false, List.of()));
    double[] globals = globals(table, "python", NOON);

    assertThat(globals[Signal.AGE.place()]).isCloseTo(Math.log(1.001), within(1e-9));
    assertThat(globals[Signal.QUIET.place()]).isCloseTo(Math.log(10_000.001), within(1e-9));
    assertThat(Math.exp(globals[Signal.POPULARITY_1Y.place()]))
        .isCloseTo(Signal.EPSILON, within(1e-9));
  }

  @Test
  void handsOnItsLinesDecayed() {
    touch(table, "python", NOON, 4.0);
    ItemFacts facts = table.facts(new int[] {0}, NOON + HOUR).get(0);
    ItemTable other = table();
    touch(other, "something", NOON - 7 * DAY, 1.0);
    other.enter(facts);

    assertThat(facts.item()).isEqualTo("python");
    assertThat(facts.sums()[0]).isCloseTo(2.0, within(1e-12));
    assertThat(facts.appearedMillis()).isEqualTo(NOON);
    assertThat(globals(other, "python", NOON + DAY))
        .containsExactly(globals(table, "python", NOON + DAY), within(1e-9));
    assertThat(other.touchedMillis(1)).isEqualTo(NOON);
  }

  @Test
  void knowsItsItems() {
    for (int i = 0; i < 200; i++) {
      touch(table, "item-" + i, NOON + i, 1.0);
    }

    assertThat(table.size()).isEqualTo(200);
    assertThat(table.placeOf(Fingerprint.of("item-150"))).isEqualTo(150);
    assertThat(table.id(150)).isEqualTo("item-150");
    assertThat(table.fingerprint(150)).isEqualTo(Fingerprint.of("item-150"));
    assertThat(table.placeOf(5L)).isEqualTo(-1);
    assertThat(table.isRetired(150)).isFalse();
  }

  @Test
  void matchesInterestsWithTagsByTheirRarity() {
    table.describe(described("python", false, "code", "common"));
    table.describe(described("yoga", false, "health", "common"));
    table.describe(described("untagged", false));
    ItemTable.Matcher coder =
        table.matcher(new Interests(new String[] {"code", "common"}, new double[] {1.0, 1.0}));
    double rare = Math.log(3.0);
    double common = Math.log(2.0);

    assertThat(coder.match(0)).isCloseTo(1.0, within(1e-9));
    assertThat(coder.match(1))
        .isCloseTo(common * common / (rare * rare + common * common), within(1e-9));
    assertThat(coder.match(2)).isZero();
    assertThat(coder.tag(0)).isEqualTo("code");
    assertThat(coder.tag(1)).isEqualTo("common");
    assertThat(coder.tag(2)).isEmpty();
    assertThat(coder.strongestTags(1)).containsExactly(0);
    assertThat(table.tagName(0)).isEqualTo("code");
    assertThat(table.tagCount()).isEqualTo(3);
  }

  @Test
  void matchesEveryTagOfAnItemThatHasMany() {
    String[] tags = IntStream.range(0, 20).mapToObj(i -> "tag-" + i).toArray(String[]::new);
    int place = table.describe(described("broad", false, tags));

    for (String tag : tags) {
      double match =
          table.matcher(new Interests(new String[] {tag}, new double[] {1.0})).match(place);
      assertThat(match).as(tag).isCloseTo(1 / Math.sqrt(20), within(1e-9));
    }
  }

  @Test
  void matchesByTheTagsThatTheCatalogueGaveLast() {
    String[] many = IntStream.range(0, 20).mapToObj(i -> "tag-" + i).toArray(String[]::new);
    table.describe(described("python", false, many));
    int place = table.describe(described("python", false, "code"));

    Interests interests = new Interests(new String[] {"code", "tag-3"}, new double[] {1.0, 0.0});

    assertThat(table.matcher(interests).match(place)).isCloseTo(1.0, within(1e-9));
  }

  @Test
  void matchesNothingWithoutInterests() {
    table.describe(described("python", false, "code"));
    ItemTable.Matcher stranger = table.matcher(Interests.NONE);
    ItemTable.Matcher other =
        table.matcher(new Interests(new String[] {"unheard-of"}, new double[] {1.0}));

    assertThat(stranger.match(0)).isZero();
    assertThat(other.match(0)).isZero();
    assertThat(other.strongestTags(3)).isEmpty();
  }

  @Test
  void followsTheCatalogue() {
    table.describe(described("python", false, "code"));
    table.describe(described("yoga", false, "health"));
    table.describe(described("python", true, "health", "health"));
    ItemTable.Matcher healthy =
        table.matcher(new Interests(new String[] {"health"}, new double[] {1.0}));

    assertThat(table.isRetired(0)).isTrue();
    assertThat(table.itemsOf(0)).isEmpty();
    assertThat(table.itemsOf(1)).containsExactly(1, 0);
    assertThat(healthy.match(0)).isCloseTo(1.0, within(1e-9));
    table.describe(described("python", false));
    assertThat(table.isRetired(0)).isFalse();
    assertThat(table.itemsOf(1)).containsExactly(1);
    assertThat(healthy.match(0)).isZero();
  }

  @Test
  void givesTheBestItemsOfATag() {
    double[] weights = new double[Signal.COUNT];
    weights[Signal.POPULARITY_1D.place()] = 1.0;
    for (int i = 0; i < 5; i++) {
      table.describe(described("item-" + i, false, "code"));
      touch(table, "item-" + i, NOON, i);
    }
    table.advanceTo(NOON, weights, 2);

    assertThat(table.bestOf(0)).containsExactlyInAnyOrder(4, 3);
    touch(table, "item-0", NOON, 9.0);
    table.advanceTo(NOON, weights, 1);
    assertThat(table.bestOf(0)).containsExactly(0);
  }

  @Test
  void comparesVectors() {
    table.describe(new CatalogueItem("python", "", List.of(), "", 0L, false, List.of(3.0f, 4.0f)));

    assertThat(table.vectorMatch(0, new float[] {3.0f, 4.0f})).isCloseTo(1.0, within(1e-9));
    assertThat(table.vectorMatch(0, new float[] {1.0f, 0.0f})).isCloseTo(0.6, within(1e-9));
    assertThat(table.vectorMatch(0, new float[] {-1.0f, 0.0f})).isZero();
    assertThat(table.vectorMatch(0, new float[0])).isZero();
    assertThat(table.vectorMatch(0, new float[] {1.0f})).isZero();
  }

  @Test
  void needsFiveHorizons() {
    assertThatThrownBy(() -> new ItemTable(List.of(HalfLife.ofDays(1)), HalfLife.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 popularity half-lives");
  }
}
