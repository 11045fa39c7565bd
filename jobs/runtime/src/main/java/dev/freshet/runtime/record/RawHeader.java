package dev.freshet.runtime.record;

import org.jspecify.annotations.Nullable;

/**
 * A header of a record as it lay on Kafka.
 *
 * @param name not unique within the record
 * @param value its bytes, or null without any
 */
public record RawHeader(String name, byte @Nullable [] value) {

  /** What it takes of a record. */
  int bytes() {
    return name.length() + (value == null ? 0 : value.length);
  }
}
