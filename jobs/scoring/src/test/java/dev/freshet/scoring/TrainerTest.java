package dev.freshet.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long HOUR = 3_600_000L;
  private static final RecommenderSettings SETTINGS = Some.settings().pulse(3).build();

  private final Trainer trainer = trainer(SETTINGS);

  private static Trainer trainer(RecommenderSettings settings) {
    return new Trainer(settings, new ItemTable(settings.popularity(), settings.coOccurrence()));
  }

  private static Lesson touch(String item, long atMillis) {
    return new Lesson(item, atMillis, Standing.NONE, new Standing(atMillis, 1.0), null);
  }

  private void touches(String item, int times, long atMillis) {
    for (int i = 0; i < times; i++) {
      trainer.learn(touch(item, atMillis));
    }
  }

  private List<String> pulse() {
    return trainer.pulse().ranked(trainer.table()).stream().map(ScoredItem::item).toList();
  }

  @Test
  void takesThePulseOfTheMostPopularItems() {
    touches("a", 1, NOON);
    touches("b", 5, NOON);
    touches("c", 3, NOON);
    touches("d", 2, NOON);
    Pulse pulse = trainer.tick(NOON);

    assertThat(pulse()).containsExactly("b", "c", "d");
    assertThat(pulse.asOfMillis()).isEqualTo(NOON);
    assertThat(pulse.ranked(trainer.table()).get(2).score()).isZero();
    assertThat(pulse.ranked(trainer.table()).get(0).score()).isPositive();
    int last = trainer.table().placeOf(Fingerprint.of("d"));
    assertThat(pulse.floor()).isCloseTo(trainer.table().globalScore(last), within(1e-12));
  }

  @Test
  void letsANewcomerIntoThePulseAtOnce() {
    for (int i = 0; i < 10; i++) {
      touches("item-" + i, 10 - i, NOON);
    }
    trainer.tick(NOON);
    assertThat(pulse()).containsExactly("item-0", "item-1", "item-2");
    touches("item-9", 30, NOON + 1);
    trainer.tick(NOON + 1);

    assertThat(pulse()).containsExactly("item-9", "item-0", "item-1");
  }

  @Test
  void keepsRetiredItemsOutOfThePulse() {
    touches("a", 9, NOON);
    touches("b", 1, NOON);
    trainer.describe(new CatalogueItem("a", "", List.of(), "", 0L, true, List.of()));
    trainer.tick(NOON);

    assertThat(pulse()).containsExactly("b");
  }

  @Test
  void isDueAfterATickOfEventTime() {
    assertThat(trainer.isDue(NOON)).isTrue();
    trainer.tick(NOON);

    assertThat(trainer.isDue(NOON + 999)).isFalse();
    assertThat(trainer.isDue(NOON + 1_000)).isTrue();
  }

  @Test
  void neverGoesBackInTime() {
    trainer.tick(NOON);

    assertThat(trainer.tick(NOON - HOUR).asOfMillis()).isEqualTo(NOON);
    assertThat(trainer.latestMillis()).isEqualTo(NOON);
    trainer.learn(touch("a", NOON + 5));
    assertThat(trainer.latestMillis()).isEqualTo(NOON + 5);
  }

  @Test
  void tellsRankersOnlyWhatIsNew() {
    trainer.describe(new CatalogueItem("a", "", List.of("code"), "", 0L, false, List.of()));
    trainer.learn(touch("b", NOON));
    assertThat(trainer.hasNews()).isTrue();
    Tick first = trainer.beat(NOON);

    assertThat(first.facts()).extracting(ItemFacts::item).containsExactly("a", "b");
    assertThat(first.described()).extracting(CatalogueItem::item).containsExactly("a");
    assertThat(first.model()).isEqualTo(trainer.model().snapshot());
    assertThat(first.pulse()).isEqualTo(trainer.pulse());
    assertThat(trainer.hasNews()).isFalse();
    trainer.learn(touch("b", NOON + 1));
    assertThat(trainer.hasNews()).isTrue();
    Tick second = trainer.beat(NOON + 1);
    assertThat(second.facts()).extracting(ItemFacts::item).containsExactly("b");
    assertThat(second.described()).isEmpty();
  }

  @Test
  void forgetsUntouchedItemsThatTheCatalogueDoesNotHave() {
    trainer.learn(touch("old", NOON - HOUR));
    trainer.learn(touch("new", NOON));
    trainer.describe(new CatalogueItem("listed", "", List.of(), "", 0L, false, List.of()));

    assertThat(trainer.facts(HOUR - 1))
        .extracting(ItemFacts::item)
        .containsExactly("new", "listed");
    assertThat(trainer.facts(HOUR))
        .extracting(ItemFacts::item)
        .containsExactly("old", "new", "listed");
    assertThat(trainer.catalogue()).extracting(CatalogueItem::item).containsExactly("listed");
  }

  @Test
  void goesOnFromItsFacts() {
    touches("a", 3, NOON);
    touches("b", 2, NOON);
    trainer.tick(NOON);
    Trainer restored = trainer(SETTINGS);
    trainer.facts(HOUR).forEach(restored::restore);
    restored.tick(NOON);

    assertThat(restored.pulse().ranked(restored.table()))
        .extracting(ScoredItem::item)
        .containsExactlyElementsOf(pulse());
    assertThat(restored.latestMillis()).isEqualTo(NOON);
    assertThat(restored.hasNews()).isTrue();
  }

  @Test
  void takesThePulseOfEachTag() {
    trainer.describe(new CatalogueItem("a", "", List.of("code"), "", 0L, false, List.of()));
    trainer.describe(new CatalogueItem("b", "", List.of("code", "new"), "", 0L, false, List.of()));
    trainer.describe(new CatalogueItem("c", "", List.of("code"), "", 0L, true, List.of()));
    touches("b", 2, NOON);
    touches("a", 1, NOON);
    trainer.tick(NOON);
    List<TagPulse> tags = TagPulse.all(trainer.table(), trainer.pulse(), 5);

    assertThat(tags).extracting(TagPulse::tag).containsExactly("code", "new");
    assertThat(tags.get(0).items()).extracting(ScoredItem::item).containsExactly("b", "a");
    assertThat(tags.get(0).items().get(1).score()).isCloseTo(0.0, within(1e-12));
    assertThat(tags.get(1).items()).extracting(ScoredItem::item).containsExactly("b");
  }

  @Test
  void learnsFromAChoiceUnlessFrozen() {
    Shortlist ada =
        new Shortlist(
            "ada",
            NOON,
            new long[] {Fingerprint.of("a")},
            new float[] {1f},
            new float[1],
            new float[1],
            new float[1],
            new long[1],
            Interests.NONE,
            new float[0],
            new String[] {"b"},
            new long[] {Fingerprint.of("b")},
            new boolean[] {true});
    Lesson choice = new Lesson("a", NOON, Standing.NONE, new Standing(NOON, 1.0), ada);
    Trainer frozen = trainer(Some.settings().frozen().build());
    for (Trainer each : List.of(trainer, frozen)) {
      each.learn(touch("a", NOON));
      each.learn(touch("b", NOON));
      each.learn(choice);
      assertThat(each.model().steps()).isZero();
      each.tick(NOON);
      each.learn(choice);
    }

    assertThat(trainer.model().steps()).isEqualTo(1);
    assertThat(trainer.model().weight(Signal.SIMILAR)).isGreaterThan(SETTINGS.seed().get(8));
    assertThat(frozen.model().steps()).isZero();
    assertThat(frozen.model().weight(Signal.SIMILAR)).isEqualTo(SETTINGS.seed().get(8));
  }
}
