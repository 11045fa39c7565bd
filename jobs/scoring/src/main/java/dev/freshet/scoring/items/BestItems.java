package dev.freshet.scoring.items;

import com.carrotsearch.hppc.IntArrayList;
import dev.freshet.scoring.model.Gap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The best items of each tag and of all, looked for once an update. */
final class BestItems {

  private final ItemTable table;
  private final TagIndex tags;
  private int[] versions = new int[0];
  private int[][] best = new int[0][];
  private @Nullable TopItems[] lists = new TopItems[0];
  private int versionOfAll;
  private int[] bestOfAll = {};
  private @Nullable TopItems listOfAll;

  BestItems(ItemTable table, TagIndex tags) {
    this.table = table;
    this.tags = tags;
  }

  /** What is known of an item is no longer what it was. */
  void change(int index) {
    for (int tag : tags.tags(index)) {
      TopItems list = listOf(tag);
      if (list != null) {
        list.add(index);
      }
    }
    if (listOfAll != null) {
      listOfAll.add(index);
    }
  }

  private @Nullable TopItems listOf(int tag) {
    return tag < lists.length ? lists[tag] : null;
  }

  /** Items get these tags: the best of each are no longer those that are remembered. */
  void gain(int[] numbers) {
    for (int tag : numbers) {
      if (tag < versions.length) {
        versions[tag] = 0;
      }
    }
  }

  /** Items lose these tags. */
  void lose(int[] numbers) {
    gain(numbers);
    for (int tag : numbers) {
      TopItems list = listOf(tag);
      if (list != null) {
        list.startAnew();
      }
    }
  }

  /** The best of all are no longer those that are remembered. */
  void changeAll() {
    versionOfAll = 0;
  }

  /** An item is forgotten, and another may get its index. */
  void startAnew() {
    changeAll();
    if (listOfAll != null) {
      listOfAll.startAnew();
    }
  }

  /**
   * The indexes of the best items with a tag, in no order.
   *
   * @param limit how many, always the same
   * @param version of the table
   */
  int[] ofTag(int tag, int limit, int version) {
    if (versions.length < tags.count()) {
      versions = Arrays.copyOf(versions, tags.count());
      best = Arrays.copyOf(best, tags.count());
      lists = Arrays.copyOf(lists, tags.count());
    }
    if (versions[tag] != version) {
      best[tag] = find(tag, limit);
      versions[tag] = version;
    }
    return best[tag];
  }

  private int[] find(int tag, int limit) {
    IntArrayList items = tags.items(tag);
    if (limit == 0 || items.size() <= TopItems.length(limit)) {
      return table.best(items.buffer, items.size(), limit, Gap.NONE);
    }
    TopItems list = lists[tag];
    if (list == null) {
      list = new TopItems(table, items::size, items::toArray, limit, Gap.NONE);
      lists[tag] = list;
    }
    return list.best(0);
  }

  /**
   * The indexes of the best of all items, highest first.
   *
   * @param limit how many, always the same
   * @param version of the table
   */
  int[] ofAll(int limit, int version) {
    if (versionOfAll != version) {
      if (listOfAll == null) {
        listOfAll = new TopItems(table, table::size, table::all, limit, Gap.NONE);
      }
      bestOfAll = table.sorted(listOfAll.best(0));
      versionOfAll = version;
    }
    return bestOfAll;
  }
}
