package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

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

  private ShownList(long atMillis, int[] codes, byte[] done) {
    this.atMillis = atMillis;
    this.codes = codes;
    this.done = done;
  }

  static ShownList of(long atMillis, List<Integer> items) {
    int[] codes = items.stream().mapToInt(Integer::intValue).toArray();
    return new ShownList(atMillis, codes, new byte[codes.length]);
  }

  /** What is left of it when a later list shows these items. */
  ShownList without(Set<Integer> items) {
    int[] left =
        IntStream.range(0, codes.length).filter(at -> !items.contains(codes[at])).toArray();
    ShownList rest = new ShownList(atMillis, new int[left.length], new byte[left.length]);
    for (int at = 0; at < left.length; at++) {
      rest.codes[at] = codes[left[at]];
      rest.done[at] = done[left[at]];
    }
    return rest;
  }

  boolean isEmpty() {
    return codes.length == 0;
  }

  boolean shows(int code) {
    return IntStream.of(codes).anyMatch(each -> each == code);
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
