package dev.freshet.runtime.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OriginsTest {

  private static final long IN_A_THOUSAND_YEARS = 33_000_000_000_000L;

  private final Origins origins = new Origins(List.of("items", "clicks", "study"));

  @Test
  void tellsEveryPlaceFromEveryOther() {
    Set<Long> seen = new HashSet<>();
    for (String topic : origins.topics()) {
      for (int partition : new int[] {0, 1, 65_535}) {
        for (long offset : new long[] {0, 1, (1L << 43) - 1}) {
          long origin = origins.of(topic, partition, offset);
          assertThat(Origins.isOne(origin)).isTrue();
          seen.add(origin);
        }
      }
    }

    assertThat(seen).hasSize(27);
  }

  @Test
  void isNoTime() {
    assertThat(Origins.isOne(Origins.NONE)).isFalse();
    assertThat(Origins.isOne(0)).isFalse();
    assertThat(Origins.isOne(-1)).isFalse();
    assertThat(Origins.isOne(IN_A_THOUSAND_YEARS)).isFalse();
  }

  @Test
  void hasNoneForAPlaceThatIsTooFarOut() {
    assertThat(origins.of("elsewhere", 0, 0)).isEqualTo(Origins.NONE);
    assertThat(origins.of("clicks", 65_536, 0)).isEqualTo(Origins.NONE);
    assertThat(origins.of("clicks", 0, 1L << 43)).isEqualTo(Origins.NONE);
    assertThat(origins.of("clicks", 0, -1)).isEqualTo(Origins.NONE);
    Origins many = new Origins(IntStream.range(0, 9).mapToObj(i -> "topic-" + i).toList());
    assertThat(many.of("topic-8", 0, 0)).isEqualTo(Origins.NONE);
  }

  @Test
  void saysWhereARecordLies() {
    assertThat(Origins.text(origins.of("study", 3, 17))).isEqualTo("offset 17 of partition 3");
  }
}
