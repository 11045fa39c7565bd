package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The items of a list that no later list has shown again, each with what the user has done with it.
 */
final class ShownList {

  /** A code, and why it was shown and the bits of what was done, four each. */
  private static final int ITEM_BYTES = Integer.BYTES + Byte.BYTES;

  private static final int BITS_OF_REACTIONS = 4;

  /** Its time and the number of its items, at most. */
  private static final int HEAD_BYTES = 8;

  final long atMillis;
  private final int[] codes;
  private final byte[] notes;

  /** A bit for the lowest bits of each code: most that are not among them are told by that. */
  private final long marks;

  private ShownList(long atMillis, int[] codes, byte[] notes) {
    this.atMillis = atMillis;
    this.codes = codes;
    this.notes = notes;
    long all = 0L;
    for (int code : codes) {
      all |= mark(code);
    }
    marks = all;
  }

  private static long mark(int code) {
    return 1L << code;
  }

  /**
   * @param kinds the letters of why each was shown
   */
  static ShownList of(long atMillis, int[] codes, String kinds) {
    byte[] notes = new byte[codes.length];
    for (int at = 0; at < codes.length; at++) {
      notes[at] = (byte) (ReasonKind.of(kinds.charAt(at)).place() << BITS_OF_REACTIONS);
    }
    return new ShownList(atMillis, codes, notes);
  }

  /** What is left of it when a later list is shown. */
  ShownList without(ShownList later) {
    int left = 0;
    int[] leftCodes = new int[codes.length];
    byte[] leftNotes = new byte[codes.length];
    for (int at = 0; at < codes.length; at++) {
      if (!later.shows(codes[at])) {
        leftCodes[left] = codes[at];
        leftNotes[left] = notes[at];
        left++;
      }
    }
    return left == codes.length
        ? this
        : new ShownList(atMillis, Arrays.copyOf(leftCodes, left), Arrays.copyOf(leftNotes, left));
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

  /** Notes what the user did with an item that it shows. Whether it counts: once, or each time. */
  boolean note(int code, Reaction reaction) {
    int at = placeOf(code);
    boolean isFirst = (notes[at] & reaction.bit()) == 0;
    notes[at] |= (byte) reaction.bit();
    return isFirst;
  }

  /** Why an item was shown that it shows. */
  ReasonKind kind(int code) {
    return ReasonKind.at((notes[placeOf(code)] & 0xFF) >> BITS_OF_REACTIONS);
  }

  private int placeOf(int code) {
    int at = 0;
    while (codes[at] != code) {
      at++;
    }
    return at;
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
      items.putInt(codes[at]).put(notes[at]);
    }
    out.part(items.array());
  }

  static ShownList read(StateReader in, long fromMillis) {
    long atMillis = fromMillis - in.number();
    ByteBuffer items = ByteBuffer.wrap(in.part());
    int[] codes = new int[items.remaining() / ITEM_BYTES];
    byte[] notes = new byte[codes.length];
    for (int at = 0; at < codes.length; at++) {
      codes[at] = items.getInt();
      notes[at] = items.get();
    }
    return new ShownList(atMillis, codes, notes);
  }
}
