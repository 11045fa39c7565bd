package dev.freshet.runtime.kafka;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is remembered of a user's recent events: their ids, oldest first, and how many fell into
 * each of the last few minutes of event time.
 *
 * <p>Packed: version (1 byte), then for each of four minutes the minute and the count (4 bytes
 * each), then for each id its fingerprint (8 bytes) and the minute it arrived (4 bytes). A minute
 * is counted from 1970.
 */
final class RecentEvents {

  private static final byte VERSION = 1;
  private static final int MINUTES = 4;
  private static final int IDS_AT = 1 + MINUTES * 8;
  private static final int ID_BYTES = 12;

  /** Room for a few more ids, since a new array with each of them would grow old before it goes. */
  private byte[] bytes;

  private ByteBuffer packed;
  private int length;

  /** Nothing is remembered yet. */
  RecentEvents() {
    this(new byte[IDS_AT]);
    bytes[0] = VERSION;
  }

  private RecentEvents(byte[] bytes) {
    this.bytes = bytes;
    packed = ByteBuffer.wrap(bytes);
    length = bytes.length;
  }

  static RecentEvents unpack(byte[] packed) {
    if (packed[0] != VERSION) {
      throw new IllegalStateException(
          "recent events of layout " + packed[0] + ", but only " + VERSION + " is known");
    }
    return new RecentEvents(packed.clone());
  }

  byte[] pack() {
    return Arrays.copyOf(bytes, length);
  }

  int size() {
    return (length - IDS_AT) / ID_BYTES;
  }

  /**
   * Whether an event with this id arrived before and is still remembered.
   *
   * @param oldestMinute what arrived before this minute is forgotten
   */
  boolean contains(long id, int oldestMinute) {
    for (int at = length - ID_BYTES; at >= IDS_AT; at -= ID_BYTES) {
      if (packed.getLong(at) == id) {
        return packed.getInt(at + 8) >= oldestMinute;
      }
    }
    return false;
  }

  /** Remembers an id; forgets what is too old, and the oldest beyond {@code most}. */
  void remember(long id, int nowMinute, int oldestMinute, int most) {
    int first = IDS_AT;
    while (first < length
        && (packed.getInt(first + 8) < oldestMinute || (length - first) / ID_BYTES >= most)) {
      first += ID_BYTES;
    }
    if (first > IDS_AT) {
      System.arraycopy(bytes, first, bytes, IDS_AT, length - first);
      length -= first - IDS_AT;
    }
    if (length + ID_BYTES > bytes.length) {
      int capacity = Math.min(size() + size() / 2 + 4, Math.max(size() + 1, most));
      bytes = Arrays.copyOf(bytes, IDS_AT + capacity * ID_BYTES);
      packed = ByteBuffer.wrap(bytes);
    }
    packed.putLong(length, id);
    packed.putInt(length + 8, nowMinute);
    length += ID_BYTES;
  }

  /**
   * Counts one more event of a minute of event time.
   *
   * @return how many there are now. A minute older than the last four is not counted any more: 1
   */
  int count(int minute) {
    int oldest = 1;
    for (int at = 1; at < IDS_AT; at += 8) {
      if (packed.getInt(at) == minute && packed.getInt(at + 4) > 0) {
        int count = packed.getInt(at + 4) + 1;
        packed.putInt(at + 4, count);
        return count;
      }
      if (packed.getInt(at) < packed.getInt(oldest)) {
        oldest = at;
      }
    }
    if (minute >= packed.getInt(oldest)) {
      packed.putInt(oldest, minute);
      packed.putInt(oldest + 4, 1);
    }
    return 1;
  }
}
