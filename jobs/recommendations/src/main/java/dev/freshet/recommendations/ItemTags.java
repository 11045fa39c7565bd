package dev.freshet.recommendations;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.ItemTable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells Redis which tags each item has, so that the reader function can filter by them: of what
 * changes at once, and of all items little by little after a start.
 */
final class ItemTags {

  /** Of so many writes together the pulse can wait for the end. */
  private static final int WRITES_AT_ONCE = 20_000;

  private final RedisDocuments documents;
  private final ItemTable table;
  private final Consumer<RedisWrite> writes;
  private final int itemsAtOnce;

  /** The first index of the table that is not told again yet. */
  private int next = Integer.MAX_VALUE;

  /**
   * @param table what is known of items, before what {@link #accept} is told
   * @param writes is given what Redis has to be told
   */
  ItemTags(RecommendationsSettings settings, ItemTable table, Consumer<RedisWrite> writes) {
    this.table = table;
    this.writes = writes;
    documents = new RedisDocuments(settings);
    itemsAtOnce = Math.max(1, WRITES_AT_ONCE / settings.keys().tags().size());
  }

  /** What the catalogue says of an item. */
  void accept(CatalogueItem item) {
    int index = table.indexOf(Fingerprint.of(item.item()));
    List<String> tags = item.retired() ? List.of() : item.tags();
    // Of an item that is new here Redis may know other tags, from a job before this one.
    if (index < 0 || !table.isDescribed(index) || !tags.equals(told(index))) {
      documents.tags(item.item(), tags).forEach(writes);
    }
  }

  private List<String> told(int index) {
    return table.isRetired(index)
        ? List.of()
        : Arrays.stream(table.tags(index)).mapToObj(table::tagName).toList();
  }

  /** Those of all items are to be told again. */
  void publish() {
    next = 0;
  }

  /**
   * Goes on with what {@link #publish} began, if it is not over. Who asks knows all that the
   * catalogue says.
   */
  void publishMore() {
    int left = itemsAtOnce;
    while (next < table.indexes() && left > 0) {
      if (table.isTaken(next)) {
        List<String> tags = told(next);
        if (!tags.isEmpty()) {
          documents.tags(table.id(next), tags).forEach(writes);
          left--;
        }
      }
      next++;
    }
    if (next >= table.indexes() && next < Integer.MAX_VALUE) {
      next = Integer.MAX_VALUE;
      documents.tagsComplete().forEach(writes);
    }
  }

  /** Ends what {@link #publish} began. */
  void publishRest() {
    while (next < Integer.MAX_VALUE) {
      publishMore();
    }
  }
}
