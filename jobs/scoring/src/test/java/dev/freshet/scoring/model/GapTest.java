package dev.freshet.scoring.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.scoring.event.EventTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapTest {

  @ParameterizedTest
  @CsvSource({
    "-1, 0m+",
    "0, 0m+",
    "180000, 0m+",
    "180001, 3m+",
    "1800000, 3m+",
    "1800001, 30m+",
    "21600000, 30m+",
    "21600001, 6h+",
    "259200000, 6h+",
    "259200001, 3d+",
    "9000000000000, 3d+"
  })
  void isTheBucketOfATimeAway(long millis, String label) {
    assertThat(Gap.label(Gap.of(millis))).isEqualTo(label);
  }

  @Test
  void isTheLongestForAUserWhoWasNeverThere() {
    assertThat(Gap.between(EventTime.NEVER, 1_764_072_000_000L)).isEqualTo(Gap.LONGEST);
    assertThat(Gap.between(1_764_072_000_000L, 1_764_072_060_000L)).isEqualTo(Gap.NONE);
  }

  @Test
  void endsWhereTheNextBegins() {
    for (int gap = 0; gap < Gap.LONGEST; gap++) {
      assertThat(Gap.of(Gap.longestMillis(gap))).isEqualTo(gap);
      assertThat(Gap.of(Gap.longestMillis(gap) + 1)).isEqualTo(gap + 1);
    }
    assertThat(Gap.of(Gap.longestMillis(Gap.LONGEST))).isEqualTo(Gap.LONGEST);
  }
}
