package dev.freshet.runtime.cleaning;

import dev.freshet.runtime.record.CatalogueDecoder;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.id.Fingerprint;
import java.util.concurrent.TimeUnit;

/**
 * What every task that judges interactions is told of an item: that the catalogue has it, that it
 * has it no longer, or that an event names it.
 *
 * @param item its fingerprint
 * @param minute when an event named it, minutes since 1970, or one of the two others
 */
public record ItemNotice(long item, int minute) {

  static final int LISTED = Integer.MAX_VALUE;
  static final int UNLISTED = Integer.MIN_VALUE;

  static ItemNotice of(CatalogueItem item) {
    return new ItemNotice(
        Fingerprint.of(item.item()), CatalogueDecoder.isDeleted(item) ? UNLISTED : LISTED);
  }

  static ItemNotice named(String item, long nowMillis) {
    return new ItemNotice(Fingerprint.of(item), (int) TimeUnit.MILLISECONDS.toMinutes(nowMillis));
  }
}
