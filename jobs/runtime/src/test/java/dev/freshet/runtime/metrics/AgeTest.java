package dev.freshet.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AgeTest {

  private static final long NOON = 1_764_072_000_000L;

  private final Age age = new Age(Clock.fixed(Instant.ofEpochMilli(NOON), ZoneOffset.UTC));

  @Test
  void isThatOfTheMoment() {
    assertThat(age.getValue()).isZero();

    age.since(NOON - 500);
    assertThat(age.getValue()).isEqualTo(500);
    age.end();
    assertThat(age.getValue()).isZero();
  }

  @Test
  void isThatOfTheEarliestMoment() {
    age.sinceEarlier(NOON - 500);
    age.sinceEarlier(NOON - 700);
    age.sinceEarlier(NOON - 600);

    assertThat(age.getValue()).isEqualTo(700);
  }

  @Test
  void isNoneOfAMomentToCome() {
    age.since(NOON + 1);

    assertThat(age.getValue()).isZero();
  }
}
