package dev.freshet.scoring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KnownViewsTest {

  private static final long NOON = 1_764_504_000_000L;
  private static final long DAY = 86_400_000L;

  private KnownViews views = new KnownViews(2, Duration.ofDays(10));

  private boolean admits(String placement, long atMillis) {
    return views.admits(View.ofPlacement(placement), atMillis);
  }

  private void restore() {
    restore(2);
  }

  private void restore(int most) {
    KnownViews restored = new KnownViews(most, Duration.ofDays(10));
    restored.restore(views.serialize());
    views = restored;
  }

  private boolean admits(String experiment, String variant, long atMillis) {
    return views.admits(View.ofVariant(experiment, variant), atMillis);
  }

  @Test
  void keepsNoRoomForAnExperimentThatIsTakenOffBeforeItsFirstList() {
    views.define("first");
    views.define("second");
    views.undefine("first");
    views.undefine("second");

    assertThat(admits("third", "b", NOON)).isTrue();
    assertThat(admits("fourth", "b", NOON)).isTrue();
  }

  @Test
  void letInAsManyPlacementsAsThereMayBe() {
    assertThat(admits("home", NOON)).isTrue();
    assertThat(admits("course", NOON)).isTrue();
    restore();

    assertThat(admits("search", NOON)).isFalse();
    assertThat(admits("home", NOON)).isTrue();
  }

  @Test
  void letInAsManyExperimentsWhateverPlacementsThereAre() {
    for (int user = 0; user <= KnownSubjects.MOST_REFUSED + 2; user++) {
      admits("user-" + user, NOON);
    }
    restore();

    assertThat(admits("pulse", "b", NOON)).isTrue();
    assertThat(admits("rules", "b", NOON)).isTrue();
    assertThat(admits("tags", "b", NOON)).isFalse();
    assertThat(admits("pulse", "control", NOON)).isTrue();
  }

  @Test
  void letInExperimentsThatAreDefinedWhateverNamesListsMakeUp() {
    admits("made-up-1", "b", NOON);
    admits("made-up-2", "b", NOON);
    views.define("pulse");
    restore();

    assertThat(admits("pulse", "b", NOON)).isTrue();
    assertThat(admits("made-up-3", "b", NOON)).isFalse();
  }

  @Test
  void keepAnExperimentThatIsDefinedThoughNoListWasOfItYet() {
    views.define("pulse");
    admits("made-up-1", "b", NOON);
    assertThat(admits("made-up-2", "b", NOON + 20 * DAY)).isTrue();
    restore();

    assertThat(admits("made-up-3", "b", NOON + 20 * DAY)).isFalse();
    assertThat(admits("pulse", "b", NOON + 40 * DAY)).isTrue();
    assertThat(admits("made-up-4", "b", NOON + 51 * DAY)).isTrue();
    assertThat(admits("made-up-5", "b", NOON + 51 * DAY)).isTrue();
  }

  @Test
  void doNotLetInByItsDefinitionWhatWasRefusedBefore() {
    admits("made-up-1", "b", NOON);
    admits("made-up-2", "b", NOON);
    admits("pulse", "b", NOON);
    views.define("pulse");

    assertThat(admits("pulse", "b", NOON)).isFalse();
  }

  @Test
  void letInThirtyTwoVariantsOfAnExperiment() {
    for (int variant = 0; variant < KnownViews.MOST_VARIANTS; variant++) {
      assertThat(admits("pulse", "v" + variant, NOON)).isTrue();
    }
    restore();

    assertThat(admits("pulse", "one-more", NOON)).isFalse();
    assertThat(admits("pulse", "v7", NOON)).isTrue();
  }

  @Test
  void keepAnExperimentOfWhichOnlyARefusedVariantIsHeard() {
    for (int variant = 0; variant <= KnownViews.MOST_VARIANTS; variant++) {
      admits("pulse", "v" + variant, NOON);
    }
    admits("rules", "b", NOON + 9 * DAY);
    admits("pulse", "v32", NOON + 9 * DAY);
    assertThat(admits("tags", "b", NOON + 18 * DAY)).isFalse();

    assertThat(admits("pulse", "v32", NOON + 18 * DAY)).isFalse();
  }

  @Test
  void makeRoomForAnotherWhereNothingIsHeardOfOneForTheTtl() {
    admits("home", NOON);
    admits("search", NOON + 5 * DAY);
    assertThat(admits("course", NOON + 10 * DAY)).isFalse();
    restore();

    assertThat(admits("mail", NOON + 10 * DAY + 1)).isTrue();
    assertThat(admits("search", NOON + 11 * DAY)).isTrue();
    assertThat(admits("home", NOON + 11 * DAY)).isFalse();
  }

  @Test
  void makeRoomWhereTheOneThatWasHeardOfFirstIsHeardOfAgain() {
    admits("home", NOON);
    admits("search", NOON + DAY);
    admits("home", NOON + 9 * DAY);
    assertThat(admits("course", NOON + 10 * DAY + 1)).isFalse();
    assertThat(admits("late", NOON + 11 * DAY)).isFalse();

    assertThat(admits("mail", NOON + 11 * DAY + 1)).isTrue();
    assertThat(admits("help", NOON + 19 * DAY + 1)).isTrue();
    assertThat(admits("news", NOON + 20 * DAY)).isFalse();
  }

  @Test
  void neverLetInWhatWasRefusedOnceThoughThereIsRoomLater() {
    admits("home", NOON);
    admits("search", NOON);
    admits("course", NOON);
    restore(5);

    assertThat(admits("course", NOON + DAY)).isFalse();
    assertThat(admits("mail", NOON + DAY)).isTrue();
    assertThat(admits("course", NOON + 20 * DAY)).isFalse();
  }

  @Test
  void letInNothingNewOnceMoreWasRefusedThanIsRemembered() {
    for (int user = 0; user < KnownSubjects.MOST_REFUSED + 2; user++) {
      admits("user-" + user, NOON);
    }
    restore(5);

    assertThat(admits("home", NOON + 20 * DAY)).isFalse();
    assertThat(admits("user-1", NOON + 20 * DAY)).isTrue();
  }
}
