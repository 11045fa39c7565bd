package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.record.CatalogueDecoder;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.id.Fingerprint;
import java.util.concurrent.TimeUnit;

/**
 * What every task that judges interactions learns of an item: that the catalogue has it, that it
 * has it no longer, or that an event names it.
 *
 * @param item its fingerprint
 * @param check another hash of its name, which tells it from an item with the same fingerprint
 * @param minute when an event named it, minutes since 1970, or one of the two others
 */
public record ItemNotice(long item, int check, int minute) {

  static final int LISTED = Integer.MAX_VALUE;
  static final int UNLISTED = Integer.MIN_VALUE;

  static ItemNotice of(CatalogueItem item) {
    return of(item.item(), CatalogueDecoder.isDeleted(item) ? UNLISTED : LISTED);
  }

  static ItemNotice named(String item, long nowMillis) {
    return of(item, (int) TimeUnit.MILLISECONDS.toMinutes(nowMillis));
  }

  private static ItemNotice of(String item, int minute) {
    return new ItemNotice(Fingerprint.of(item), check(item), minute);
  }

  /** The language defines this hash, so it may be part of state. */
  static int check(String item) {
    return item.hashCode();
  }
}
