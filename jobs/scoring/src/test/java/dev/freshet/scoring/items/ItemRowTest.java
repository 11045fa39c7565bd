package dev.freshet.scoring.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.history.HistoryChange;
import dev.freshet.scoring.history.HistorySettings;
import dev.freshet.scoring.history.PairGain;
import dev.freshet.scoring.history.UserHistory;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import dev.freshet.scoring.similarity.RowUpdate;
import org.junit.jupiter.api.Test;

class ItemRowTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final ItemSettings SETTINGS = ItemSettings.defaults();
  private static final long PYTHON = Fingerprint.of("python");
  private static final long JAVA = Fingerprint.of("java");

  private final ItemRow row = new ItemRow();

  /** So many users are there for the first time. */
  private void interactions(int users) {
    for (int i = 0; i < users; i++) {
      Engagement click = new Engagement(NOON, 1.0);
      row.apply("python", Counting.update(NOON, Engagement.NONE, click), SETTINGS);
    }
  }

  private void tell() {
    row.facts(SETTINGS);
  }

  @Test
  void countsAnItemsUsersItsPopularityAndItsNeighbours() {
    UserHistory history = new UserHistory();
    history.update(Interaction.click("a", "ada", "java", NOON), HistorySettings.defaults());
    Interaction click = Interaction.click("b", "ada", "python", NOON + DAY);
    HistoryChange change = history.update(click, HistorySettings.defaults());
    row.apply("python", RowUpdate.of(PYTHON, NOON + DAY, change), SETTINGS);
    ItemFacts facts = row.facts(SETTINGS);

    assertThat(row.item()).isEqualTo("python");
    assertThat(facts.item()).isEqualTo("python");
    assertThat(facts.users()).isEqualTo(1.0);
    assertThat(facts.popularity()).containsExactly(1.0, 1.0, 1.0, 1.0, 1.0);
    assertThat(facts.interactedMillis()).isEqualTo(NOON + DAY);
    Neighbours neighbours = row.strongest(PYTHON, NOON + DAY, SETTINGS);
    assertThat(neighbours.items()).containsExactly(JAVA);
    assertThat(neighbours.similar()).containsExactly(1.0f);
    assertThat(row.neighbours().size()).isEqualTo(1);
  }

  @Test
  void tellsOfUsersAsOfWhenTheItemWasLastTouched() {
    interactions(2);
    Engagement click = new Engagement(NOON, 1.0);
    row.apply("python", Counting.update(NOON + 365 * DAY, click, click), SETTINGS);

    assertThat(row.facts(SETTINGS).users()).isCloseTo(1.0, within(1e-9));
  }

  private void pairs(int from, int to) {
    for (long other = from; other < to; other++) {
      row.apply(new PairGain(PYTHON, other, other, 0.0, 0L, NOON), PYTHON, SETTINGS);
    }
  }

  @Test
  void remembersTheNeighboursOfAnItemWithManyForAMoment() {
    pairs(1, 300);
    Neighbours found = row.strongest(PYTHON, NOON, SETTINGS);
    pairs(300, 301);

    assertThat(row.strongest(PYTHON, NOON + 199, SETTINGS)).isSameAs(found);
    assertThat(row.latest(PYTHON, NOON + 199, SETTINGS).items()).contains(300L);
    assertThat(row.strongest(PYTHON, NOON + 200, SETTINGS).items()).contains(300L);
  }

  @Test
  void looksEachTimeForTheNeighboursOfAnItemWithFew() {
    pairs(1, 3);
    row.strongest(PYTHON, NOON, SETTINGS);
    pairs(3, 4);

    assertThat(row.strongest(PYTHON, NOON, SETTINGS).items()).contains(3L);
  }

  @Test
  void hasNoNameWhileOnlyPairsOfOtherItemsCame() {
    row.apply(new PairGain(JAVA, PYTHON, 0.5, 1.0, 0L, NOON), PYTHON, SETTINGS);

    assertThat(row.item()).isEmpty();
    assertThat(row.neighbours().size()).isEqualTo(1);
    assertThat(ItemRow.deserialize(row.serialize()).item()).isEmpty();
    assertThat(ItemRow.deserialize(row.serialize()).neighbours().size()).isEqualTo(1);
  }

  @Test
  void isUrgentWhenItIsNewUntilItIsTold() {
    interactions(1);
    assertThat(row.isUrgent(SETTINGS)).isTrue();
    tell();

    assertThat(row.isUrgent(SETTINGS)).isFalse();
    interactions(2);
    assertThat(row.isUrgent(SETTINGS)).isFalse();
  }

  @Test
  void isUrgentWhenThreeMoreUsersCameSinceItWasTold() {
    interactions(6);
    tell();
    interactions(2);
    assertThat(row.isUrgent(SETTINGS)).isFalse();
    interactions(1);

    assertThat(row.isUrgent(SETTINGS)).isTrue();
    tell();
    assertThat(row.isUrgent(SETTINGS)).isFalse();
  }

  @Test
  void isUrgentOnlyWhenHalfAsManyMoreUsersCameSinceItWasTold() {
    interactions(20);
    tell();
    interactions(9);
    assertThat(row.isUrgent(SETTINGS)).isFalse();
    interactions(1);

    assertThat(row.isUrgent(SETTINGS)).isTrue();
  }

  @Test
  void isDueWhenItIsNewOrAnIntervalHasPassedSinceItWasTold() {
    Engagement click = new Engagement(NOON, 1.0);
    interactions(1);
    assertThat(row.isDue(SETTINGS)).isTrue();
    tell();
    assertThat(row.isDue(SETTINGS)).isFalse();
    row.apply("python", Counting.update(NOON + 999, click, click), SETTINGS);
    assertThat(row.isDue(SETTINGS)).isFalse();
    row.apply("python", Counting.update(NOON + 1_000, click, click), SETTINGS);
    assertThat(row.isDue(SETTINGS)).isTrue();
    tell();

    assertThat(row.isDue(SETTINGS)).isFalse();
  }

  @Test
  void isNotUrgentWhenTheSameUsersComeAgain() {
    interactions(2);
    tell();
    Engagement click = new Engagement(NOON, 1.0);
    for (int i = 0; i < 10; i++) {
      row.apply("python", Counting.update(NOON, click, new Engagement(NOON, 4.0)), SETTINGS);
    }

    assertThat(row.isUrgent(SETTINGS)).isFalse();
  }

  @Test
  void tellsWhereOthersWentOnToWhoCameTheSameWay() {
    long go = Fingerprint.of("go");
    row.apply(new PairGain(PYTHON, go, 0.5, 1.0, JAVA, NOON), PYTHON, SETTINGS);
    row.apply(new PairGain(PYTHON, go, 0.0, 1.0, 0L, NOON), PYTHON, SETTINGS);
    row.apply(new PairGain(JAVA, PYTHON, 0.5, 1.0, go, NOON), PYTHON, SETTINGS);

    Onward onward = row.onward(JAVA, NOON, SETTINGS);
    assertThat(onward.items()).containsExactly(go);
    assertThat(onward.shares()).containsExactly(0.5f);
    assertThat(row.onward(go, NOON, SETTINGS)).isEqualTo(Onward.NONE);
    assertThat(ItemRow.deserialize(row.serialize()).onward(JAVA, NOON, SETTINGS))
        .usingRecursiveComparison()
        .isEqualTo(onward);
  }

  @Test
  void survivesPacking() {
    UserHistory history = new UserHistory();
    for (String item : new String[] {"java", "übung", "go"}) {
      Interaction click = Interaction.click("e", "ada", item, NOON);
      HistoryChange change = history.update(click, HistorySettings.defaults());
      row.apply("übung", RowUpdate.of(Fingerprint.of("übung"), NOON, change), SETTINGS);
    }
    ItemRow deserialized = ItemRow.deserialize(row.serialize());

    assertThat(deserialized.item()).isEqualTo("übung");
    assertThat(deserialized.serialize()).isEqualTo(row.serialize());
    assertThat(deserialized.facts(SETTINGS))
        .usingRecursiveComparison()
        .isEqualTo(row.facts(SETTINGS));
    assertThat(deserialized.strongest(5L, NOON + DAY, SETTINGS))
        .usingRecursiveComparison()
        .isEqualTo(row.strongest(5L, NOON + DAY, SETTINGS));
  }

  @Test
  void isToldOnceMoreAfterPacking() {
    interactions(1);
    tell();

    assertThat(ItemRow.deserialize(row.serialize()).isUrgent(SETTINGS)).isTrue();
  }
}
