package dev.freshet.recommendations.reader;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes documents for Redis in the compact encoding that the reader function decodes fastest.
 *
 * <p>A collection is announced with its size and followed by that many elements, a map by a key and
 * a value each. Format: <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">the
 * MessagePack specification</a>.
 */
final class MessagePackWriter {

  private static final int MAP_32 = 0xdf;
  private static final int ARRAY_32 = 0xdd;
  private static final int STRING_8 = 0xd9;
  private static final int STRING_32 = 0xdb;
  private static final int INTEGER_64 = 0xd3;
  private static final int DOUBLE = 0xcb;
  private static final int LARGEST_SHORT_STRING = 255;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(8192);

  /** Announces a map of {@code size} keys and values. */
  MessagePackWriter map(int size) {
    return head(MAP_32, size);
  }

  /** Announces an array of {@code size} elements. */
  MessagePackWriter array(int size) {
    return head(ARRAY_32, size);
  }

  /** Adds a string. */
  MessagePackWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= LARGEST_SHORT_STRING) {
      out.write(STRING_8);
      out.write(utf8.length);
    } else {
      head(STRING_32, utf8.length);
    }
    out.writeBytes(utf8);
    return this;
  }

  /** Adds a whole number. */
  MessagePackWriter whole(long number) {
    out.write(INTEGER_64);
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    return this;
  }

  /** Adds a number. */
  MessagePackWriter number(double number) {
    out.write(DOUBLE);
    out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
    return this;
  }

  /** What was written so far. */
  byte[] toBytes() {
    return out.toByteArray();
  }

  private MessagePackWriter head(int type, int size) {
    out.write(type);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(size).array());
    return this;
  }
}
