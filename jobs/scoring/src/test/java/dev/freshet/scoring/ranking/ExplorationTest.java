package dev.freshet.scoring.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ServedRule;
import dev.freshet.scoring.ranking.Exploration.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplorationTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final List<Recommendation> RANKED =
      IntStream.range(0, 10)
          .mapToObj(i -> new Recommendation("item-" + i, 10.0 - i, "trending"))
          .toList();
  private static final ListMaking ALL = ListMaking.of(RANKED, 10);
  private static final List<ScoredItem> NEWCOMERS =
      List.of(new ScoredItem("a", 3.0), new ScoredItem("b", 1.0));

  private static List<Place> explore(double share, String user, long atMillis) {
    return new Exploration(share, "salt").explore(ALL, NEWCOMERS, user, atMillis);
  }

  @Test
  void changesNothingWhereNoPlaceIsGivenAway() {
    assertThat(explore(0.0, "ada", NOON))
        .extracting(Place::item)
        .containsExactlyElementsOf(RANKED.stream().map(Recommendation::item).toList());
    assertThat(explore(0.0, "ada", NOON)).extracting(Place::chance).containsOnly(1.0);
  }

  @Test
  void movesTheOthersDownAndTellsEveryChance() {
    List<Place> all = explore(1.0, "ada", NOON);

    assertThat(all).hasSize(10);
    assertThat(all.subList(0, 2)).extracting(Place::item).containsExactlyInAnyOrder("a", "b");
    assertThat(all.subList(0, 2)).extracting(Place::reason).containsOnly("new:");
    assertThat(all.get(0).chance()).isEqualTo(all.get(0).item().equals("a") ? 0.75 : 0.25);
    assertThat(all.get(1).chance()).isEqualTo(1.0);
    assertThat(all.get(2)).isEqualTo(new Place("item-0", 10.0, "trending", 1.0));
    assertThat(all.get(9).item()).isEqualTo("item-7");
  }

  @Test
  void leavesPinnedPlacesAlone() {
    List<ServedRule> pins =
        List.of(
            ServedRule.always("first", ListAction.PIN, 1, 0.0, "item-0"),
            ServedRule.always("third", ListAction.PIN, 3, 0.0, "item-2"));
    AppliedRules rules = AppliedRules.of(pins, null, audience -> false, NOON, true);
    List<Place> all =
        new Exploration(1.0, "salt")
            .explore(new ListMaking(RANKED, rules, TagShare.ALL, 10), NEWCOMERS, "ada", NOON);

    assertThat(all.get(0)).isEqualTo(new Place("item-0", 10.0, "rule:first", 1.0));
    assertThat(all.get(2)).isEqualTo(new Place("item-2", 8.0, "rule:third", 1.0));
    assertThat(List.of(all.get(1).item(), all.get(3).item())).containsExactlyInAnyOrder("a", "b");
    assertThat(all.subList(4, 10))
        .extracting(Place::item)
        .containsExactly("item-1", "item-3", "item-4", "item-5", "item-6", "item-7");
  }

  @Test
  void drawsTheSameWithinAMinute() {
    assertThat(explore(0.5, "ada", NOON)).isEqualTo(explore(0.5, "ada", NOON + 59_999));
    assertThat(IntStream.range(0, 20).mapToObj(i -> explore(0.5, "ada", NOON + i * 60_000L)))
        .filteredOn(each -> !each.equals(explore(0.5, "ada", NOON)))
        .hasSizeGreaterThan(10);
  }

  @Test
  void aPlaceDependsOnNoPlaceBehindIt() {
    for (int minute = 0; minute < 100; minute++) {
      long at = NOON + minute * 60_000L;
      Exploration exploration = new Exploration(0.3, "salt");
      List<ScoredItem> newcomers = List.of(new ScoredItem("a", 3.0), new ScoredItem("item-7", 2.0));

      assertThat(exploration.explore(ListMaking.of(RANKED, 5), newcomers, "ada", at))
          .isEqualTo(exploration.explore(ALL, newcomers, "ada", at).subList(0, 5));
    }
  }

  @Test
  void listsANewcomerOnceThatIsOnTheListAnyway() {
    List<ScoredItem> newcomers = List.of(new ScoredItem("item-0", 3.0), new ScoredItem("b", 1.0));
    List<Place> taken = new Exploration(1.0, "salt").explore(ALL, newcomers, "ada", NOON);
    List<Place> usual = new Exploration(0.0, "salt").explore(ALL, newcomers, "ada", NOON);
    double half = new Exploration(0.5, "salt").explore(ALL, newcomers, "ada", NOON).get(0).chance();

    assertThat(taken).extracting(Place::item).doesNotHaveDuplicates().contains("item-0", "b");
    assertThat(usual.get(0)).isEqualTo(new Place("item-0", 10.0, "trending", 1.0));
    assertThat(half).isIn(0.5 + 0.5 * 0.75, 0.5 * 0.25);
  }

  @Test
  void showsEachItemAsOftenAsItsChanceSays() {
    int users = 20_000;
    Map<String, Integer> firsts = new HashMap<>();
    double chances = 0.0;
    for (int user = 0; user < users; user++) {
      Place first = explore(0.2, "user-" + user, NOON).get(0);
      firsts.merge(first.item(), 1, Integer::sum);
      chances += 1 / first.chance();
    }

    assertThat(firsts.getOrDefault("a", 0) / (double) users).isCloseTo(0.15, within(0.01));
    assertThat(firsts.getOrDefault("b", 0) / (double) users).isCloseTo(0.05, within(0.005));
    assertThat(firsts.getOrDefault("item-0", 0) / (double) users).isCloseTo(0.8, within(0.01));
    // Each of three possible items counts 1 if it is weighed by what it was unlikely to be.
    assertThat(chances / users).isCloseTo(3.0, within(0.1));
  }
}
