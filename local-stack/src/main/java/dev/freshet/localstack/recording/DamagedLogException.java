package dev.freshet.localstack.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A log cannot be read to its end; the message names the file and the place. */
public final class DamagedLogException extends UncheckedIOException {

  private static final long serialVersionUID = 1L;

  DamagedLogException(Path file, String place, String reason) {
    this(file + ":" + place + ": " + reason);
  }

  private DamagedLogException(String message) {
    super(message, new IOException(message));
  }
}
