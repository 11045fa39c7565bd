package dev.freshet.scoring.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes state whose size is not known before. {@link StateReader} reads it in the same order. */
public final class StateWriter {

  private static final int FIRST_BYTES = 128;

  private ByteBuffer buffer = ByteBuffer.allocate(FIRST_BYTES);

  /** Writes the version of the layout first. */
  public StateWriter(Layout layout) {
    buffer.put(layout.version());
  }

  /** Writes a whole number; the nearer to 0 the fewer bytes. */
  public StateWriter number(long number) {
    Varint.putSigned(room(Varint.MOST_BYTES), number);
    return this;
  }

  /** Writes a number. */
  public StateWriter real(double number) {
    room(Double.BYTES).putDouble(number);
    return this;
  }

  /** Writes a number in single precision. */
  public StateWriter single(double number) {
    room(Float.BYTES).putFloat((float) number);
    return this;
  }

  /** Writes whether something holds. */
  public StateWriter flag(boolean holds) {
    room(Byte.BYTES).put((byte) (holds ? 1 : 0));
    return this;
  }

  /** Writes a text. */
  public StateWriter text(String text) {
    return part(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes bytes, such as something packed that has a layout of its own. */
  public StateWriter part(byte[] bytes) {
    ByteBuffer free = room(Varint.MOST_INT_BYTES + bytes.length);
    Varint.put(free, bytes.length);
    free.put(bytes);
    return this;
  }

  /** All that was written. */
  public byte[] bytes() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      ByteBuffer larger = ByteBuffer.allocate(2 * buffer.capacity() + bytes);
      larger.put(buffer.flip());
      buffer = larger;
    }
    return buffer;
  }
}
