package dev.freshet.runtime.kafka;

import dev.freshet.scoring.CatalogueItem;
import dev.freshet.scoring.Interaction;
import java.util.Objects;
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
public record Arrival(
    RawRecord raw,
    @Nullable Interaction interaction,
    @Nullable CatalogueItem item,
    @Nullable Rejection rejection) {

  static Arrival of(RawRecord raw, Interaction interaction) {
    return new Arrival(raw, interaction, null, null);
  }

  static Arrival of(RawRecord raw, CatalogueItem item) {
    return new Arrival(raw, null, item, null);
  }

  static Arrival of(RawRecord raw, Rejection rejection) {
    return new Arrival(raw, null, null, rejection);
  }

  /** The interaction without the bytes that it was read from. */
  PlacedInteraction placed() {
    return new PlacedInteraction(
        Objects.requireNonNull(interaction), raw.topic(), raw.partition(), raw.offset());
  }
}
