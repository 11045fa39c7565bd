package dev.freshet.scoring.event;

import dev.freshet.scoring.id.SharedNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param price what it costs, 0 or more, in the platform's own currency; null when unknown
 * @param level whom it is for, such as beginner; empty when unknown
 * @param author who made it; empty when unknown
 */
public record CatalogueItem(
    String item,
    String title,
    List<String> tags,
    String kind,
    long publishedMillis,
    boolean retired,
    ItemVector vector,
    @Nullable Double price,
    String level,
    String author) {

  public CatalogueItem {
    // A catalogue has far fewer tags than items, and each of several tasks holds all of it.
    tags = tags.stream().map(SharedNames::of).toList();
    level = orEmpty(level);
    author = orEmpty(author);
  }

  /** An item of which neither price nor level nor author is known. */
  public CatalogueItem(
      String item,
      String title,
      List<String> tags,
      String kind,
      long publishedMillis,
      boolean retired,
      ItemVector vector) {
    this(item, title, tags, kind, publishedMillis, retired, vector, null, "", "");
  }

  /** State that was written before items had it has null. */
  private static String orEmpty(@Nullable String name) {
    return name == null ? "" : SharedNames.of(name);
  }

  /** The same item with other names of itself and of its tags. */
  public CatalogueItem named(String id, List<String> names) {
    return new CatalogueItem(
        id, title, names, kind, publishedMillis, retired, vector, price, level, author);
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
