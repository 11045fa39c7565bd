package dev.freshet.localstack.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A file is missing or is not a log at all; the message names it and says what was expected. */
public final class UnreadableLogException extends IOException {

  UnreadableLogException(Path file, String reason) {
    super(file + ": " + reason);
  }

  UnreadableLogException(Path file, String reason, Throwable cause) {
    super(file + ": " + reason, cause);
  }

  /** For the midst of a stream, which knows no checked exceptions. */
  static UncheckedIOException whileReading(Path file, long line, MixedTimesException mixed) {
    UnreadableLogException failure =
        new UnreadableLogException(file, line, String.valueOf(mixed.getMessage()));
    return new UncheckedIOException(failure.getMessage(), failure);
  }

  private UnreadableLogException(Path file, long line, String reason) {
    super(file + ":" + line + ": " + reason);
  }
}
