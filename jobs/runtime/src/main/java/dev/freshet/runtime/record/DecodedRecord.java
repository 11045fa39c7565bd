package dev.freshet.runtime.record;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import org.jspecify.annotations.Nullable;

/**
 * A record read and checked: an interaction, an item of the catalogue, or a reason to reject it.
 * Exactly one of the three is there.
 *
 * @param raw the record
 * @param interaction what a user did
 * @param item what the catalogue says
 * @param rejection why it is neither
 */
public record DecodedRecord(
    RawRecord raw,
    @Nullable Interaction interaction,
    @Nullable CatalogueItem item,
    @Nullable Rejection rejection) {

  public static DecodedRecord of(RawRecord raw, Interaction interaction) {
    return new DecodedRecord(raw, interaction, null, null);
  }

  public static DecodedRecord of(RawRecord raw, CatalogueItem item) {
    return new DecodedRecord(raw, null, item, null);
  }

  public static DecodedRecord of(RawRecord raw, Rejection rejection) {
    return new DecodedRecord(raw, null, null, rejection);
  }
}
