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
    KnownViews restored = new KnownViews(2, Duration.ofDays(10));
    restored.restore(views.serialize());
    views = restored;
  }

  @Test
  void letInAsManyPlacementsAndExperimentsAsThereMayBe() {
    assertThat(admits("home", NOON)).isTrue();
    assertThat(views.admits(View.ofVariant("pulse", "b"), NOON)).isTrue();
    restore();

    assertThat(admits("search", NOON)).isFalse();
    assertThat(admits("home", NOON)).isTrue();
    assertThat(views.admits(View.ofVariant("pulse", "control"), NOON)).isTrue();
  }

  @Test
  void letInThirtyTwoVariantsOfAnExperiment() {
    for (int variant = 0; variant < KnownViews.MOST_VARIANTS; variant++) {
      assertThat(views.admits(View.ofVariant("pulse", "v" + variant), NOON)).isTrue();
    }
    restore();

    assertThat(views.admits(View.ofVariant("pulse", "one-more"), NOON)).isFalse();
    assertThat(views.admits(View.ofVariant("pulse", "v7"), NOON)).isTrue();
  }

  @Test
  void makeRoomWhereNothingIsHeardOfForTheTtl() {
    admits("home", NOON);
    admits("search", NOON + 5 * DAY);
    assertThat(admits("course", NOON + 10 * DAY)).isFalse();

    assertThat(admits("course", NOON + 10 * DAY + 1)).isTrue();
    assertThat(admits("search", NOON + 11 * DAY)).isTrue();
    assertThat(admits("home", NOON + 11 * DAY)).isFalse();
  }
}
