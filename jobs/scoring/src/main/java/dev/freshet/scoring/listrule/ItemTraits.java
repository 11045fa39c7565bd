package dev.freshet.scoring.listrule;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.id.SharedNames;

/**
 * What the catalogue says of an item that only rules ask for.
 *
 * @param kind course, article and the like; empty when unknown
 * @param level whom it is for; empty when unknown
 * @param author who made it; empty when unknown
 * @param price 0 or more; {@link Double#NaN} when unknown
 */
public record ItemTraits(String kind, String level, String author, double price) {

  /** Nothing is known. */
  public static final ItemTraits NONE = new ItemTraits("", "", "", Double.NaN);

  public ItemTraits {
    kind = SharedNames.of(kind);
    level = SharedNames.of(level);
    author = SharedNames.of(author);
  }

  /** Those of an item. */
  public static ItemTraits of(CatalogueItem item) {
    Double price = item.price();
    return new ItemTraits(
        item.kind(), item.level(), item.author(), price == null ? Double.NaN : price);
  }
}
