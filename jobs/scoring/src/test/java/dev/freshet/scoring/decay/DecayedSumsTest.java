package dev.freshet.scoring.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DecayedSumsTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final long HOUR = 3_600_000L;
  private static final HalfLife AN_HOUR = HalfLife.ofHours(1);

  private final Sum sum = new Sum();

  /** One sum, which counts how often its landmark has followed. */
  private static final class Sum extends DecayedSums {

    private double stored;
    private int rescaled;

    Sum() {
      super(FARTHEST);
    }

    void add(double weight, long atMillis) {
      // What is stored may be rescaled by this, so it comes first.
      double inflation = inflate(atMillis, AN_HOUR);
      stored += weight * inflation;
    }

    double at(long nowMillis) {
      return isEmpty() ? 0.0 : stored * deflate(nowMillis, AN_HOUR);
    }

    @Override
    protected void rescale(double factor) {
      stored *= factor;
      rescaled++;
    }
  }

  @Test
  void isEmptyUntilSomethingIsAdded() {
    assertThat(sum.isEmpty()).isTrue();

    sum.add(1.0, NOON);

    assertThat(sum.isEmpty()).isFalse();
    assertThat(sum.landmarkMillis()).isEqualTo(NOON);
  }

  @Test
  void fadesWhateverTheOrderOfArrival() {
    sum.add(1.0, NOON + HOUR);
    sum.add(1.0, NOON);

    assertThat(sum.at(NOON + HOUR)).isCloseTo(1.5, within(1e-12));
    assertThat(sum.at(NOON + 2 * HOUR)).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void movesTheLandmarkBeforeADoubleOverflows() {
    sum.add(1.0, NOON);
    sum.add(1.0, NOON + 256 * HOUR);
    assertThat(sum.rescaled).isZero();

    sum.add(1.0, NOON + 257 * HOUR);

    assertThat(sum.rescaled).isEqualTo(1);
    assertThat(sum.landmarkMillis()).isEqualTo(NOON + 257 * HOUR);
    assertThat(sum.at(NOON + 257 * HOUR)).isCloseTo(1.5, within(1e-12));
  }

  @Test
  void keepsAFarLandmarkForALateWeight() {
    sum.add(1.0, NOON + 1000 * HOUR);
    sum.add(1.0, NOON);

    assertThat(sum.rescaled).isZero();
    assertThat(sum.at(NOON + 1000 * HOUR)).isEqualTo(1.0);
  }
}
