package dev.freshet.scoring.engagement;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The platform's days, numbered from 1970-01-01.
 *
 * @param zone where they begin and end
 */
public record Calendar(ZoneId zone) {

  /** The day of a moment. */
  public int day(long atMillis) {
    return (int) Instant.ofEpochMilli(atMillis).atZone(zone).toLocalDate().toEpochDay();
  }

  /** The first moment of a day. */
  public long beginning(int day) {
    return day == Window.NO_END
        ? Long.MAX_VALUE
        : LocalDate.ofEpochDay(day).atStartOfDay(zone).toInstant().toEpochMilli();
  }
}
