package dev.freshet.localstack.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How the times of a log are written. */
public enum TimeFormat {
  SECONDS(TimeUnit.SECONDS, "seconds since 1970"),
  MILLISECONDS(TimeUnit.MILLISECONDS, "milliseconds since 1970"),
  MICROSECONDS(TimeUnit.MICROSECONDS, "microseconds since 1970"),
  NANOSECONDS(TimeUnit.NANOSECONDS, "nanoseconds since 1970"),
  /** A day, or a date and a time, of UTC unless it names another offset. */
  ISO_8601(null, "ISO 8601");

  /** No two units have a number between these two moments in common. */
  private static final long EARLIEST_MILLIS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  private static final long LATEST_MILLIS = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  private static final int DAY_LENGTH = 10;
  private static final int YEAR_LENGTH = 4;
  private static final double NANOS_PER_MILLI = 1e6;

  private final @Nullable TimeUnit unit;
  private final String text;

  TimeFormat(@Nullable TimeUnit unit, String text) {
    this.unit = unit;
    this.text = text;
  }

  /** The unit in which a number is a time of this century, if there is one. */
  static Optional<TimeFormat> of(double number) {
    return Arrays.stream(values()).filter(each -> each.isLikely(number)).findFirst();
  }

  /** Whether a number in this unit is a time of this century. */
  boolean isLikely(double number) {
    long millis = millis(number);
    return unit != null && millis >= EARLIEST_MILLIS && millis < LATEST_MILLIS;
  }

  /** Whether a text can be no number of some unit. */
  static boolean isIso(String text) {
    return text.length() >= DAY_LENGTH && text.charAt(YEAR_LENGTH) == '-';
  }

  /**
   * What a text in ISO 8601 says, which may have a blank for the T.
   *
   * @throws DateTimeException if it says nothing
   */
  static long isoMillis(String text) {
    if (text.length() == DAY_LENGTH) {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
    TemporalAccessor time =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(
            text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
    Instant instant =
        time instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : Instant.from(time);
    return instant.toEpochMilli();
  }

  /** Epoch milliseconds of a number in this unit. */
  long millis(double number) {
    if (unit == null || unit == TimeUnit.MILLISECONDS) {
      return (long) number;
    }
    return Math.round(number * (unit.toNanos(1) / NANOS_PER_MILLI));
  }

  /** For people, such as {@code seconds since 1970}. */
  @Override
  public String toString() {
    return text;
  }
}
