package dev.freshet.schemas;

import org.jspecify.annotations.Nullable;

/** Bytes that are no record in Avro's single-object encoding, or that end early or too late. */
public final class MalformedRecordException extends Exception {

  MalformedRecordException(String message) {
    super(message);
  }

  MalformedRecordException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
