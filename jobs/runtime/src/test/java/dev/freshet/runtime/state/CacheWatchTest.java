package dev.freshet.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CacheWatchTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long MINUTE = 60_000L;

  private final CacheWatch watch = new CacheWatch();

  private void hits(int count) {
    for (int i = 0; i < count; i++) {
      watch.hit();
    }
  }

  private void loads(int count) {
    for (int i = 0; i < count; i++) {
      watch.loaded();
    }
  }

  @Test
  void tellsTheHitRateOfTheLastWholeWindow() {
    hits(9_000);
    loads(999);
    assertThat(watch.hitRate()).isEqualTo(1.0);
    watch.missed();

    assertThat(watch.hitRate()).isEqualTo(0.9);
    hits(5_000);
    assertThat(watch.hitRate()).isEqualTo(0.9);
  }

  @Test
  void findsACacheTooSmallThatLoadsMoreThanOneValueInFourAgain() {
    watch.evicted();
    hits(7_499);
    loads(2_501);

    assertThat(watch.isToBeTold(NOON)).isTrue();
    assertThat(watch.reloadPercent()).isEqualTo(25);
  }

  @Test
  void isContentWithOneInFour() {
    watch.evicted();
    hits(7_500);
    loads(2_500);

    assertThat(watch.isToBeTold(NOON)).isFalse();
  }

  @Test
  void judgesNoWindowThatIsNotOver() {
    watch.evicted();
    loads(9_999);

    assertThat(watch.isToBeTold(NOON)).isFalse();
  }

  @Test
  void isPatientWhileTheCacheFillsUpAndWithKeysThatAreNew() {
    loads(10_000);
    assertThat(watch.isToBeTold(NOON)).isFalse();
    watch.evicted();
    for (int i = 0; i < 10_000; i++) {
      watch.missed();
    }

    assertThat(watch.isToBeTold(NOON)).isFalse();
  }

  @Test
  void tellsNoMoreThanOnceAMinute() {
    watch.evicted();
    loads(10_000);
    assertThat(watch.isToBeTold(NOON)).isTrue();
    assertThat(watch.isToBeTold(NOON + MINUTE)).isFalse();
    loads(10_000);
    assertThat(watch.isToBeTold(NOON + MINUTE - 1)).isFalse();
    assertThat(watch.isToBeTold(NOON + MINUTE)).isTrue();
  }
}
