package dev.freshet.runtime.cleaning;

import com.carrotsearch.hppc.LongIntHashMap;
import com.carrotsearch.hppc.cursors.LongIntCursor;
import dev.freshet.runtime.cleaning.ItemLimits.Catalogue;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.scoring.id.Fingerprint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which items are known: those of the catalogue, and as many others that events named as there was
 * room for. What becomes known follows from the notices and their order alone.
 *
 * <p>When there is no room left, those that no event has named for their time to live make some.
 * Since a task tells of an item only once in an eighth of that time, they may be silent for an
 * eighth longer.
 */
final class KnownItems {

  /** How many times within its time to live it is told that an item is still named. */
  static final int NOTICES_IN_A_LIFE = 8;

  private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;
  private static final int MOST_IN_PART = 1 << 16;

  private final ItemLimits limits;
  private final long silentMinutes;

  /** By fingerprint the minute in which the item was named last. */
  private final LongIntHashMap minutes = new LongIntHashMap();

  private int newest;
  private int forgotten;

  KnownItems(ItemLimits limits) {
    this.limits = limits;
    long ttlMinutes = limits.ttl().toMinutes();
    silentMinutes = ttlMinutes + ttlMinutes / NOTICES_IN_A_LIFE;
  }

  void accept(ItemNotice notice) {
    if (notice.minute() == ItemNotice.LISTED) {
      list(notice.item());
    } else if (notice.minute() == ItemNotice.UNLISTED) {
      unlist(notice.item());
    } else if (limits.dependOnEvents()) {
      name(notice.item(), notice.minute());
    }
  }

  private void list(long item) {
    if (!limits.areNone()) {
      minutes.put(item, ItemNotice.LISTED);
    }
  }

  private void unlist(long item) {
    if (!limits.dependOnEvents()) {
      minutes.remove(item);
    } else if (minutes.containsKey(item)) {
      // Events may have named it meanwhile: it is as if one just had.
      minutes.put(item, newest);
    }
  }

  private void name(long item, int minute) {
    newest = Math.max(newest, minute);
    int known = minutes.getOrDefault(item, ItemNotice.UNLISTED);
    if (known != ItemNotice.LISTED && (known != ItemNotice.UNLISTED || hasRoom())) {
      minutes.put(item, newest);
    }
  }

  private boolean hasRoom() {
    if (isFull() && newest > forgotten) {
      forgotten = newest;
      minutes.removeAll((item, minute) -> minute < newest - silentMinutes);
    }
    return !isFull();
  }

  private boolean isFull() {
    return minutes.size() >= limits.most();
  }

  int size() {
    return minutes.size();
  }

  /** Why interactions with the item are not used, if they are not. */
  Optional<Rejection> complaint(String item) {
    if (limits.catalogue() == Catalogue.REQUIRED) {
      return minuteOf(item) == ItemNotice.LISTED
          ? Optional.empty()
          : Optional.of(
              new Rejection(
                  RejectionReason.UNKNOWN_ITEM, "the catalogue does not know the item " + item));
    }
    return !isFull() || minuteOf(item) != ItemNotice.UNLISTED
        ? Optional.empty()
        : Optional.of(
            new Rejection(
                RejectionReason.TOO_MANY_ITEMS,
                "item " + item + " is new, beyond " + limits.option() + " = " + limits.most()));
  }

  private int minuteOf(String item) {
    return minutes.getOrDefault(Fingerprint.of(item), ItemNotice.UNLISTED);
  }

  /** All of them, serialized. */
  List<byte[]> parts() {
    List<byte[]> parts = new ArrayList<>();
    ByteBuffer part = ByteBuffer.allocate(0);
    int left = minutes.size();
    for (LongIntCursor known : minutes) {
      if (!part.hasRemaining()) {
        part = ByteBuffer.allocate(ENTRY_BYTES * Math.min(left, MOST_IN_PART));
        parts.add(part.array());
      }
      part.putLong(known.key).putInt(known.value);
      left--;
    }
    return parts;
  }

  /** Knows what is in one of {@link #parts}. */
  void enter(byte[] serialized) {
    ByteBuffer part = ByteBuffer.wrap(serialized);
    while (part.hasRemaining()) {
      long item = part.getLong();
      int minute = part.getInt();
      minutes.put(item, minute);
      newest = minute == ItemNotice.LISTED ? newest : Math.max(newest, minute);
    }
  }
}
