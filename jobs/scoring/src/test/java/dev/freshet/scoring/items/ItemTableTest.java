package dev.freshet.scoring.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.interest.Interests;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.Pulse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ItemTableTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;
  private static final double[] NO_WEIGHTS = new double[Signal.COUNT];

  private final ItemTable table = table();
  private final Counting counting = new Counting();

  private static ItemTable table() {
    return new ItemTable(ItemSettings.HORIZONS, HalfLife.ofDays(365));
  }

  private static double[] globals(ItemTable table, String item, long nowMillis) {
    table.advanceTo(nowMillis, 10, NO_WEIGHTS);
    double[] globals = new double[Signal.GLOBALS];
    table.globals(table.indexOf(Fingerprint.of(item)), globals, 0);
    return globals;
  }

  private static double popularity(ItemTable table, String item, Signal signal, long nowMillis) {
    return Math.exp(globals(table, item, nowMillis)[signal.index()]);
  }

  private static CatalogueItem described(String item, boolean retired, String... tags) {
    return new CatalogueItem(item, "", List.of(tags), "", 0L, retired, List.of());
  }

  /** Somebody interacts with an item for the first time. */
  private void interact(String item, long atMillis, double strength) {
    table.enter(counting.interact(item, atMillis, strength));
  }

  private static byte[] written(ItemTable table, String item, boolean withDescription)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    table.write(table.indexOf(Fingerprint.of(item)), withDescription, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static int read(ItemTable table, byte[] written) throws IOException {
    return table.read(new DataInputStream(new ByteArrayInputStream(written)));
  }

  private static double match(ItemTable table, String item, String... tags) {
    double[] alike = new double[tags.length];
    Arrays.fill(alike, 1.0);
    return table.matcher(new Interests(tags, alike)).match(table.indexOf(Fingerprint.of(item)));
  }

  @Test
  void countsPopularityAtSeveralHorizons() {
    interact("python", NOON, 4.0);

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
    Counting elsewhere = new Counting();
    interact("python", NOON, 1.0);
    interact("python", NOON + 5 * HOUR, 2.0);
    other.enter(elsewhere.interact("python", NOON + 5 * HOUR, 2.0));
    other.enter(elsewhere.interact("python", NOON, 1.0));

    assertThat(globals(other, "python", NOON + DAY))
        .containsExactly(globals(table, "python", NOON + DAY), within(1e-9));
    assertThat(other.count(0)).isCloseTo(table.count(0), within(1e-9));
  }

  @Test
  void staysFiniteOverYears() {
    interact("old", NOON, 1.0);
    interact("new", NOON + 2_000 * DAY, 1.0);

    assertThat(popularity(table, "new", Signal.POPULARITY_1H, NOON + 2_000 * DAY))
        .isCloseTo(1.0, within(1e-6));
    assertThat(popularity(table, "old", Signal.POPULARITY_1H, NOON + 2_000 * DAY))
        .isCloseTo(Signal.EPSILON, within(1e-9));
    assertThat(globals(table, "old", NOON + 2_000 * DAY)).doesNotContain(Double.NaN);
  }

  @Test
  void staysFiniteWhenTimeLeapsBetweenTwoBeats() {
    interact("old", NOON, 1.0);
    table.advanceTo(NOON, 10, NO_WEIGHTS);
    interact("new", NOON + 2_000 * DAY, 1.0);
    double[] globals = new double[Signal.GLOBALS];
    table.globals(1, globals, 0);

    assertThat(Math.exp(globals[Signal.POPULARITY_1H.index()])).isCloseTo(1.0, within(1e-6));
  }

  @Test
  void hasOnlyWhatIsNewOfAnItemThatIsTouchedAgainLongAfter() {
    interact("python", NOON, 1.0);
    interact("python", NOON + 300 * HOUR, 1.0);

    assertThat(popularity(table, "python", Signal.POPULARITY_1H, NOON + 300 * HOUR))
        .isCloseTo(1.0, within(1e-6));
  }

  @Test
  void countsEachUserOnce() {
    interact("python", NOON, 1.0);
    Engagement click = new Engagement(NOON, 1.0);
    Engagement comment = new Engagement(NOON, 4.0);
    table.enter(counting.interact("python", NOON + DAY, click, comment));
    table.enter(counting.interact("python", NOON + 2 * DAY, comment, comment));
    table.advanceTo(NOON + 365 * DAY, 10, NO_WEIGHTS);

    assertThat(table.count(0)).isCloseTo(0.5, within(1e-9));
    assertThat(popularity(table, "python", Signal.POPULARITY_1Y, NOON + 365 * DAY))
        .isCloseTo(2.0, within(1e-6));
  }

  @Test
  void movesAUserWhoTurnsOutToHaveComeEarlier() {
    interact("python", NOON + DAY, 1.0);
    Engagement later = new Engagement(NOON + DAY, 1.0);
    table.enter(counting.interact("python", NOON, later, new Engagement(NOON, 1.0)));

    assertThat(popularity(table, "python", Signal.POPULARITY_1D, NOON + DAY))
        .isCloseTo(0.5, within(1e-6));
    assertThat(table.count(0)).isCloseTo(Math.pow(0.5, 1 / 365.0), within(1e-9));
  }

  @Test
  void tellsAgeAndQuiet() {
    interact("python", NOON + DAY, 1.0);
    interact("python", NOON, 1.0);
    double[] globals = globals(table, "python", NOON + 3 * DAY);

    assertThat(globals[Signal.CONSTANT.index()]).isEqualTo(1.0);
    assertThat(globals[Signal.AGE.index()]).isCloseTo(Math.log(3.001), within(1e-9));
    assertThat(globals[Signal.RECENCY.index()]).isCloseTo(Math.log(2.001), within(1e-9));
    assertThat(globals(table, "python", NOON)[Signal.RECENCY.index()])
        .isCloseTo(Math.log(0.001), within(1e-9));
  }

  @Test
  void takesTheAgeFromTheCatalogueAndAnUntouchedItemAsLongQuietAndUnpopular() {
    interact("other", NOON, 1.0);
    table.describe(new CatalogueItem("python", "", List.of(), "", NOON - DAY, false, List.of()));
    double[] globals = globals(table, "python", NOON);

    assertThat(globals[Signal.AGE.index()]).isCloseTo(Math.log(1.001), within(1e-9));
    assertThat(globals[Signal.RECENCY.index()]).isCloseTo(Math.log(10_000.001), within(1e-9));
    assertThat(Math.exp(globals[Signal.POPULARITY_1Y.index()]))
        .isCloseTo(Signal.EPSILON, within(1e-9));
  }

  @Test
  void takesWhatIsToldOfAnItemInThePlaceOfWhatWasKnown() {
    table.enter(new ItemFacts("python", NOON, NOON, new double[] {4, 4, 4, 4, 4}, 2.0));
    table.enter(new ItemFacts("python", NOON + HOUR, NOON + DAY, new double[] {1, 2, 3, 4, 5}, 3));
    table.advanceTo(NOON + DAY, 10, NO_WEIGHTS);

    assertThat(table.popularity(0)).containsExactly(new double[] {1, 2, 3, 4, 5}, within(1e-9));
    assertThat(table.count(0)).isCloseTo(3.0, within(1e-9));
    assertThat(table.interactedMillis(0)).isEqualTo(NOON + DAY);
    assertThat(globals(table, "python", NOON + DAY)[Signal.AGE.index()])
        .isCloseTo(Math.log(1.001), within(1e-9));
  }

  @Test
  void takesATraceOfRoundingForNothing() {
    table.enter(new ItemFacts("python", NOON, NOON, new double[] {-1e-17, 0, 0, 0, 1}, -1e-17));
    double[] globals = globals(table, "python", NOON);

    assertThat(table.count(0)).isZero();
    assertThat(globals[Signal.POPULARITY_1H.index()])
        .isCloseTo(Math.log(Signal.EPSILON), within(1e-9));
    assertThat(globals[Signal.POPULARITY_1Y.index()]).isCloseTo(0.0, within(1e-9));
  }

  @Test
  void readsWhatAnotherWroteAsItWasThere() throws IOException {
    interact("python", NOON, 4.0);
    table.describe(
        new CatalogueItem(
            "python", "", List.of("code", "new"), "", NOON - DAY, true, List.of(1.0f, -1.0f)));
    ItemTable other = table();
    other.describe(described("something", false, "other", "code"));
    int index = read(other, written(table, "python", true));

    assertThat(other.id(index)).isEqualTo("python");
    assertThat(globals(other, "python", NOON + DAY))
        .containsExactly(globals(table, "python", NOON + DAY));
    assertThat(other.count(index)).isEqualTo(table.count(0));
    assertThat(other.interactedMillis(index)).isEqualTo(NOON);
    assertThat(other.isRetired(index)).isTrue();
    assertThat(other.isDescribed(index)).isTrue();
    assertThat(match(other, "python", "code", "new")).isCloseTo(1.0, within(1e-9));
    assertThat(other.vectorMatch(index, new float[] {1.0f, -1.0f})).isCloseTo(1.0, within(1e-9));
  }

  @Test
  void readsADescriptionOfAnyLength() throws IOException {
    String[] tags = IntStream.range(0, 40_000).mapToObj(i -> "tag-" + i).toArray(String[]::new);
    tags[7] = "ü".repeat(50_000);
    List<Float> vector = Collections.nCopies(70_000, 1.0f);
    table.describe(new CatalogueItem("python", "", List.of(tags), "", 0L, false, vector));
    ItemTable other = table();
    int index = read(other, written(table, "python", true));

    assertThat(other.tags(index)).hasSize(40_000);
    assertThat(other.tagName(7)).isEqualTo(tags[7]);
    float[] alike = new float[70_000];
    Arrays.fill(alike, 2.0f);
    assertThat(other.vectorMatch(index, alike)).isCloseTo(1.0, within(1e-9));
  }

  @Test
  void keepsWhatTheCatalogueSaysOfAnItemThatIsReadWithoutIt() throws IOException {
    CatalogueItem python =
        new CatalogueItem("python", "", List.of("code"), "", NOON - DAY, true, List.of(1.0f));
    ItemTable other = table();
    table.describe(python);
    other.describe(python);
    interact("python", NOON, 4.0);
    int index = read(other, written(table, "python", false));

    assertThat(globals(other, "python", NOON + DAY))
        .containsExactly(globals(table, "python", NOON + DAY));
    assertThat(other.isRetired(index)).isTrue();
    assertThat(other.isDescribed(index)).isTrue();
    assertThat(match(other, "python", "code")).isCloseTo(1.0, within(1e-9));
    assertThat(other.vectorMatch(index, new float[] {1.0f})).isCloseTo(1.0, within(1e-9));
    assertThat(written(table, "python", false).length)
        .isLessThan(written(table, "python", true).length);
  }

  @Test
  void knowsNothingOfTheCatalogueFromAnItemThatIsReadWithoutIt() throws IOException {
    table.describe(described("python", true, "code"));
    interact("python", NOON, 4.0);
    ItemTable other = table();
    int index = read(other, written(table, "python", false));

    assertThat(other.isDescribed(index)).isFalse();
    assertThat(other.isRetired(index)).isFalse();
    assertThat(other.tags(index)).isEmpty();
  }

  @Test
  void keepsWhatWasCountedOfAnItemThatIsOnlyDescribedElsewhere() throws IOException {
    ItemTable other = table();
    other.describe(described("python", true, "code"));
    interact("python", NOON, 4.0);
    double[] before = globals(table, "python", NOON);
    read(table, written(other, "python", true));

    assertThat(globals(table, "python", NOON)[Signal.POPULARITY_1Y.index()])
        .isEqualTo(before[Signal.POPULARITY_1Y.index()]);
    assertThat(table.interactedMillis(0)).isEqualTo(NOON);
    assertThat(table.isRetired(0)).isTrue();
  }

  @Test
  void readsThatAnItemIsForgotten() throws IOException {
    interact("python", NOON, 4.0);
    interact("java", NOON, 4.0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ItemTable.writeForgotten("python", new DataOutputStream(bytes));
    ItemTable.writeForgotten("unheard-of", new DataOutputStream(bytes));
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));

    assertThat(table.read(in)).isEqualTo(-1);
    assertThat(table.read(in)).isEqualTo(-1);
    assertThat(table.indexOf(Fingerprint.of("python"))).isEqualTo(-1);
    assertThat(table.indexOf(Fingerprint.of("java"))).isEqualTo(1);
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void givesThePlaceOfAForgottenItemToAnotherWithNothingLeftOfTheFirst() {
    table.describe(
        new CatalogueItem("old", "", List.of("code"), "", NOON - DAY, true, List.of(1.0f)));
    interact("old", NOON, 4.0);
    interact("other", NOON, 4.0);
    globals(table, "old", NOON);
    table.globalScore(0);
    table.forget(0);
    assertThat(table.isTaken(0)).isFalse();
    assertThat(table.size()).isEqualTo(1);
    assertThat(table.indexes()).isEqualTo(2);

    int index = table.describe(described("new", false));
    assertThat(index).isZero();
    assertThat(table.isTaken(0)).isTrue();
    assertThat(table.id(0)).isEqualTo("new");
    assertThat(table.indexOf(Fingerprint.of("old"))).isEqualTo(-1);
    assertThat(table.isRetired(0)).isFalse();
    assertThat(table.count(0)).isZero();
    assertThat(table.interactedMillis(0)).isEqualTo(EventTime.NEVER);
    assertThat(table.vectorMatch(0, new float[] {1.0f})).isZero();
    assertThat(globals(table, "new", NOON)[Signal.AGE.index()])
        .isCloseTo(Math.log(10_000.001), within(1e-9));
    table.describe(described("newer", false));
    assertThat(table.indexes()).isEqualTo(3);
  }

  @Test
  void weighsTagsAsIfAForgottenItemHadNeverBeen() {
    table.describe(described("python", false, "code", "common"));
    table.describe(described("yoga", false, "health", "common"));
    table.describe(described("java", false, "code"));
    double before = match(table, "python", "code");
    table.forget(table.indexOf(Fingerprint.of("java")));
    ItemTable other = table();
    other.describe(described("python", false, "code", "common"));
    other.describe(described("yoga", false, "health", "common"));

    assertThat(match(table, "python", "code"))
        .isCloseTo(match(other, "python", "code"), within(1e-12))
        .isNotCloseTo(before, within(0.01));
    assertThat(table.itemsOf(0)).containsExactly(0);
    assertThat(table.shareOf(0)).isEqualTo(0.5);
  }

  @Test
  void leavesAForgottenItemOutOfTheBestOfItsTagAtOnce() {
    table.describe(described("python", false, "code"));
    table.describe(described("java", false, "code"));
    table.advanceTo(NOON, 10, NO_WEIGHTS);
    assertThat(table.bestOf(0)).containsExactlyInAnyOrder(0, 1);
    table.forget(0);

    assertThat(table.bestOf(0)).containsExactly(1);
  }

  @Test
  void looksTheItemsOfAPulseUpAgainAfterForgetting() {
    interact("python", NOON, 4.0);
    interact("java", NOON, 4.0);
    table.advanceTo(NOON, 10, NO_WEIGHTS);
    Pulse pulse = Pulse.of(table, new int[] {0, 1}, Gap.NONE, 1.0);
    assertThat(table.indexesOf(pulse.items(), pulse.view())).containsExactly(0, 1);
    table.forget(0);

    assertThat(table.indexesOf(pulse.items(), pulse.view())).containsExactly(-1, 1);
  }

  @Test
  void knowsItsItems() {
    for (int i = 0; i < 200; i++) {
      interact("item-" + i, NOON + i, 1.0);
    }

    assertThat(table.size()).isEqualTo(200);
    assertThat(table.indexOf(Fingerprint.of("item-150"))).isEqualTo(150);
    assertThat(table.id(150)).isEqualTo("item-150");
    assertThat(table.fingerprint(150)).isEqualTo(Fingerprint.of("item-150"));
    assertThat(table.indexOf(5L)).isEqualTo(-1);
    assertThat(table.isRetired(150)).isFalse();
  }

  @Test
  void matchesInterestsWithTagsByTheirRarity() {
    table.describe(described("python", false, "code", "common"));
    table.describe(described("yoga", false, "health", "common"));
    table.describe(described("untagged", false));
    InterestMatcher coder =
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
  void matchesLessWhatHasATagThatTheUserIsAgainst() {
    table.describe(described("python", false, "code", "easy"));
    table.describe(described("cobol", false, "code", "old"));
    table.describe(described("latin", false, "old"));
    InterestMatcher fond = table.matcher(new Interests(new String[] {"code"}, new double[] {1.0}));
    double python = fond.match(0);
    double cobol = fond.match(1);
    InterestMatcher matcher =
        table.matcher(new Interests(new String[] {"code", "old"}, new double[] {1.0, -0.5}));

    assertThat(matcher.match(0)).isCloseTo(python, within(1e-9));
    assertThat(matcher.match(1)).isCloseTo(0.5 * cobol, within(1e-9));
    assertThat(matcher.match(2)).isZero();
    assertThat(matcher.strongestTags(5)).hasSize(1);
    assertThat(matcher.tag(1)).isEqualTo("code");
    assertThat(matcher.tag(2)).isEmpty();
  }

  @Test
  void matchesEveryTagOfAnItemThatHasMany() {
    String[] tags = IntStream.range(0, 20).mapToObj(i -> "tag-" + i).toArray(String[]::new);
    int index = table.describe(described("broad", false, tags));

    for (String tag : tags) {
      double match =
          table.matcher(new Interests(new String[] {tag}, new double[] {1.0})).match(index);
      assertThat(match).as(tag).isCloseTo(1 / Math.sqrt(20), within(1e-9));
    }
  }

  @Test
  void matchesByTheTagsThatTheCatalogueGaveLast() {
    String[] many = IntStream.range(0, 20).mapToObj(i -> "tag-" + i).toArray(String[]::new);
    table.describe(described("python", false, many));
    int index = table.describe(described("python", false, "code"));

    Interests interests = new Interests(new String[] {"code", "tag-3"}, new double[] {1.0, 0.0});

    assertThat(table.matcher(interests).match(index)).isCloseTo(1.0, within(1e-9));
  }

  @Test
  void matchesNothingWithoutInterests() {
    table.describe(described("python", false, "code"));
    InterestMatcher stranger = table.matcher(Interests.NONE);
    InterestMatcher other =
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
    InterestMatcher healthy =
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
    weights[Signal.POPULARITY_1D.index()] = 1.0;
    for (int i = 0; i < 5; i++) {
      table.describe(described("item-" + i, false, "code"));
      interact("item-" + i, NOON, i);
    }
    table.advanceTo(NOON, 2, weights);

    assertThat(table.bestOf(0)).containsExactlyInAnyOrder(4, 3);
    interact("item-0", NOON, 9.0);
    table.advanceTo(NOON, 1, weights);
    assertThat(table.bestOf(0)).containsExactly(0);
  }

  @Test
  void givesTheBestItemsOfALargeTagAsTheyAreTouchedRetaggedAndForgotten() {
    double[] weights = NO_WEIGHTS.clone();
    weights[Signal.POPULARITY_1D.index()] = 1.0;
    for (int item = 0; item < 300; item++) {
      table.describe(described("item-" + item, false, "code"));
      interact("item-" + item, NOON, 300 - item);
    }
    table.advanceTo(NOON, 3, weights);
    assertThat(table.bestOf(0)).containsExactlyInAnyOrder(0, 1, 2);
    interact("item-290", NOON, 1_000.0);
    table.describe(described("item-1", true, "code"));
    table.describe(described("item-2", false, "cooking"));
    table.advanceTo(NOON, 3, weights);
    assertThat(table.bestOf(0)).containsExactlyInAnyOrder(290, 0, 3);
    table.forget(0);
    table.advanceTo(NOON, 3, weights);

    assertThat(table.bestOf(0)).containsExactlyInAnyOrder(290, 3, 4);
  }

  @Test
  void givesTheBestOfAllHighestFirst() {
    double[] weights = NO_WEIGHTS.clone();
    weights[Signal.POPULARITY_1D.index()] = 1.0;
    for (int item = 0; item < 300; item++) {
      interact("item-" + item, NOON, 300 - item);
    }
    table.advanceTo(NOON, 3, weights);
    assertThat(table.best(3)).containsExactly(0, 1, 2);
    interact("item-290", NOON, 1_000.0);
    table.forget(1);
    table.advanceTo(NOON, 3, weights);

    assertThat(table.best(3)).containsExactly(290, 0, 2);
  }

  @Test
  void comparesVectors() {
    List<Float> ones = List.of(1.0f, 1.0f, 1.0f, -1.0f);
    table.describe(new CatalogueItem("python", "", List.of(), "", 0L, false, ones));

    assertThat(table.vectorMatch(0, new float[] {2, 2, 2, -2})).isCloseTo(1.0, within(1e-9));
    assertThat(table.vectorMatch(0, new float[] {1, 0, 0, 0})).isCloseTo(0.5, within(1e-9));
    assertThat(table.vectorMatch(0, new float[] {0, 0, 0, 1})).isZero();
    assertThat(table.vectorMatch(0, new float[0])).isZero();
    assertThat(table.vectorMatch(0, new float[] {1.0f})).isZero();
  }

  @Test
  void needsFiveHorizons() {
    assertThatThrownBy(() -> new ItemTable(List.of(HalfLife.ofDays(1)), HalfLife.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 popularity half-lives");
  }

  @Test
  void refusesAnItemThatHasTheFingerprintOfAnother() {
    ItemTable table = new ItemTable(ItemSettings.HORIZONS, HalfLife.ofDays(365), id -> 7L);
    table.describe(described("python", false, "code"));
    int index = table.enter(counting.interact("python", NOON, 1.0));

    assertThat(table.describe(described("java", true, "other"))).isEqualTo(-1);
    assertThat(table.enter(counting.interact("java", NOON, 1.0))).isEqualTo(-1);
    assertThat(table.refused()).isEqualTo(2);
    assertThat(table.size()).isEqualTo(1);
    assertThat(table.id(index)).isEqualTo("python");
    assertThat(table.isRetired(index)).isFalse();
    assertThat(table.tags(index)).hasSize(1);
    table.advanceTo(NOON, 1, NO_WEIGHTS);
    assertThat(table.count(index)).isEqualTo(1.0);
  }

  @Test
  void takesAnItemOnceTheOtherWithItsFingerprintIsForgotten() throws IOException {
    ItemTable table = new ItemTable(ItemSettings.HORIZONS, HalfLife.ofDays(365), id -> 7L);
    int index = table.describe(described("python", false));
    ByteArrayOutputStream forgotten = new ByteArrayOutputStream();
    ItemTable.writeForgotten("java", new DataOutputStream(forgotten));
    table.read(new DataInputStream(new ByteArrayInputStream(forgotten.toByteArray())));
    assertThat(table.id(index)).isEqualTo("python");

    table.forget(index);
    assertThat(table.describe(described("java", false))).isEqualTo(index);
    assertThat(table.refused()).isZero();
  }
}
