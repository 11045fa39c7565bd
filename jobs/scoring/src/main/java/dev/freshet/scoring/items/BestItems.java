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
  private @Nullable Contenders[] contenders = new Contenders[0];
  private int versionOfAll;
  private int[] bestOfAll = {};
  private @Nullable Contenders contendersOfAll;

  BestItems(ItemTable table, TagIndex tags) {
    this.table = table;
    this.tags = tags;
  }

  /** What is known of an item is no longer what it was. */
  void change(int index) {
    for (int tag : tags.tags(index)) {
      Contenders some = contendersFor(tag);
      if (some != null) {
        some.add(index);
      }
    }
    if (contendersOfAll != null) {
      contendersOfAll.add(index);
    }
  }

  private @Nullable Contenders contendersFor(int tag) {
    return tag < contenders.length ? contenders[tag] : null;
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
      Contenders some = contendersFor(tag);
      if (some != null) {
        some.reset();
      }
    }
  }

  /** The best of all are no longer those that are remembered. */
  void changeAll() {
    versionOfAll = 0;
  }

  /** An item is forgotten, and another may get its index. */
  void reset() {
    changeAll();
    if (contendersOfAll != null) {
      contendersOfAll.reset();
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
      contenders = Arrays.copyOf(contenders, tags.count());
    }
    if (versions[tag] != version) {
      best[tag] = find(tag, limit);
      versions[tag] = version;
    }
    return best[tag];
  }

  private int[] find(int tag, int limit) {
    IntArrayList items = tags.items(tag);
    if (limit == 0 || items.size() <= Contenders.few(limit)) {
      return table.best(items.buffer, items.size(), limit, Gap.NONE);
    }
    Contenders some = contenders[tag];
    if (some == null) {
      some = new Contenders(table, items::size, items::toArray, limit, Gap.NONE);
      contenders[tag] = some;
    }
    return some.best(0);
  }

  /**
   * The indexes of the best of all items, highest first.
   *
   * @param limit how many, always the same
   * @param version of the table
   */
  int[] ofAll(int limit, int version) {
    if (versionOfAll != version) {
      if (contendersOfAll == null) {
        contendersOfAll = new Contenders(table, table::size, table::all, limit, Gap.NONE);
      }
      bestOfAll = table.sorted(contendersOfAll.best(0));
      versionOfAll = version;
    }
    return bestOfAll;
  }
}
