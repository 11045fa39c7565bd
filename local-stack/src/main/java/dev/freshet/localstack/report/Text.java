package dev.freshet.localstack.report;

import java.util.Locale;

/** A text for people, with numbers written alike in every locale. */
public final class Text {

  private final StringBuilder text = new StringBuilder();

  /** A piece of text. */
  public static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A count, such as 12,345. */
  public static String count(long count) {
    return of("%,d", count);
  }

  /** Adds a piece, which ends its line itself. */
  public Text add(String format, Object... values) {
    text.append(of(format, values));
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
