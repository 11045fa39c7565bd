package dev.freshet.localstack.log;

import java.nio.file.Path;

/**
 * A row of a log that could not be used.
 *
 * @param file the file as the caller named it
 * @param line the line the row starts on, from 1 with the header; in an Avro file the number of the
 *     record, from 1
 * @param reason what is wrong with it, for a person
 * @param text the row, shortened to {@value #LONGEST_TEXT} characters
 */
public record BadRow(Path file, long line, String reason, String text) {

  static final int LONGEST_TEXT = 200;
  static final String TRUNCATED = "the file is truncated";
  static final String DAMAGED = "the rest of this block is damaged";

  public BadRow {
    if (text.length() > LONGEST_TEXT) {
      text = text.substring(0, LONGEST_TEXT - 1) + "…";
    }
  }

  /** Whether it is the file that is broken here, rather than what one row says. */
  public boolean isDamage() {
    return reason.startsWith(TRUNCATED) || reason.equals(DAMAGED);
  }

  /** {@code file:line: reason: text}, as a compiler would say it. */
  @Override
  public String toString() {
    return file + ":" + line + ": " + reason + ": " + text;
  }
}
