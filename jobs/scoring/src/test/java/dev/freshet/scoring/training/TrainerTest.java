package dev.freshet.scoring.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.Some;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Opinion;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.Counting;
import dev.freshet.scoring.items.ItemFacts;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.pulse.TagPulse;
import dev.freshet.scoring.pulse.TagPulses;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainerTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long HOUR = 3_600_000L;
  private static final RecommenderSettings SETTINGS = Some.settings().pulse(3).build();

  private final Counting counting = new Counting();
  private final Trainer trainer = Some.trainer(SETTINGS);

  private static CatalogueItem described(String item, boolean retired, String... tags) {
    return new CatalogueItem(item, "", List.of(tags), "", 0L, retired, List.of());
  }

  private void interact(String item, long atMillis) {
    trainer.enter(counting.interact(item, atMillis, 1.0));
  }

  private void interactions(String item, int times, long atMillis) {
    for (int i = 0; i < times; i++) {
      interact(item, atMillis);
    }
  }

  /** The ids of all items that a directory knows after nothing but these updates. */
  private static List<String> told(List<ModelUpdate> updates) {
    Directory directory = Some.directory(SETTINGS);
    updates.forEach(directory::enter);
    return items(directory.table());
  }

  private static List<String> items(ItemTable table) {
    return IntStream.range(0, table.indexes()).filter(table::isTaken).mapToObj(table::id).toList();
  }

  private List<String> pulse() {
    return trainer.pulse().ranked(trainer.table()).stream().map(ScoredItem::item).toList();
  }

  @Test
  void takesThePulseOfTheMostPopularItems() {
    interactions("a", 1, NOON);
    interactions("b", 5, NOON);
    interactions("c", 3, NOON);
    interactions("d", 2, NOON);
    Pulse pulse = trainer.refresh(NOON);

    assertThat(pulse()).containsExactly("b", "c", "d");
    assertThat(pulse.asOfMillis()).isEqualTo(NOON);
    assertThat(pulse.ranked(trainer.table()).get(2).score()).isZero();
    assertThat(pulse.ranked(trainer.table()).get(0).score()).isPositive();
    int last = trainer.table().indexOf(Fingerprint.of("d"));
    assertThat(pulse.floor()).isCloseTo(trainer.table().globalScore(last), within(1e-12));
  }

  @Test
  void letsANewcomerIntoThePulseAtOnce() {
    for (int i = 0; i < 10; i++) {
      interactions("item-" + i, 10 - i, NOON);
    }
    trainer.refresh(NOON);
    assertThat(pulse()).containsExactly("item-0", "item-1", "item-2");
    interactions("item-9", 30, NOON + 1);
    trainer.refresh(NOON + 1);

    assertThat(pulse()).containsExactly("item-9", "item-0", "item-1");
  }

  @Test
  void keepsRetiredItemsOutOfThePulse() {
    interactions("a", 9, NOON);
    interactions("b", 1, NOON);
    trainer.describe(described("a", true));
    trainer.refresh(NOON);

    assertThat(pulse()).containsExactly("b");
  }

  @Test
  void isDueAfterATickOfEventTime() {
    assertThat(trainer.isDue(NOON)).isTrue();
    trainer.refresh(NOON);

    assertThat(trainer.isDue(NOON + 999)).isFalse();
    assertThat(trainer.isDue(NOON + 1_000)).isTrue();
  }

  @Test
  void neverGoesBackInTime() {
    trainer.refresh(NOON);

    assertThat(trainer.refresh(NOON - HOUR).asOfMillis()).isEqualTo(NOON);
    assertThat(trainer.latestMillis()).isEqualTo(NOON);
    interact("a", NOON + 5);
    assertThat(trainer.latestMillis()).isEqualTo(NOON + 5);
  }

  @Test
  void tellsOnlyWhatIsNew() {
    assertThat(trainer.hasNews()).isFalse();
    trainer.describe(described("a", false, "code"));
    interact("b", NOON);
    assertThat(trainer.hasNews()).isTrue();
    List<ModelUpdate> first = trainer.update(NOON, false);

    assertThat(told(first)).containsExactly("a", "b");
    assertThat(first).hasSize(1);
    assertThat(first.get(0).weights()).isEqualTo(trainer.model().snapshot());
    assertThat(first.get(0).pulse()).isEqualTo(trainer.pulse());
    assertThat(first.get(0).ends()).isFalse();
    assertThat(trainer.pulse().asOfMillis()).isEqualTo(NOON);
    assertThat(trainer.hasNews()).isFalse();
    interact("b", NOON + 1);
    interact("b", NOON + 1);
    assertThat(trainer.hasNews()).isTrue();
    List<ModelUpdate> second = trainer.update(NOON + 1, true);
    assertThat(told(second)).containsExactly("b");
    assertThat(second.get(0).items()).hasSize(bytesOf("b"));
    assertThat(second.get(0).ends()).isTrue();
    assertThat(trainer.update(NOON + 2, false).get(0).items()).isEmpty();
  }

  /** The bytes of an item that was touched but is not described. */
  private int bytesOf(String item) {
    Trainer other = Some.trainer(SETTINGS);
    other.enter(counting.interact(item, NOON, 1.0));
    return other.serialize().get(0).length;
  }

  @Test
  void tellsWhatTheCatalogueSaysOfAnItemOnlyWhenItIsNew() {
    trainer.describe(described("a", false, "code"));
    int whole = trainer.update(NOON, false).get(0).items().length;
    interact("a", NOON);

    Directory directory = Some.directory(SETTINGS);
    trainer.update(NOON, false).forEach(directory::enter);
    assertThat(directory.table().isDescribed(0)).isFalse();
    trainer.describe(described("a", false, "code"));
    ModelUpdate again = trainer.update(NOON, false).get(0);
    assertThat(again.items().length).isGreaterThan(whole);
    directory.enter(again);
    assertThat(directory.table().isDescribed(0)).isTrue();
  }

  @Test
  void tellsOfThePulseWithoutTakingItBeforeAnythingHappened() {
    trainer.describe(described("a", false));
    List<ModelUpdate> update = trainer.update(EventTime.NEVER, false);

    assertThat(told(update)).containsExactly("a");
    assertThat(update.get(0).pulse()).isSameAs(Pulse.EMPTY);
    assertThat(update.get(0).isComplete()).isTrue();
    assertThat(trainer.everything().get(0).pulse()).isSameAs(Pulse.EMPTY);
  }

  @Test
  void forgetsUntouchedItemsThatTheCatalogueDoesNotHave() {
    interact("old", NOON - HOUR);
    interact("new", NOON);
    trainer.describe(described("listed", false));

    trainer.forget(HOUR);
    assertThat(items(trainer.table())).containsExactly("old", "new", "listed");
    trainer.update(NOON, false);
    assertThat(trainer.hasNews()).isFalse();
    trainer.forget(HOUR - 1);
    assertThat(items(trainer.table())).containsExactly("new", "listed");
    assertThat(trainer.hasNews()).isTrue();
    trainer.refresh(NOON);
    assertThat(pulse()).containsExactly("new", "listed");
    trainer.forget(HOUR - 1);
    assertThat(items(trainer.table())).containsExactly("new", "listed");
  }

  @Test
  void goesOnFromWhatItPacked() {
    interactions("a", 3, NOON);
    interactions("b", 2, NOON);
    trainer.describe(described("c", false, "code"));
    trainer.describe(described("d", true));
    trainer.refresh(NOON);
    Trainer restored = Some.trainer(SETTINGS);
    trainer.serialize().forEach(restored::restore);
    restored.refresh(EventTime.NEVER);

    assertThat(restored.pulse().ranked(restored.table()))
        .isEqualTo(trainer.pulse().ranked(trainer.table()));
    assertThat(restored.latestMillis()).isEqualTo(NOON);
    for (String item : items(trainer.table())) {
      assertThat(score(restored.table(), item)).isEqualTo(score(trainer.table(), item));
    }
    assertThat(told(restored.everything())).containsExactly("a", "b", "c", "d");
    restored.forget(-1);
    assertThat(items(restored.table())).containsExactly("c", "d");
  }

  private static double score(ItemTable table, String item) {
    return table.globalScore(table.indexOf(Fingerprint.of(item)));
  }

  @Test
  void tellsEverythingInPartsOfWhichOnlyTheLastIsComplete() {
    String name = "x".repeat(1_000);
    for (int i = 1_000; i < 3_000; i++) {
      interact(name + i, NOON);
    }
    List<ModelUpdate> parts = trainer.everything();
    ModelUpdate last = parts.get(parts.size() - 1);
    int most = ModelUpdate.MOST_BYTES + bytesOf(name + 1_000);

    assertThat(parts).hasSize(5);
    for (ModelUpdate part : parts.subList(0, parts.size() - 1)) {
      assertThat(part.items().length).isBetween(ModelUpdate.MOST_BYTES, most);
      assertThat(part.isComplete()).isFalse();
      assertThat(part.pulse()).isSameAs(Pulse.EMPTY);
      assertThat(part.bytes()).isEqualTo(part.items().length);
    }
    assertThat(last.items()).hasSizeLessThanOrEqualTo(most).isNotEmpty();
    assertThat(last.isComplete()).isTrue();
    assertThat(last.pulse()).isEqualTo(trainer.pulse());
    assertThat(last.bytes()).isEqualTo(last.items().length + 16L * 3 + 8L * last.weights().length);
    assertThat(told(parts)).hasSize(2_000);
    assertThat(trainer.hasNews()).isFalse();
  }

  @Test
  void tellsOfManyForgottenItemsInPartsToo() {
    String name = "x".repeat(1_000);
    for (int i = 1_000; i < 2_000; i++) {
      interact(name + i, NOON);
    }
    interact("new", NOON + HOUR);
    trainer.update(NOON, false);
    trainer.forget(1);
    List<ModelUpdate> parts = trainer.update(NOON, false);

    assertThat(parts).hasSize(2);
    assertThat(parts)
        .allSatisfy(
            part -> assertThat(part.items()).hasSizeLessThan(ModelUpdate.MOST_BYTES + 2_000));
    assertThat(trainer.table().size()).isEqualTo(1);
  }

  @Test
  void takesThePulseOfEachTag() {
    trainer.describe(described("a", false, "code"));
    trainer.describe(described("b", false, "code", "new"));
    trainer.describe(described("c", true, "code"));
    interactions("b", 2, NOON);
    interactions("a", 1, NOON);
    trainer.refresh(NOON);
    List<TagPulse> tags = new TagPulses(2, 5).tell(trainer.table(), trainer.pulse(), NOON, 1L);

    assertThat(tags).extracting(TagPulse::tag).containsExactly("code", "new");
    assertThat(tags.get(0).items()).extracting(ScoredItem::item).containsExactly("b", "a");
    assertThat(tags.get(0).items().get(1).score()).isCloseTo(0.0, within(1e-12));
    assertThat(tags.get(1).items()).extracting(ScoredItem::item).containsExactly("b");
  }

  @Test
  void learnsFromAChoiceUnlessFrozen() {
    UserProfile ada = new UserProfile();
    ada.update(
        new EnrichedInteraction(
            "ada",
            1,
            "b",
            NOON,
            false,
            Engagement.NONE,
            new Engagement(NOON, 1.0),
            new Neighbours(
                Fingerprint.of("b"),
                new long[] {Fingerprint.of("a")},
                new float[] {1f},
                new float[1],
                new float[1]),
            Onward.NONE,
            List.of(),
            new float[0],
            Opinion.NONE),
        SETTINGS.candidates());
    Trainer frozen = Some.trainer(Some.settings().frozen().build());
    for (Trainer each : List.of(trainer, frozen)) {
      each.enter(counting.interact("a", NOON, 1.0));
      each.enter(counting.interact("b", NOON, 1.0));
      each.learn(ada, Fingerprint.of("a"), NOON, 1.0);
      assertThat(each.model().steps()).isZero();
      each.refresh(NOON);
      each.learn(ada, Fingerprint.of("a"), NOON + 1, 1.0);
      assertThat(each.latestMillis()).isEqualTo(NOON + 1);
    }

    assertThat(trainer.model().steps()).isEqualTo(1);
    assertThat(trainer.model().weight(Signal.SIMILAR))
        .isGreaterThan(SETTINGS.model().seed().get(8));
    assertThat(frozen.model().steps()).isZero();
    assertThat(frozen.model().weight(Signal.SIMILAR)).isEqualTo(SETTINGS.model().seed().get(8));
  }

  @Test
  void learnsAsMuchFromAChoiceAsItStandsFor() {
    double[] squares = new double[2];
    ItemFacts facts = counting.interact("a", NOON, 1.0);
    for (int i = 0; i < 2; i++) {
      Trainer each = Some.trainer(SETTINGS);
      each.enter(facts);
      each.refresh(NOON);
      each.learn(new UserProfile(), Fingerprint.of("a"), NOON, 1.0 + i);
      squares[i] = each.model().snapshot()[ChoiceModel.LENGTH];
    }

    assertThat(squares[1] / squares[0]).isCloseTo(4.0, within(1e-9));
  }
}
