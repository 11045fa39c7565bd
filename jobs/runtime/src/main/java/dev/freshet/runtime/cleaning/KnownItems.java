package dev.freshet.runtime.cleaning;

import com.carrotsearch.hppc.LongLongHashMap;
import com.carrotsearch.hppc.cursors.LongLongCursor;
import dev.freshet.runtime.cleaning.ItemLimits.Catalogue;
import dev.freshet.runtime.record.Rejection;
import dev.freshet.runtime.record.RejectionReason;
import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
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
 *
 * <p>Everything behind this knows an item by its fingerprint alone. So of two items with one
 * fingerprint only the first becomes known, and interactions with the other are rejected.
 *
 * <p>A purchase names nothing that would become known: plans are bought, too, and are no items.
 */
final class KnownItems {

  /** The layout of {@link #parts}, which is not among their bytes. */
  static final Layout LAYOUT = Layout.of("list of known items", 1);

  /** How many times within its time to live it is told that an item is still named. */
  static final int NOTICES_IN_A_LIFE = 8;

  private static final int ENTRY_BYTES = 2 * Long.BYTES;
  private static final int MOST_IN_PART = 1 << 16;

  private final ItemLimits limits;
  private final long silentMinutes;

  /** By fingerprint the item's check, and in the low half the minute in which it was named last. */
  private final LongLongHashMap items = new LongLongHashMap();

  private int newest;
  private int forgotten;

  KnownItems(ItemLimits limits) {
    this.limits = limits;
    long ttlMinutes = limits.ttl().toMinutes();
    silentMinutes = ttlMinutes + ttlMinutes / NOTICES_IN_A_LIFE;
  }

  void accept(ItemNotice notice) {
    if (isOther(notice.item(), notice.check())) {
      return;
    }
    if (notice.minute() == ItemNotice.LISTED) {
      list(notice);
    } else if (notice.minute() == ItemNotice.UNLISTED) {
      unlist(notice);
    } else if (limits.dependOnEvents()) {
      name(notice);
    }
  }

  /** Whether an item of another name is known by this fingerprint. */
  private boolean isOther(long item, int check) {
    int index = items.indexOf(item);
    return items.indexExists(index) && (int) (items.indexGet(index) >> Integer.SIZE) != check;
  }

  private void list(ItemNotice notice) {
    if (!limits.areNone()) {
      put(notice, ItemNotice.LISTED);
    }
  }

  private void unlist(ItemNotice notice) {
    if (!limits.dependOnEvents()) {
      items.remove(notice.item());
    } else if (items.containsKey(notice.item())) {
      // Events may have named it meanwhile: it is as if one just had.
      put(notice, newest);
    }
  }

  private void name(ItemNotice notice) {
    newest = Math.max(newest, notice.minute());
    int known = minuteOf(notice.item());
    if (known != ItemNotice.LISTED && (known != ItemNotice.UNLISTED || hasRoom())) {
      put(notice, newest);
    }
  }

  private void put(ItemNotice notice, int minute) {
    items.put(
        notice.item(), (long) notice.check() << Integer.SIZE | Integer.toUnsignedLong(minute));
  }

  private boolean hasRoom() {
    if (isFull() && newest > forgotten) {
      forgotten = newest;
      items.removeAll((item, known) -> (int) known < newest - silentMinutes);
    }
    return !isFull();
  }

  private boolean isFull() {
    return items.size() >= limits.most();
  }

  int size() {
    return items.size();
  }

  /** Whether an interaction tells of an item that it names. */
  static boolean isNamedBy(Interaction interaction) {
    return interaction.kind() != InteractionKind.PURCHASE;
  }

  /**
   * Whether something else was bought than an item: nothing but purchases has named it so far.
   * Where the catalogue is required, whatever it does not know is rejected instead.
   */
  boolean isPlan(Interaction interaction) {
    return limits.dependOnEvents()
        && !isNamedBy(interaction)
        && minuteOf(Fingerprint.of(interaction.item())) == ItemNotice.UNLISTED;
  }

  /** Why interactions with the item are not used, if they are not. */
  Optional<Rejection> complaint(String item) {
    long fingerprint = Fingerprint.of(item);
    if (isOther(fingerprint, ItemNotice.check(item))) {
      return Optional.of(
          new Rejection(
              RejectionReason.COLLIDING_ITEM,
              "item " + item + " has the fingerprint of another item"));
    }
    if (limits.catalogue() == Catalogue.REQUIRED) {
      return minuteOf(fingerprint) == ItemNotice.LISTED
          ? Optional.empty()
          : Optional.of(
              new Rejection(
                  RejectionReason.UNKNOWN_ITEM, "the catalogue does not know the item " + item));
    }
    return !isFull() || minuteOf(fingerprint) != ItemNotice.UNLISTED
        ? Optional.empty()
        : Optional.of(
            new Rejection(
                RejectionReason.TOO_MANY_ITEMS,
                "item " + item + " is new, beyond " + limits.option() + " = " + limits.most()));
  }

  private int minuteOf(long item) {
    return (int) items.getOrDefault(item, ItemNotice.UNLISTED);
  }

  /** All of them, serialized. */
  List<byte[]> parts() {
    List<byte[]> parts = new ArrayList<>();
    ByteBuffer part = ByteBuffer.allocate(0);
    int left = items.size();
    for (LongLongCursor known : items) {
      if (!part.hasRemaining()) {
        part = ByteBuffer.allocate(ENTRY_BYTES * Math.min(left, MOST_IN_PART));
        parts.add(part.array());
      }
      part.putLong(known.key).putLong(known.value);
      left--;
    }
    return parts;
  }

  /** Knows what is in one of {@link #parts}. */
  void enter(byte[] serialized) {
    ByteBuffer part = ByteBuffer.wrap(serialized);
    while (part.hasRemaining()) {
      long item = part.getLong();
      long known = part.getLong();
      int minute = (int) known;
      items.put(item, known);
      newest = minute == ItemNotice.LISTED ? newest : Math.max(newest, minute);
    }
  }
}
