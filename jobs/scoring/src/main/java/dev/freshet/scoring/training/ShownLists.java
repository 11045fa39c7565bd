package dev.freshet.scoring.training;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.Varint;
import dev.freshet.scoring.model.ShownAlternatives;
import dev.freshet.scoring.model.Signal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The lists that one user was shown and can still take from, in the order in which they were
 * entered, with all signals as they were then.
 */
public final class ShownLists {

  public static final Layout LAYOUT = Layout.of("lists shown", 1);

  /** Of more, what became of the oldest one is settled at once. */
  static final int MOST = 4;

  /** Places of a list that are learned from: more are seldom looked at. */
  static final int PLACES = 30;

  private static final int HEAD_BYTES = 3 * Long.BYTES + Double.BYTES + 3;

  private final List<ShownList> lists = new ArrayList<>(2);

  /**
   * A list that was shown.
   *
   * @param id fingerprint of the exposure's identity
   * @param placement fingerprint of where it was
   * @param atMillis when it was shown
   * @param weight how many lists this one stands for
   * @param bucket of the length of the user's history
   * @param gap how long the user had been away
   * @param items fingerprints of the alternatives
   * @param alternatives the same as the model sees them
   */
  record ShownList(
      long id,
      long placement,
      long atMillis,
      double weight,
      int bucket,
      int gap,
      long[] items,
      ShownAlternatives alternatives) {

    /** The alternative that is an item, or −1. */
    int indexOf(long item) {
      for (int i = 0; i < items.length; i++) {
        if (items[i] == item) {
          return i;
        }
      }
      return -1;
    }

    private int bytes() {
      int each = Long.BYTES + 1 + Float.BYTES * (Signal.COUNT + 1);
      return HEAD_BYTES + items.length * each;
    }

    private void serialize(ByteBuffer buffer) {
      buffer.putLong(id).putLong(placement).putLong(atMillis).putDouble(weight);
      buffer.put((byte) bucket).put((byte) gap).put((byte) items.length);
      for (int i = 0; i < items.length; i++) {
        buffer.putLong(items[i]).put((byte) alternatives.places()[i]);
        buffer.putFloat((float) alternatives.fading()[i]);
        for (int j = 0; j < Signal.COUNT; j++) {
          buffer.putFloat((float) alternatives.signals()[i * Signal.COUNT + j]);
        }
      }
    }

    private static ShownList deserialize(ByteBuffer buffer) {
      long id = buffer.getLong();
      long placement = buffer.getLong();
      long atMillis = buffer.getLong();
      double weight = buffer.getDouble();
      int bucket = buffer.get();
      int gap = buffer.get();
      int size = buffer.get();
      long[] items = new long[size];
      int[] places = new int[size];
      double[] fading = new double[size];
      double[] signals = new double[size * Signal.COUNT];
      for (int i = 0; i < size; i++) {
        items[i] = buffer.getLong();
        places[i] = buffer.get();
        fading[i] = buffer.getFloat();
        for (int j = 0; j < Signal.COUNT; j++) {
          signals[i * Signal.COUNT + j] = buffer.getFloat();
        }
      }
      ShownAlternatives alternatives = new ShownAlternatives(signals, places, fading);
      return new ShownList(id, placement, atMillis, weight, bucket, gap, items, alternatives);
    }
  }

  /** The lists, to be changed. */
  List<ShownList> lists() {
    return lists;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return lists.isEmpty();
  }

  /** The lists as bytes, to be kept as state: 81 a place. */
  public byte[] serialize() {
    int bytes = lists.stream().mapToInt(ShownList::bytes).sum();
    ByteBuffer buffer = ByteBuffer.allocate(1 + Varint.MOST_INT_BYTES + bytes);
    buffer.put(LAYOUT.version());
    Varint.put(buffer, lists.size());
    lists.forEach(list -> list.serialize(buffer));
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** The lists that {@link #serialize} wrote. */
  public static ShownLists deserialize(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    LAYOUT.require(buffer.get());
    ShownLists shown = new ShownLists();
    int size = Varint.getInt(buffer);
    for (int i = 0; i < size; i++) {
      shown.lists.add(ShownList.deserialize(buffer));
    }
    return shown;
  }
}
