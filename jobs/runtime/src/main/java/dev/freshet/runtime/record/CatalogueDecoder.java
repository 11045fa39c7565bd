package dev.freshet.runtime.record;

import dev.freshet.schemas.Item;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.ItemVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads items of the catalogue. */
public final class CatalogueDecoder {

  private CatalogueDecoder() {}

  /** The item of a record: tags without blanks and repetitions. */
  static CatalogueItem item(Item item) {
    List<Float> vector = item.getVector();
    return new CatalogueItem(
        item.getItem(),
        item.getTitle(),
        item.getTags().stream()
            .map(String::strip)
            .filter(tag -> !tag.isEmpty())
            .distinct()
            .toList(),
        item.getKind(),
        item.getPublished() == null ? 0L : item.getPublished().toEpochMilli(),
        item.getRetired(),
        vector == null ? ItemVector.NONE : VectorRule.orNone(vector),
        priceOrNull(item.getPrice()),
        item.getLevel().strip(),
        item.getAuthor().strip());
  }

  /** One that cannot be is as good as none. */
  public static @Nullable Double priceOrNull(@Nullable Double price) {
    return price != null && price >= 0 && price < Double.POSITIVE_INFINITY ? price : null;
  }

  /** What deleting an item's record from the topic says: nothing but that it is gone. */
  public static CatalogueItem deleted(String item) {
    return new CatalogueItem(item, "", List.of(), "", 0L, true, ItemVector.NONE);
  }

  /** Whether nothing is said of the item but that it is gone. */
  public static boolean isDeleted(CatalogueItem item) {
    return item.equals(deleted(item.item()));
  }
}
