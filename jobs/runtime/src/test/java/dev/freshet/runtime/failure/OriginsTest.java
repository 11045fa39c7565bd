package dev.freshet.runtime.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OriginsTest {

  private static final long IN_A_THOUSAND_YEARS = 33_000_000_000_000L;
  private static final long NOON = 1_764_072_000_000L;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = 24 * HOUR;

  private final Origins origins = new Origins(List.of("items", "clicks", "study"));

  private static long arrived(long origin) {
    return Origins.arrivedMillis(origin, NOON);
  }

  @Test
  void tellsEveryPlaceAndTimeFromEveryOther() {
    Set<Long> seen = new HashSet<>();
    for (String topic : origins.topics()) {
      for (int partition : new int[] {0, 1, 4_095}) {
        for (long offset : new long[] {0, 1, 524_287}) {
          for (long arrived : new long[] {NOON, NOON + 4, NOON - 12 * DAY}) {
            long origin = origins.of(topic, partition, offset, arrived);
            assertThat(Origins.isOne(origin)).isTrue();
            seen.add(origin);
          }
        }
      }
    }

    assertThat(seen).hasSize(81);
  }

  @Test
  void tellsRecordsOfOnePartitionApartThatDidNotComeAtOnce() {
    assertThat(origins.of("clicks", 0, 5_000_000_000L, NOON))
        .isNotEqualTo(origins.of("clicks", 0, 5_000_000_000L + 524_288, NOON + 4))
        .isNotEqualTo(origins.of("clicks", 0, 5_000_000_001L, NOON));
  }

  @Test
  void isNoTime() {
    assertThat(Origins.isOne(Origins.NONE)).isFalse();
    assertThat(Origins.isOne(0)).isFalse();
    assertThat(Origins.isOne(-1)).isFalse();
    assertThat(Origins.isOne(IN_A_THOUSAND_YEARS)).isFalse();
  }

  @Test
  void hasNoneForATopicThatIsNotOneOfTheFirstEight() {
    assertThat(origins.of("elsewhere", 0, 0, NOON)).isEqualTo(Origins.NONE);
    Origins many = new Origins(IntStream.range(0, 9).mapToObj(i -> "topic-" + i).toList());
    assertThat(Origins.isOne(many.of("topic-7", 0, 0, NOON))).isTrue();
    assertThat(many.of("topic-8", 0, 0, NOON)).isEqualTo(Origins.NONE);
  }

  @Test
  void tellsWhenARecordCame() {
    for (long age : new long[] {0, 40, HOUR, DAY, 12 * DAY, -HOUR / 2}) {
      assertThat(arrived(origins.of("study", 4_095, 524_287, NOON - age))).isEqualTo(NOON - age);
    }
    assertThat(arrived(origins.of("study", 0, 0, NOON - 3))).isEqualTo(NOON - 4);
  }

  @Test
  void doesNotTellWhenARecordCameThatHasNoTime() {
    assertThat(arrived(origins.of("study", 0, 0, -1))).isZero();
    assertThat(arrived(Origins.NONE)).isZero();
    assertThat(arrived(NOON)).isZero();
  }

  @Test
  void saysWhereARecordLiesAndSinceWhen() {
    assertThat(Origins.text(origins.of("study", 3, 17, NOON), NOON))
        .isEqualTo("partition 3 of 2025-11-25T12:00:00Z");
    assertThat(Origins.text(origins.of("study", 3, 17, -1), NOON)).isEqualTo("partition 3");
  }
}
