package dev.freshet.scoring.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link StateWriter} wrote, in the same order. */
public final class StateReader {

  private final ByteBuffer buffer;
  private final byte version;

  /**
   * @throws UnknownLayoutException if it was written in a layout that this build does not read
   */
  public StateReader(Layout layout, byte[] bytes) {
    buffer = ByteBuffer.wrap(bytes);
    version = buffer.get();
    layout.require(version);
  }

  /** The version of the layout in which it was written. */
  public byte version() {
    return version;
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

  /** The next number, which was written in single precision. */
  public double single() {
    return buffer.getFloat();
  }

  /** Whether the next thing holds. */
  public boolean flag() {
    return buffer.get() != 0;
  }

  /** The next text. */
  public String text() {
    return new String(part(), StandardCharsets.UTF_8);
  }

  /** The next bytes. */
  public byte[] part() {
    byte[] bytes = new byte[Varint.getInt(buffer)];
    buffer.get(bytes);
    return bytes;
  }
}
