package dev.freshet.engagement;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Texts in documents. */
final class Json {

  private Json() {}

  /** A text between quotation marks. */
  static String text(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
