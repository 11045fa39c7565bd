package dev.freshet.scoring.event;

import dev.freshet.scoring.id.SharedNames;
import java.util.List;

/**
 * What the platform says of an item: the newest record of an item replaces older ones.
 *
 * @param item the item's id
 * @param title the title to show, may be empty
 * @param tags what it is about, in the order of the catalogue, without repetition
 * @param kind course, article, video and the like; empty when unknown
 * @param publishedMillis when it appeared, epoch milliseconds, or 0 when unknown
 * @param retired whether it must no longer be recommended
 * @param vector an embedding for the dense match, or none; all of one catalogue have the same
 *     length
 */
public record CatalogueItem(
    String item,
    String title,
    List<String> tags,
    String kind,
    long publishedMillis,
    boolean retired,
    ItemVector vector) {

  public CatalogueItem {
    // A catalogue has far fewer tags than items, and each of several tasks holds all of it.
    tags = tags.stream().map(SharedNames::of).toList();
  }

  /** An item with its vector's numbers as the platform says them, empty for none. */
  public CatalogueItem(
      String item,
      String title,
      List<String> tags,
      String kind,
      long publishedMillis,
      boolean retired,
      List<Float> vector) {
    this(item, title, tags, kind, publishedMillis, retired, ItemVector.of(vector));
  }
}
