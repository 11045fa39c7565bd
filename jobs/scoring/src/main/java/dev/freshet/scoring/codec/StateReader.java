package dev.freshet.scoring.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link StateWriter} wrote, in the same order. */
public final class StateReader {

  private final ByteBuffer buffer;

  /**
   * @param what is read, for the error
   * @param version of the layout
   * @throws IllegalStateException if it was written in another layout
   */
  public StateReader(String what, byte version, byte[] bytes) {
    buffer = ByteBuffer.wrap(bytes);
    FormatVersion.require(what, version, buffer.get());
  }

  /** The next whole number. */
  public long number() {
    return Varint.getSigned(buffer);
  }

  /** The next whole number, which was an int. */
  public int count() {
    return (int) number();
  }

  /** The next number. */
  public double real() {
    return buffer.getDouble();
  }

  /** The next text. */
  public String text() {
    byte[] bytes = new byte[Varint.getInt(buffer)];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
