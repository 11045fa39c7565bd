package dev.freshet.scoring.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.Some;
import dev.freshet.scoring.candidates.ExposureSettings;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.interest.Interests;
import dev.freshet.scoring.items.Counting;
import dev.freshet.scoring.items.InterestMatcher;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.ShownAlternatives;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.training.ShownLists.ShownList;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final RecommenderSettings SETTINGS = Some.settings().pulse(5).build();
  private static final float[] VECTOR = {1.0f, 2.0f};
  private static final Interests INTERESTS =
      new Interests(new String[] {"tag-1", "tag-2"}, new double[] {1.0, 2.0});

  private final Counting counting = new Counting();
  private final Trainer trainer = Some.trainer(SETTINGS);
  private final Directory directory = Some.directory(SETTINGS);

  private void follow(List<ModelUpdate> update) {
    update.forEach(directory::enter);
  }

  private static CatalogueItem described(String item, boolean retired, int tag) {
    return new CatalogueItem(
        item, "", List.of("tag-" + tag), "", NOON - DAY, retired, List.of(1.0f, (float) tag));
  }

  private static ShownList shown(long atMillis, String... items) {
    double[] signals = new double[items.length * Signal.COUNT];
    long[] ids = Arrays.stream(items).mapToLong(Fingerprint::of).toArray();
    int[] places = IntStream.range(0, items.length).toArray();
    ShownAlternatives alternatives =
        new ShownAlternatives(signals, places, new double[items.length]);
    return new ShownList(1, 2, atMillis, 3.0, 0, Gap.NONE, ids, alternatives);
  }

  private void assertFollowing() {
    ItemTable here = directory.table();
    ItemTable there = trainer.table();
    List<String> items = new ArrayList<>();
    for (int index = 0; index < there.indexes(); index++) {
      if (there.isTaken(index)) {
        items.add(there.id(index));
      }
    }
    assertThat(here.size()).isEqualTo(items.size());
    InterestMatcher matcher = here.matcher(INTERESTS);
    InterestMatcher other = there.matcher(INTERESTS);
    for (String item : items) {
      int index = here.indexOf(Fingerprint.of(item));
      int otherPlace = there.indexOf(Fingerprint.of(item));
      assertThat(index).as(item).isNotNegative();
      assertThat(here.globalScore(index)).as(item).isEqualTo(there.globalScore(otherPlace));
      assertThat(here.count(index)).as(item).isEqualTo(there.count(otherPlace));
      assertThat(here.isRetired(index)).as(item).isEqualTo(there.isRetired(otherPlace));
      assertThat(here.isDescribed(index)).as(item).isEqualTo(there.isDescribed(otherPlace));
      assertThat(here.vectorMatch(index, VECTOR)).isEqualTo(there.vectorMatch(otherPlace, VECTOR));
      assertThat(matcher.match(index)).as(item).isEqualTo(other.match(otherPlace));
    }
    assertThat(directory.pulse()).isEqualTo(trainer.pulse());
    assertThat(directory.model().snapshot()).isEqualTo(trainer.model().snapshot());
    assertThat(directory.pulse().ranked(here)).isEqualTo(trainer.pulse().ranked(there));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void scoresEveryItemAsTheTrainerDoesWhateverHappens(int seed) {
    Random random = new Random(seed);
    long now = NOON;
    follow(trainer.everything());
    for (int step = 0; step < 200; step++) {
      now += (long) (random.nextDouble() * DAY);
      String item = "item-" + random.nextInt(40);
      switch (random.nextInt(7)) {
        case 0 -> trainer.describe(described(item, random.nextBoolean(), random.nextInt(3)));
        case 1 -> trainer.learn(new UserProfile(), Fingerprint.of(item), now, 1.0);
        case 2 -> trainer.forget(5 * DAY);
        case 3 ->
            trainer.learnShown(
                shown(now, item, "item-0"), random.nextInt(3) - 1, ExposureSettings.defaults());
        default -> trainer.enter(counting.interact(item, now, 1 + random.nextInt(3)));
      }
      if (random.nextInt(3) == 0) {
        follow(trainer.update(now, false));
        assertFollowing();
      }
    }
    assertThat(trainer.table().size()).isLessThan(40);
    Directory late = Some.directory(SETTINGS);
    trainer.everything().forEach(late::enter);
    assertThat(late.table().size()).isEqualTo(trainer.table().size());
    assertThat(late.pulse()).isEqualTo(trainer.pulse());
  }

  @Test
  void forgetsWhatTheTrainerForgetsAndKnowsWhatComesInItsPlace() {
    trainer.enter(counting.interact("old", NOON - 2 * DAY, 1.0));
    trainer.enter(counting.interact("new", NOON, 1.0));
    follow(trainer.update(NOON, false));
    trainer.forget(DAY);
    trainer.describe(described("newest", false, 1));
    follow(trainer.update(NOON, false));

    assertThat(directory.table().indexOf(Fingerprint.of("old"))).isEqualTo(-1);
    assertFollowing();
    trainer.forget(-1);
    trainer.enter(counting.interact("new", NOON + DAY, 1.0));
    follow(trainer.update(NOON + DAY, false));
    assertThat(directory.table().indexOf(Fingerprint.of("new"))).isNotNegative();
    assertFollowing();
  }

  @Test
  void isCompleteWithTheLastPartAndTakesThePulseWithIt() {
    String name = "x".repeat(1_000);
    for (int i = 0; i < 600; i++) {
      trainer.enter(counting.interact(name + i, NOON, 1.0));
    }
    List<ModelUpdate> parts = trainer.everything();
    assertThat(parts).hasSize(2);

    directory.enter(parts.get(0));
    assertThat(directory.isComplete()).isFalse();
    assertThat(directory.pulse()).isEqualTo(Pulse.EMPTY);
    assertThat(directory.table().size()).isBetween(1, 599);
    directory.enter(parts.get(1));
    assertThat(directory.isComplete()).isTrue();
    assertFollowing();
  }

  @Test
  void followsATrainerToWhichNothingHasHappenedYet() {
    trainer.describe(described("a", false, 1));
    follow(trainer.everything());

    assertThat(directory.isComplete()).isTrue();
    assertThat(directory.table().size()).isEqualTo(1);
    assertThat(directory.table().asOfMillis()).isEqualTo(EventTime.NEVER);
    assertThat(directory.pulse().size()).isZero();
  }

  @Test
  void refusesItemsThatAreCutShort() {
    trainer.enter(counting.interact("a", NOON, 1.0));
    byte[] items = trainer.serialize().get(0);
    ModelUpdate cut =
        new ModelUpdate(
            Arrays.copyOf(items, items.length - 1), Pulse.EMPTY, List.of(), new double[0], false);

    assertThatThrownBy(() -> directory.enter(cut))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("items are cut short");
  }
}
