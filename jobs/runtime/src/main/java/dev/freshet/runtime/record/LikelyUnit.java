package dev.freshet.runtime.record;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The unit that a number was probably written in which makes no sense as epoch milliseconds: a
 * producer that sends seconds is off by half a century, and so is never close to the truth.
 */
public enum LikelyUnit {
  SECONDS(TimeUnit.SECONDS),
  MICROSECONDS(TimeUnit.MICROSECONDS),
  NANOSECONDS(TimeUnit.NANOSECONDS);

  private final TimeUnit unit;

  LikelyUnit(TimeUnit unit) {
    this.unit = unit;
  }

  /**
   * The unit in which a number lies between two moments, if there is one.
   *
   * @param number counts from 1970
   */
  public static Optional<LikelyUnit> of(long number, Instant earliest, Instant latest) {
    return Arrays.stream(values())
        .filter(each -> each.isBetween(number, earliest.toEpochMilli(), latest.toEpochMilli()))
        .findFirst();
  }

  private boolean isBetween(long number, long earliestMillis, long latestMillis) {
    long millis = unit.toMillis(number);
    return millis >= earliestMillis && millis <= latestMillis;
  }

  /** The unit in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
