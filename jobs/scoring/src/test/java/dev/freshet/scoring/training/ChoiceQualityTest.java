package dev.freshet.scoring.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.Some;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.Counting;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChoiceQualityTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long HOUR = 3_600_000L;
  private static final int ITEMS = 25;

  private final Counting counting = new Counting();
  private final Trainer trainer = trainer(Some.settings().pulse(ITEMS).build());
  private final ChoiceQuality quality = trainer.quality();

  private static Trainer trainer(RecommenderSettings settings) {
    return Some.trainer(settings);
  }

  /** Item 0 is the most popular one. */
  @BeforeEach
  void interact() {
    interact(trainer);
  }

  private static void interact(Trainer each) {
    Counting counting = new Counting();
    for (int item = 0; item < ITEMS; item++) {
      for (int i = 0; i <= 3 * (ITEMS - item); i++) {
        each.enter(counting.interact("item-" + item, NOON, 1.0));
      }
    }
    each.refresh(NOON);
  }

  private void choose(String item, long atMillis) {
    trainer.learn(new UserProfile(), Fingerprint.of(item), atMillis, 1.0);
  }

  @Test
  void knowsNothingBeforeTheFirstChoice() {
    assertThat(quality.judged()).isZero();
    assertThat(quality.hitRate()).isNaN();
    assertThat(quality.expectedHitRate()).isNaN();
    assertThat(quality.logLoss()).isNaN();
    assertThat(quality.covered()).isZero();
  }

  @Test
  void findsAChoiceAmongTheFirstTwentyOnly() {
    choose("item-19", NOON);
    assertThat(quality.found()).isEqualTo(1);
    assertThat(quality.hitRate()).isEqualTo(1.0);

    choose("item-24", NOON);
    assertThat(quality.found()).isEqualTo(1);
    assertThat(quality.judged()).isEqualTo(2);
  }

  @Test
  void doesNotFindWhatCouldNotBeListed() {
    choose("elsewhere", NOON);

    assertThat(quality.judged()).isEqualTo(1);
    assertThat(quality.hitRate()).isZero();
  }

  @Test
  void weighsOlderChoicesEverLess() {
    choose("item-0", NOON);
    choose("elsewhere", NOON);

    assertThat(quality.hitRate()).isCloseTo(0.999 / 1.999, within(1e-12));
  }

  @Test
  void tellsTheProbabilitiesOfTheModelBeforeItLearns() {
    Trainer frozen = trainer(Some.settings().pulse(ITEMS).frozen().build());
    interact(frozen);
    frozen.learn(new UserProfile(), Fingerprint.of("elsewhere"), NOON, 1.0);
    choose("elsewhere", NOON);

    assertThat(quality.expectedHitRate()).isEqualTo(frozen.quality().expectedHitRate());
    assertThat(quality.expectedHitRate()).isGreaterThan(0.0).isLessThan(1.0);
    assertThat(quality.logLoss()).isEqualTo(frozen.quality().logLoss()).isPositive();
    // What is outside has what the listed and the five below them leave.
    assertThat(Math.exp(-quality.logLoss())).isLessThan(1 - quality.expectedHitRate());
  }

  @Test
  void losesLessByALikelyChoice() {
    choose("item-0", NOON);
    double likely = quality.logLoss();
    choose("item-24", NOON);

    assertThat(quality.logLoss()).isGreaterThan(likely);
  }

  @Test
  void countsTheItemsOfAllListsOnce() {
    choose("item-0", NOON);
    choose("item-1", NOON);

    assertThat(quality.covered()).isEqualTo(ChoiceQuality.LIST_SIZE);
  }

  @Test
  void letsGoOfTheItemsOfEarlierHours() {
    choose("item-0", NOON);
    makePopular("newcomer", NOON + HOUR);
    choose("item-0", NOON + HOUR);
    assertThat(quality.covered()).isEqualTo(ChoiceQuality.LIST_SIZE + 1);

    choose("item-0", NOON + 2 * HOUR);
    assertThat(quality.covered()).isEqualTo(ChoiceQuality.LIST_SIZE);
  }

  private void makePopular(String item, long atMillis) {
    for (int i = 0; i < 5 * ITEMS; i++) {
      trainer.enter(counting.interact(item, atMillis, 1.0));
    }
    trainer.refresh(atMillis);
  }
}
