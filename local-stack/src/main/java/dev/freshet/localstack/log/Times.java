package dev.freshet.localstack.log;

import java.io.IOException;
import java.time.DateTimeException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times of one file, all written in the same way: as the first one that can be told.
 * Where none of the first rows can, as in a log that begins with 0, numbers are milliseconds.
 */
final class Times {

  private static final int LOOKED_AT = 100;

  private final boolean learns;
  private @Nullable TimeFormat format;

  private Times(boolean learns, @Nullable TimeFormat format) {
    this.learns = learns;
    this.format = format;
  }

  /** Opens a file, whose times are to be read so. */
  @FunctionalInterface
  interface Opening {

    LogRows<?> open(Times times) throws IOException;
  }

  /** Looks at the first rows, to read all rows as they are written. */
  static Times of(Opening opening) throws IOException {
    Times learning = new Times(true, null);
    try (LogRows<?> rows = opening.open(learning)) {
      for (int row = 0; row < LOOKED_AT && rows.hasNext(); row++) {
        rows.next();
      }
    }
    return new Times(false, learning.format);
  }

  /** Reads numbers as milliseconds. */
  static Times unknown() {
    return new Times(false, null);
  }

  /** How the times are written, if it could be told. */
  Optional<TimeFormat> format() {
    return Optional.ofNullable(format);
  }

  /**
   * Epoch milliseconds, 0 or more.
   *
   * @throws MixedTimesException if the time is written in another way than those before
   */
  long millis(String column, String text) throws BadRowException {
    try {
      if (TimeFormat.isIso(text)) {
        long millis = TimeFormat.isoMillis(text);
        require(column, text, TimeFormat.ISO_8601);
        return notNegative(column, millis);
      }
      double number =
          text.indexOf('.') < 0 ? (double) Long.parseLong(text) : Double.parseDouble(text);
      return millis(column, number, text);
    } catch (NumberFormatException | DateTimeException e) {
      throw new BadRowException(column + " is not a time: " + text);
    }
  }

  /** The same of a number. */
  long millis(String column, long number) throws BadRowException {
    return millis(column, (double) number, number);
  }

  private long millis(String column, double number, Object shown) throws BadRowException {
    if (format == null || !format.isLikely(number)) {
      TimeFormat.of(number).ifPresent(own -> require(column, shown, own));
    }
    if (format == TimeFormat.ISO_8601) {
      throw new BadRowException(column + " is not a time: " + shown);
    }
    return notNegative(column, (format == null ? TimeFormat.MILLISECONDS : format).millis(number));
  }

  private void require(String column, Object shown, TimeFormat own) {
    if (learns && format == null) {
      format = own;
    }
    if (format != null && format != own) {
      throw new MixedTimesException(
          "%s is %s, in %s, but other rows are in %s".formatted(column, shown, own, format));
    }
  }

  private static long notNegative(String column, long millis) throws BadRowException {
    if (millis < 0) {
      throw new BadRowException(column + " lies before 1970: " + millis);
    }
    return millis;
  }
}
