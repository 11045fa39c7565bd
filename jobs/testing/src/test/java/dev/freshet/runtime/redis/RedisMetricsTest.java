package dev.freshet.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedisMetricsTest {

  private static final long NOON = 1_764_072_000_000L;

  private final Counts counts = new Counts();
  private final RedisMetrics metrics =
      new RedisMetrics(counts, Clock.fixed(Instant.ofEpochMilli(NOON), ZoneOffset.UTC));

  private static RedisWrite list(String user) {
    return RedisWrite.set("rec:" + user, "{}", 0);
  }

  private long freshness(String name) {
    return counts.histogram(name).getStatistics().getMax();
  }

  @Test
  void measuresFromTheEventAndFromItsArrival() {
    metrics.replied(List.of(list("ada").causedBy(NOON - 3_000, NOON - 20)), Set.of());

    assertThat(freshness("eventMillis")).isEqualTo(3_000);
    assertThat(freshness("arrivalMillis")).isEqualTo(20);
  }

  @Test
  void measuresTheEarlierEventOfAWriteThatTookThePlaceOfAnother() {
    RedisWrite unsent = list("ada").causedBy(NOON - 900, NOON - 800);
    RedisWrite later = list("ada").causedBy(NOON - 100, NOON - 10);
    metrics.replied(List.of(later.insteadOf(unsent)), Set.of());

    assertThat(freshness("arrivalMillis")).isEqualTo(800);
  }

  @Test
  void keepsTheEventOfAWriteThatIsReplacedByOneWithout() {
    RedisWrite unsent = list("ada").causedBy(NOON - 900, NOON - 800);
    metrics.replied(List.of(list("ada").insteadOf(unsent)), Set.of());

    assertThat(freshness("arrivalMillis")).isEqualTo(800);
  }

  @Test
  void measuresNothingOfWritesThatNoEventIsBehind() {
    metrics.replied(List.of(list("ada"), list("bob").causedBy(NOON, Long.MIN_VALUE)), Set.of());

    assertThat(counts.histogram("arrivalMillis").getCount()).isZero();
    assertThat(counts.of("numRecordsSend")).isEqualTo(2);
    assertThat(counts.of("numBytesSend")).isEqualTo(2L * "rec:ada{}".length());
  }

  @Test
  void countsNoWriteThatIsLeft() {
    metrics.replied(
        List.of(list("ada").causedBy(NOON, NOON), list("bob").causedBy(NOON, NOON)),
        Set.of("rec:bob"));

    assertThat(counts.of("numRecordsSend")).isOne();
    assertThat(counts.histogram("arrivalMillis").getCount()).isOne();
  }
}
