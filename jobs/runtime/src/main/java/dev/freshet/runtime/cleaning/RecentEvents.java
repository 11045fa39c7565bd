package dev.freshet.runtime.cleaning;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is remembered of a user's recent events: their ids, oldest first, how many occurred in each
 * of the last few minutes of event time, and how many arrived in each of the last few of the clock.
 *
 * <p>In memory, in one array: for each of four minutes of event time and two of arrival the minute
 * and the count (4 bytes each), then for each id its fingerprint (8 bytes) and the minute it
 * arrived (4 bytes). A minute is counted from 1970.
 *
 * <p>Serialized: version (1 byte), how many ids there are, the six minutes with their counts, then
 * for each id its minute and its fingerprint (8 bytes). Numbers are {@link Varint}; of a minute it
 * is what it differs by from the one before, that of the first id from the sixth one. Version 2 has
 * the four minutes of event time alone.
 */
final class RecentEvents {

  private static final byte WITHOUT_ARRIVALS = 2;

  static final Layout LAYOUT = Layout.of("recent events", 3).reading(WITHOUT_ARRIVALS);

  private static final int MINUTE_BYTES = 8;
  private static final int ARRIVALS_AT = 4 * MINUTE_BYTES;
  private static final int IDS_AT = ARRIVALS_AT + 2 * MINUTE_BYTES;
  private static final int ID_BYTES = 12;

  /** With spare capacity, so that adding an id rarely allocates. */
  private byte[] bytes;

  private ByteBuffer numbers;
  private int length;

  /** Nothing is remembered yet. */
  RecentEvents() {
    this(new byte[IDS_AT]);
  }

  private RecentEvents(byte[] bytes) {
    this.bytes = bytes;
    numbers = ByteBuffer.wrap(bytes);
    length = bytes.length;
  }

  /** What {@link #serialize} wrote. */
  static RecentEvents deserialize(byte[] serialized) {
    LAYOUT.require(serialized[0]);
    boolean hasArrivals = serialized[0] != WITHOUT_ARRIVALS;
    ByteBuffer buffer = ByteBuffer.wrap(serialized).position(1);
    int ids = Varint.getInt(buffer);
    RecentEvents recent = new RecentEvents(new byte[IDS_AT + ids * ID_BYTES]);
    long minute = 0;
    for (int at = 0; at < (hasArrivals ? IDS_AT : ARRIVALS_AT); at += MINUTE_BYTES) {
      minute += Varint.getSigned(buffer);
      recent.numbers.putInt(at, (int) minute).putInt(at + 4, Varint.getInt(buffer));
    }
    for (int at = IDS_AT; at < recent.length; at += ID_BYTES) {
      minute += Varint.getSigned(buffer);
      recent.numbers.putLong(at, buffer.getLong()).putInt(at + 8, (int) minute);
    }
    return recent;
  }

  /** As bytes, to be kept as state: 9 an id where they follow closely. */
  byte[] serialize() {
    ByteBuffer buffer =
        ByteBuffer.allocate(
            1 + length + (1 + 2 * IDS_AT / MINUTE_BYTES + size()) * Varint.MOST_BYTES);
    buffer.put(LAYOUT.version());
    Varint.put(buffer, size());
    int before = 0;
    for (int at = 0; at < IDS_AT; at += MINUTE_BYTES) {
      Varint.putSigned(buffer, numbers.getInt(at) - before);
      Varint.put(buffer, numbers.getInt(at + 4));
      before = numbers.getInt(at);
    }
    for (int at = IDS_AT; at < length; at += ID_BYTES) {
      Varint.putSigned(buffer, numbers.getInt(at + 8) - before);
      buffer.putLong(numbers.getLong(at));
      before = numbers.getInt(at + 8);
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
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
      if (numbers.getLong(at) == id) {
        return numbers.getInt(at + 8) >= oldestMinute;
      }
    }
    return false;
  }

  /** Remembers an id; forgets what is too old, and the oldest beyond {@code most}. */
  void remember(long id, int nowMinute, int oldestMinute, int most) {
    int first = IDS_AT;
    while (first < length
        && (numbers.getInt(first + 8) < oldestMinute || (length - first) / ID_BYTES >= most)) {
      first += ID_BYTES;
    }
    if (first > IDS_AT) {
      System.arraycopy(bytes, first, bytes, IDS_AT, length - first);
      length -= first - IDS_AT;
    }
    if (length + ID_BYTES > bytes.length) {
      int capacity = Math.min(size() + size() / 2 + 4, Math.max(size() + 1, most));
      bytes = Arrays.copyOf(bytes, IDS_AT + capacity * ID_BYTES);
      numbers = ByteBuffer.wrap(bytes);
    }
    numbers.putLong(length, id);
    numbers.putInt(length + 8, nowMinute);
    length += ID_BYTES;
  }

  /**
   * Counts one more event of a minute of event time.
   *
   * @return how many there are now. A minute older than the last four is not counted any more: 1
   */
  int count(int minute) {
    return count(minute, 0, ARRIVALS_AT);
  }

  /**
   * Counts one more event that arrived in a minute.
   *
   * @return how many there are now. A minute older than the last two is not counted any more: 1
   */
  int countArrival(int minute) {
    return count(minute, ARRIVALS_AT, IDS_AT);
  }

  private int count(int minute, int from, int to) {
    int oldest = from;
    for (int at = from; at < to; at += MINUTE_BYTES) {
      if (numbers.getInt(at) == minute && numbers.getInt(at + 4) > 0) {
        int count = numbers.getInt(at + 4) + 1;
        numbers.putInt(at + 4, count);
        return count;
      }
      if (numbers.getInt(at) < numbers.getInt(oldest)) {
        oldest = at;
      }
    }
    if (minute >= numbers.getInt(oldest)) {
      numbers.putInt(oldest, minute);
      numbers.putInt(oldest + 4, 1);
    }
    return 1;
  }
}
