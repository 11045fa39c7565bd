package dev.freshet.effect;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.freshet.scoring.effect.Interval;
import java.util.Locale;

/** Texts and numbers in documents. */
final class Json {

  private Json() {}

  /** A text between quotation marks. */
  static String text(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /** A number; null where there is none, or no end. */
  static String number(double number) {
    return Double.isFinite(number) ? String.format(Locale.ROOT, "%.6f", number) : "null";
  }

  /** Where a number lies. */
  static String interval(double value, Interval interval) {
    return "[%s,%s,%s]".formatted(number(value), number(interval.from()), number(interval.to()));
  }
}
