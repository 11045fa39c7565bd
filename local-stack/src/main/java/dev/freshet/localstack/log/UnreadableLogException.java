package dev.freshet.localstack.log;

import java.io.IOException;
import java.nio.file.Path;

/** A file is missing or is not a log at all; the message names it and says what was expected. */
public final class UnreadableLogException extends IOException {

  UnreadableLogException(Path file, String reason) {
    super(file + ": " + reason);
  }

  UnreadableLogException(Path file, String reason, Throwable cause) {
    super(file + ": " + reason, cause);
  }
}
