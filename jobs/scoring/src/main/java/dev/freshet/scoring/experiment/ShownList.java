package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The items of a list that no later list has shown again, each with what the user has done with it.
 */
final class ShownList {

  /** A code, and the bits of what was done. */
  private static final int ITEM_BYTES = Integer.BYTES + Byte.BYTES;

  /** Its time and the number of its items, at most. */
  private static final int HEAD_BYTES = 8;

  final long atMillis;
  private final int[] codes;
  private final byte[] done;

  /** A bit for the lowest bits of each code: most that are not among them are told by that. */
  private final long marks;

  private ShownList(long atMillis, int[] codes, byte[] done) {
    this.atMillis = atMillis;
    this.codes = codes;
    this.done = done;
    long all = 0L;
    for (int code : codes) {
      all |= mark(code);
    }
    marks = all;
  }

  private static long mark(int code) {
    return 1L << code;
  }

  static ShownList of(long atMillis, int[] codes) {
    return new ShownList(atMillis, codes, new byte[codes.length]);
  }

  /** What is left of it when a later list is shown. */
  ShownList without(ShownList later) {
    int left = 0;
    int[] leftCodes = new int[codes.length];
    byte[] leftDone = new byte[codes.length];
    for (int at = 0; at < codes.length; at++) {
      if (!later.shows(codes[at])) {
        leftCodes[left] = codes[at];
        leftDone[left] = done[at];
        left++;
      }
    }
    return left == codes.length
        ? this
        : new ShownList(atMillis, Arrays.copyOf(leftCodes, left), Arrays.copyOf(leftDone, left));
  }

  boolean isEmpty() {
    return codes.length == 0;
  }

  boolean shows(int code) {
    if ((marks & mark(code)) == 0L) {
      return false;
    }
    for (int each : codes) {
      if (each == code) {
        return true;
      }
    }
    return false;
  }

  /** Notes what the user did with an item that it shows. Whether it is for the first time. */
  boolean note(int code, Reaction reaction) {
    int at = 0;
    while (codes[at] != code) {
      at++;
    }
    boolean isFirst = (done[at] & reaction.bit()) == 0;
    done[at] |= reaction.bit();
    return isFirst;
  }

  /** How many bytes it has at most when it is written. */
  int size() {
    return HEAD_BYTES + codes.length * ITEM_BYTES;
  }

  /**
   * @param fromMillis a moment near to its own
   */
  void write(StateWriter out, long fromMillis) {
    out.number(fromMillis - atMillis);
    ByteBuffer items = ByteBuffer.allocate(codes.length * ITEM_BYTES);
    for (int at = 0; at < codes.length; at++) {
      items.putInt(codes[at]).put(done[at]);
    }
    out.part(items.array());
  }

  static ShownList read(StateReader in, long fromMillis) {
    long atMillis = fromMillis - in.number();
    ByteBuffer items = ByteBuffer.wrap(in.part());
    int[] codes = new int[items.remaining() / ITEM_BYTES];
    byte[] done = new byte[codes.length];
    for (int at = 0; at < codes.length; at++) {
      codes[at] = items.getInt();
      done[at] = items.get();
    }
    return new ShownList(atMillis, codes, done);
  }
}
