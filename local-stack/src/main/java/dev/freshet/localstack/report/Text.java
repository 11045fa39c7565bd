package dev.freshet.localstack.report;

import java.util.Locale;

/** A text for people, with numbers written alike in every locale. */
public final class Text {

  private final StringBuilder text = new StringBuilder();

  /** A piece of text. */
  public static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
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
