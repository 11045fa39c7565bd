package dev.freshet.scoring.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.Some;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.items.Counting;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.training.Trainer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TagPulsesTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long DAY = 86_400_000L;
  private static final int LIMIT = 2;

  private final Trainer trainer = Some.trainer(RecommenderSettings.defaults());
  private final Counting counting = new Counting();
  private final TagPulses pulses = new TagPulses(2, LIMIT);

  @BeforeEach
  void describeItems() {
    describe("python", "code");
    describe("java", "code");
    describe("cello", "music");
    interact("python", 3, NOON);
    interact("java", 2, NOON);
    interact("cello", 4, NOON);
    // The last of the pulse, which all scores are relative to.
    interact("untagged", 1, NOON);
  }

  private void describe(String item, String... tags) {
    trainer.describe(new CatalogueItem(item, "", Arrays.asList(tags), "", 0L, false, List.of()));
  }

  private void interact(String item, int times, long atMillis) {
    for (int i = 0; i < times; i++) {
      trainer.enter(counting.interact(item, atMillis, 1.0));
    }
  }

  private List<TagPulse> tell(long nowMillis) {
    Pulse pulse = trainer.refresh(nowMillis);
    return pulses.tell(trainer.table(), pulse, nowMillis, DAY);
  }

  private static List<String> items(TagPulse pulse) {
    return pulse.items().stream().map(ScoredItem::item).toList();
  }

  @Test
  void tellsEachOnceAndThenTheOneWhoseItemsChangePlaces() {
    assertThat(tell(NOON)).extracting(TagPulse::tag).containsExactly("code", "music");
    assertThat(tell(NOON + 1000)).isEmpty();
    interact("java", 2, NOON + 2000);

    List<TagPulse> changed = tell(NOON + 2000);

    assertThat(changed).extracting(TagPulse::tag).containsExactly("code");
    assertThat(items(changed.get(0))).containsExactly("java", "python");
  }

  @Test
  void tellsOneWhoseScoresMovedThoughItsItemsKeepTheirPlaces() {
    tell(NOON);
    interact("cello", 100, NOON + 1000);

    assertThat(tell(NOON + 1000)).extracting(TagPulse::tag).contains("music");
  }

  @Test
  void tellsOneAgainAfterAWhileThoughItIsTheSame() {
    tell(NOON);
    Pulse pulse = trainer.pulse();

    assertThat(pulses.tell(trainer.table(), pulse, NOON + DAY - 1, DAY)).isEmpty();
    assertThat(pulses.tell(trainer.table(), pulse, NOON + DAY, DAY)).hasSize(2);
  }

  @Test
  void tellsOfTheTagsThatAreUsedMostAndOfThoseThatNoLongerAre() {
    describe("atlas", "maps");
    interact("atlas", 1, NOON);
    assertThat(tell(NOON)).extracting(TagPulse::tag).containsExactlyInAnyOrder("code", "music");
    interact("atlas", 20, NOON + 1000);

    List<TagPulse> changed = tell(NOON + 1000);

    assertThat(changed)
        .filteredOn(pulse -> pulse.tag().equals("maps"))
        .singleElement()
        .satisfies(pulse -> assertThat(items(pulse)).containsExactly("atlas"));
    assertThat(changed)
        .filteredOn(pulse -> pulse.tag().equals("music"))
        .singleElement()
        .satisfies(pulse -> assertThat(pulse.items()).isEmpty());
  }

  @Test
  void tellsOfATagThatHasNoItemsAnyMore() {
    tell(NOON);
    describe("cello", "strings");

    assertThat(tell(NOON + 1000))
        .filteredOn(pulse -> pulse.tag().equals("music"))
        .singleElement()
        .satisfies(pulse -> assertThat(pulse.items()).isEmpty());
  }
}
