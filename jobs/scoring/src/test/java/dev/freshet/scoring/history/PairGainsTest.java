package dev.freshet.scoring.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairGainsTest {

  @Test
  void takesNearDistancesOneByOne() {
    PairGains gains = new PairGains(4, 4, 1L);

    assertThat(IntStream.range(0, gains.pairs()).map(gains::distance)).containsExactly(1, 2, 3, 4);
    assertThat(gains.at(1, 0)).isEqualTo(1.0);
    assertThat(gains.at(4, 0)).isEqualTo(0.5);
    assertThat(gains.at(5, 0)).isZero();
    assertThat(gains.at(99, 0)).isZero();
  }

  @Test
  void samplesFarDistancesWithoutChangingTheSumOfAll() {
    PairGains gains = new PairGains(50, 5, 60L);

    int[] distances = IntStream.range(0, gains.pairs()).map(gains::distance).toArray();
    double sum = IntStream.of(distances).mapToDouble(d -> gains.at(d, 60)).sum();
    assertThat(sum)
        .isCloseTo(
            IntStream.rangeClosed(1, 50).mapToDouble(d -> 1 / Math.sqrt(d)).sum(), within(1e-9));
    assertThat(distances).hasSizeLessThan(30).isSorted().doesNotHaveDuplicates();
    assertThat(distances[distances.length - 1]).isLessThanOrEqualTo(50);
    assertThat(IntStream.rangeClosed(1, 50).mapToDouble(d -> gains.at(d, 60)).sum())
        .isCloseTo(sum, within(1e-9));
  }

  @Test
  void reachesLessFarAcrossSittings() {
    PairGains gains = new PairGains(50, 2, 60L);

    assertThat(gains.at(2, 61)).isEqualTo(gains.at(2, 60)).isPositive();
    assertThat(gains.at(3, 60)).isPositive();
    assertThat(gains.at(3, 61)).isZero();
    assertThat(new PairGains(2, 9, 60L).at(3, 61)).isZero();
  }

  @Test
  void isWhatItsReachesAndItsSittingAre() {
    PairGains gains = new PairGains(9, 5, 60L);

    assertThat(gains).isEqualTo(new PairGains(9, 5, 60L));
    assertThat(gains).hasSameHashCodeAs(new PairGains(9, 5, 60L));
    assertThat(gains).isNotEqualTo(new PairGains(10, 5, 60L)).isNotEqualTo("9");
    assertThat(gains).isNotEqualTo(new PairGains(9, 6, 60L));
    assertThat(gains).isNotEqualTo(new PairGains(9, 5, 61L));
    assertThat(gains.window()).isEqualTo(9);
  }
}
