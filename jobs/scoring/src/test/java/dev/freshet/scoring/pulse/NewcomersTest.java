package dev.freshet.scoring.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.ItemFacts;
import dev.freshet.scoring.items.ItemSettings;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.Signal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewcomersTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final int PULSE = 5;

  private final ItemTable table = new ItemTable(ItemSettings.HORIZONS, HalfLife.ofDays(365));

  private void count(String item, double users) {
    double[] popularity = new double[Signal.HORIZONS];
    Arrays.fill(popularity, users);
    table.enter(new ItemFacts(item, NOON, NOON, popularity, users));
  }

  private void describe(String item, boolean retired) {
    table.describe(new CatalogueItem(item, "", List.of(), "", 0L, retired, List.of()));
  }

  /** Twelve items that 25 to 80 users did each. */
  private void fillWithKnown() {
    for (int i = 0; i < 12; i++) {
      count("known-" + i, 25.0 + 5 * i);
    }
  }

  private List<ScoredItem> newcomers(long turn) {
    double[] weights = new double[Signal.COUNT];
    weights[Signal.POPULARITY_1D.index()] = 1.0;
    table.advanceTo(NOON, 1, weights);
    int[] all = table.all();
    int[] best = table.best(all, all.length, PULSE, Gap.NONE);
    return Newcomers.of(table, Pulse.of(table, best, Gap.NONE, 1.0), turn);
  }

  private static List<String> items(List<ScoredItem> newcomers) {
    return newcomers.stream().map(ScoredItem::item).toList();
  }

  private double gain(String item) {
    return newcomers(0L).stream()
        .filter(each -> each.item().equals(item))
        .mapToDouble(ScoredItem::score)
        .findFirst()
        .orElse(0.0);
  }

  @Test
  void hasNoneBeforeEnoughIsKnownOfOthers() {
    for (int i = 0; i < Newcomers.LEAST_KNOWN - 1; i++) {
      count("known-" + i, 30.0 + i);
    }
    describe("new", false);

    assertThat(newcomers(0L)).isEmpty();

    count("known-9", 40.0);
    assertThat(items(newcomers(0L))).containsExactly("new");
  }

  @Test
  void expectsOfAnUnknownItemWhatWellKnownOnesAre() {
    fillWithKnown();
    describe("new", false);

    assertThat(gain("new"))
        .isCloseTo(prior().belief().gain(-9.0, 0.0, Math.log(60.0)), within(1e-4));
  }

  @Test
  void expectsLessTheMoreUsersDidAnItemThatFewDidWhereNoListsAreTold() {
    fillWithKnown();
    describe("new", false);
    count("one", 1.0);
    count("two", 2.0);
    count("fifteen", 15.0);

    assertThat(gain("new")).isGreaterThan(gain("one"));
    assertThat(gain("one")).isGreaterThan(gain("two"));
    assertThat(gain("two")).isPositive();
    assertThat(gain("fifteen")).isZero();
    assertThat(gain("known-0")).isZero();
  }

  /** The item was on lists from which items like the well known ones were taken so many times. */
  private void show(String item, double asOthers, double taken) {
    newcomers(0L);
    int index = table.indexOf(Fingerprint.of(item));
    double score = table.globalScore(index) - table.appeal(index);
    table.show(index, asOthers * Math.exp(score - prior().belief().mean()), taken, NOON);
  }

  private static Newcomers.Prior prior() {
    Newcomers.Prior prior = new Newcomers.Prior();
    for (int i = 0; i < 12; i++) {
      prior.add(Math.log(25.0 + 5 * i));
    }
    return prior;
  }

  @Test
  void expectsLessTheMoreOftenAnItemIsShownInVain() {
    fillWithKnown();
    List.of("new", "seldom", "often", "always").forEach(item -> describe(item, false));
    show("seldom", 1.0, 0.0);
    show("often", 5.0, 0.0);
    show("always", 100.0, 0.0);

    assertThat(gain("new")).isGreaterThan(gain("seldom"));
    assertThat(gain("seldom")).isGreaterThan(5 * gain("often"));
    assertThat(gain("often")).isPositive();
    assertThat(gain("always")).isZero();
  }

  @Test
  void keepsTheTurnOfAnItemThatIsTakenWheneverItIsShown() {
    fillWithKnown();
    describe("new", false);
    describe("taken", false);
    describe("liked", false);
    count("known-of-elsewhere", 3.0);
    count("taken", 3.0);
    count("liked", 3.0);
    count("in-vain", 3.0);
    show("taken", 3.0, 3.0);
    show("liked", 1.0, 3.0);
    show("in-vain", 30.0, 3.0);

    assertThat(gain("liked")).isGreaterThan(gain("new"));
    assertThat(gain("taken")).isBetween(gain("new") / 2, gain("new"));
    assertThat(gain("known-of-elsewhere")).isLessThan(gain("taken") / 10);
    assertThat(gain("in-vain")).isLessThan(gain("taken") / 10);
  }

  @Test
  void leavesOutWhatIsRetiredOrInThePulse() {
    fillWithKnown();
    describe("gone", true);
    describe("new", false);

    assertThat(items(newcomers(0L))).containsExactly("new");
  }

  @Test
  void letsItemsThatPromiseTheSameTakeTurns() {
    fillWithKnown();
    for (int i = 0; i < 100; i++) {
      describe("new-" + i, false);
    }

    List<ScoredItem> first = newcomers(1L);
    assertThat(first).hasSize(Newcomers.MOST).isEqualTo(newcomers(1L));
    Set<String> seen = new HashSet<>();
    for (long turn = 0; turn < 200; turn++) {
      seen.addAll(items(newcomers(turn)));
    }
    assertThat(seen).hasSize(100);
  }

  @Test
  void weighsWhatIsKnownOfAnItemAgainstThePrior() {
    Newcomers.Prior prior = new Newcomers.Prior();
    for (double score : new double[] {-1.0, 1.0, -1.0, 1.0, 0.0}) {
      prior.add(score);
    }

    // Mean 0 and variance 1: σ φ(0) at the floor 0, and half of everything with as much knowledge.
    assertThat(prior.belief().gain(0.0, 0.0, 0.0)).isCloseTo(0.3989423, within(1e-6));
    assertThat(prior.belief().gain(2.0, 1.0, 1.0))
        .isCloseTo(0.3989423 / Math.sqrt(2), within(1e-6));
    assertThat(prior.belief().gain(0.0, 0.0, 1.0)).isCloseTo(0.0833155, within(1e-6));
    assertThat(prior.belief().gain(0.0, 0.0, -1.0)).isCloseTo(1.0833155, within(1e-6));
  }

  @Test
  void knowsTheNormalDistribution() {
    assertThat(Newcomers.below(0.0)).isCloseTo(0.5, within(1e-7));
    assertThat(Newcomers.below(1.96)).isCloseTo(0.9750021, within(1e-7));
    assertThat(Newcomers.below(-1.96)).isCloseTo(0.0249979, within(1e-7));
    assertThat(Newcomers.below(-40.0)).isZero();
  }
}
