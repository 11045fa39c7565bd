package dev.freshet.scoring.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.Some;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Opinion;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.Counting;
import dev.freshet.scoring.items.ItemSettings;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.Served;
import dev.freshet.scoring.listrule.ServedRule;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.Peers;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReaderTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final int SIZE = 40;

  private final ItemTable table = new ItemTable(ItemSettings.HORIZONS, HalfLife.ofDays(365));
  private final Counting counting = new Counting();
  private final Reader reader = new Reader(table);

  private Pulse pulse(String... bestFirst) {
    long[] items = new long[bestFirst.length];
    double[] scores = new double[bestFirst.length];
    for (int i = 0; i < items.length; i++) {
      table.enter(counting.interact(bestFirst[i], NOON, 1.0));
      items[i] = Fingerprint.of(bestFirst[i]);
      scores[i] = bestFirst.length - 1.0 - i;
    }
    return new Pulse(NOON, Gap.NONE, items, scores, 0.0, 1.0);
  }

  private static PersonalList ada(String item, double score, String... excluded) {
    return new PersonalList(
        "ada",
        NOON,
        new String[] {item},
        new long[] {Fingerprint.of(item)},
        new double[] {score},
        new Reason[] {Reason.SIMILAR},
        new String[] {"python"},
        excluded,
        new int[excluded.length],
        new String[] {"x"},
        0.5);
  }

  @Test
  void givesAStrangerThePulse() {
    assertThat(reader.read(null, pulse("a", "b", "c"), Peers.NONE, 2, Set.of()))
        .containsExactly(
            new Recommendation("a", 2.0, "trending"), new Recommendation("b", 1.0, "trending"));
  }

  @Test
  void addsBothParts() {
    assertThat(reader.read(ada("b", 1.5), pulse("a", "b", "c"), Peers.NONE, 3, Set.of()))
        .containsExactly(
            new Recommendation("b", 2.5, "similar:python"),
            new Recommendation("a", 2.0, "trending"),
            new Recommendation("c", 0.0, "trending"));
  }

  @Test
  void listsCandidatesThatAreNotInThePulse() {
    assertThat(reader.read(ada("z", 1.5), pulse("a", "b"), Peers.NONE, 9, Set.of()))
        .extracting(Recommendation::item)
        .containsExactly("z", "a", "b");
  }

  @Test
  void leavesOutWhatIsExcludedOrUnwanted() {
    assertThat(
            reader.read(
                ada("z", 1.5, "a"), pulse("a", "b", "c"), Peers.NONE, 9, Set.of("z", "c", "other")))
        .extracting(Recommendation::item)
        .containsExactly("b");
  }

  @Test
  void leavesOutWhatWasRetiredSinceTheListWasMade() {
    table.describe(new CatalogueItem("z", "", List.of(), "", 0L, true, List.of()));

    assertThat(reader.read(ada("z", 1.5), pulse("a", "b"), Peers.NONE, 9, Set.of()))
        .extracting(Recommendation::item)
        .containsExactly("a", "b");
  }

  private static ServedRule rule(ListAction action, double amount, String... items) {
    return Served.rule("spring", action, amount, -0.5, items);
  }

  private List<Recommendation> readWith(PersonalList own, Pulse pulse, ServedRule... rules) {
    AppliedRules applied = AppliedRules.of(List.of(rules), null, audience -> false, NOON, true);
    return reader.read(own, pulse, Peers.NONE, applied, 4, Set.of("unwanted"));
  }

  @Test
  void appliesRulesToBothPartsAndListsFurtherItems() {
    for (String item : List.of("further", "unwanted", "gone")) {
      table.describe(
          new CatalogueItem(item, "", List.of(), "", 0L, item.equals("gone"), List.of()));
    }

    assertThat(
            readWith(
                ada("z", 1.5, "done"),
                pulse("a", "b", "c", "d", "done"),
                rule(ListAction.FACTOR, Math.exp(2), "z", "c", "done"),
                rule(ListAction.HIDE, 0, "b"),
                rule(ListAction.PIN, 3, "done", "unknown", "gone", "unwanted", "further")))
        .containsExactly(
            new Recommendation("a", 4.0, "trending"),
            new Recommendation("c", 4.0, "rule:spring"),
            new Recommendation("further", -0.5, "rule:spring"),
            new Recommendation("z", 3.5, "rule:spring"));
  }

  @Test
  void picksSimilarItemsByTheCosine() {
    for (int i = 0; i < 4; i++) {
      table.enter(counting.interact("popular", NOON, 1.0));
    }
    table.enter(counting.interact("rare", NOON, 1.0));
    table.enter(counting.interact("retired", NOON, 1.0));
    table.describe(new CatalogueItem("retired", "", List.of(), "", 0L, true, List.of()));
    table.advanceTo(NOON, 1, new double[Signal.COUNT]);
    long[] items = {
      Fingerprint.of("popular"), Fingerprint.of("rare"), Fingerprint.of("retired"), 5L
    };
    Neighbours neighbours =
        new Neighbours(
            1L, items, new float[] {1.0f, 0.75f, 9.0f, 9.0f}, new float[4], new float[4]);

    List<ScoredItem> similar = ScoredItem.similar(neighbours, NOON, table, 9);
    assertThat(similar).extracting(ScoredItem::item).containsExactly("rare", "popular");
    assertThat(similar.get(0).score()).isEqualTo(0.75);
    assertThat(similar.get(1).score()).isCloseTo(0.5, within(1e-12));
    assertThat(ScoredItem.similar(neighbours, NOON, table, 1)).hasSize(1);
  }

  /** What ada reads of 40 items that suit her one better than the next, first those about code. */
  private List<String> readWithTagShare(double tagShare, int aboutCode) {
    return readWithTagShare(tagShare, aboutCode, index -> SIZE - index);
  }

  private List<String> readWithTagShare(
      double tagShare, int aboutCode, IntUnaryOperator similarity) {
    RecommenderSettings settings = Some.settings().tagShare(tagShare).strongestTags(0).build();
    long[] items = new long[SIZE];
    float[] similar = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      String tag = i < aboutCode ? "code" : "health";
      table.describe(new CatalogueItem("item-" + i, "", List.of(tag), "", 0L, false, List.of()));
      items[i] = Fingerprint.of("item-" + i);
      similar[i] = similarity.applyAsInt(i);
    }
    table.advanceTo(NOON, 1, new double[Signal.COUNT]);
    UserProfile user = new UserProfile();
    user.update(
        new EnrichedInteraction(
            "ada",
            1,
            "start",
            NOON,
            false,
            Engagement.NONE,
            new Engagement(NOON, 1.0),
            new Neighbours(
                Fingerprint.of("start"), items, similar, new float[SIZE], new float[SIZE]),
            Onward.NONE,
            List.of(),
            new float[0],
            Opinion.NONE),
        settings.candidates());
    PersonalList list =
        new Ranker(settings.lists(), table)
            .rank("ada", user, Pulse.EMPTY, ChoiceModel.of(settings.model()));
    assertThat(list.items()).hasSize(SIZE);
    return reader.read(list, Pulse.EMPTY, Peers.NONE, SIZE, Set.of()).stream()
        .map(Recommendation::item)
        .toList();
  }

  @Test
  void keepsATagToItsShareOfTheFirstList() {
    List<String> read = readWithTagShare(0.5, 15);

    assertThat(read.subList(0, 10)).containsExactlyElementsOf(numbered(0, 10));
    assertThat(read.subList(10, 20)).containsExactlyElementsOf(numbered(15, 25));
    assertThat(read.subList(20, 25)).containsExactlyElementsOf(numbered(10, 15));
    assertThat(read.subList(25, 40)).containsExactlyElementsOf(numbered(25, 40));
  }

  @Test
  void keepsATagToItsShareOfTheFirstListAmongItemsThatScoreTheSame() {
    List<String> read = readWithTagShare(0.5, 21, index -> 1);

    assertThat(read.subList(0, 20)).filteredOn(numbered(0, 21)::contains).hasSize(10);
  }

  @Test
  void letsATagThatMostItemsHaveHaveAsMuchOfTheFirstList() {
    List<String> read = readWithTagShare(0.1, 30);

    assertThat(read.subList(0, 15)).containsExactlyElementsOf(numbered(0, 15));
    assertThat(read.subList(15, 20)).containsExactlyElementsOf(numbered(30, 35));
  }

  private static List<String> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "item-" + i).toList();
  }
}
