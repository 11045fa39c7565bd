package dev.freshet.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairGainsTest {

  @Test
  void takesNearDistancesOneByOne() {
    PairGains gains = new PairGains(4);

    assertThat(IntStream.range(0, gains.pairs()).map(gains::distance)).containsExactly(1, 2, 3, 4);
    assertThat(gains.at(1)).isEqualTo(1.0);
    assertThat(gains.at(4)).isEqualTo(0.5);
    assertThat(gains.at(5)).isZero();
    assertThat(gains.at(99)).isZero();
  }

  @Test
  void samplesFarDistancesWithoutChangingTheSumOfAll() {
    PairGains gains = new PairGains(50);

    int[] distances = IntStream.range(0, gains.pairs()).map(gains::distance).toArray();
    double sum = IntStream.of(distances).mapToDouble(gains::at).sum();
    assertThat(sum)
        .isCloseTo(
            IntStream.rangeClosed(1, 50).mapToDouble(d -> 1 / Math.sqrt(d)).sum(), within(1e-9));
    assertThat(distances).hasSizeLessThan(30).isSorted().doesNotHaveDuplicates();
    assertThat(distances[distances.length - 1]).isLessThanOrEqualTo(50);
    assertThat(IntStream.rangeClosed(1, 50).mapToDouble(gains::at).sum())
        .isCloseTo(sum, within(1e-9));
  }

  @Test
  void isWhatItsReachIs() {
    assertThat(new PairGains(9)).isEqualTo(new PairGains(9)).hasSameHashCodeAs(new PairGains(9));
    assertThat(new PairGains(9)).isNotEqualTo(new PairGains(10)).isNotEqualTo("9");
    assertThat(new PairGains(9).reach()).isEqualTo(9);
  }
}
