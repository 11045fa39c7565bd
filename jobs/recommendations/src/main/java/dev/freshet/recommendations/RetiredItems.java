package dev.freshet.recommendations;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.ItemTable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * The items that must not be recommended any more, and since when: what a document in Redis may
 * still have that is older than that, so the reader functions leave it out.
 *
 * <p>There is no bound but time: an item stays as long as a document lives that was written before
 * the item was retired.
 */
final class RetiredItems {

  /** A list may be ranked a little later, by a task that has not heard of it yet. */
  private static final long MARGIN_MILLIS = Duration.ofHours(1).toMillis();

  private final RedisDocuments documents;
  private final long keepMillis;
  private final ItemTable table;
  private final Consumer<RedisWrite> writes;

  /** By the clock, the earliest first. */
  private final Map<String, Long> since = new LinkedHashMap<>();

  /**
   * Items that were retired and are so no longer, and since when: a Redis that was set back may
   * have them among the retired.
   */
  private final Map<String, Long> back = new LinkedHashMap<>();

  private long latestMillis;

  /**
   * @param table what is known of items, before what {@link #accept} is told
   * @param writes is given what Redis has to be told
   */
  RetiredItems(RecommendationsSettings settings, ItemTable table, Consumer<RedisWrite> writes) {
    this.table = table;
    documents = new RedisDocuments(settings);
    keepMillis =
        Math.max(settings.userTtl().toMillis(), settings.keyTtl().toMillis()) + MARGIN_MILLIS;
    this.writes = writes;
  }

  /** Knows again what {@link #retiredSince} and {@link #backSince} gave. */
  void restore(
      Iterable<Tuple2<String, Long>> retiredSince, Iterable<Tuple2<String, Long>> backSince) {
    for (Tuple2<String, Long> each : retiredSince) {
      since.put(each.f0, each.f1);
      latestMillis = Math.max(latestMillis, each.f1);
    }
    backSince.forEach(each -> back.put(each.f0, each.f1));
  }

  /** The retired items, to be kept as state. */
  List<Tuple2<String, Long>> retiredSince() {
    return pairs(since);
  }

  /** Those that are retired no longer, to be kept as state. */
  List<Tuple2<String, Long>> backSince() {
    return pairs(back);
  }

  private static List<Tuple2<String, Long>> pairs(Map<String, Long> moments) {
    return moments.entrySet().stream()
        .map(each -> Tuple2.of(each.getKey(), each.getValue()))
        .toList();
  }

  /**
   * What the catalogue says of an item.
   *
   * @return whether the item may not be recommended any more as of now
   */
  boolean accept(CatalogueItem item, long nowMillis) {
    if (item.retired()) {
      return retire(item.item(), nowMillis);
    }
    // Of an item that is new here Redis may know from a job before this one that it was retired.
    boolean wasRetired = since.remove(item.item()) != null;
    if (wasRetired) {
      back.put(item.item(), nowMillis);
    }
    if (wasRetired || isNew(item.item())) {
      documents.notRetired(item.item()).forEach(writes);
    }
    return false;
  }

  private boolean isNew(String item) {
    int index = table.indexOf(Fingerprint.of(item));
    return index < 0 || !table.isDescribed(index);
  }

  private boolean retire(String item, long nowMillis) {
    // Each has a later moment than those before, by which readers see that there is another one.
    long moment = Math.max(nowMillis, latestMillis + 1);
    boolean wasListable = since.putIfAbsent(item, moment) == null;
    if (wasListable) {
      back.remove(item);
      latestMillis = moment;
      documents.retired(item, moment).forEach(writes);
    }
    return wasListable;
  }

  /** Tells Redis all of them again, and those that it may have among them wrongly. */
  void publish(long nowMillis) {
    back.keySet().forEach(item -> documents.notRetired(item).forEach(writes));
    since.forEach((item, millis) -> documents.retired(item, millis).forEach(writes));
    if (since.isEmpty()) {
      // State from before the moments were kept: as if all had been retired now.
      for (int index : table.all()) {
        if (table.isRetired(index)) {
          retire(table.id(index), nowMillis);
        }
      }
    }
  }

  /** Forgets those that no document can have any more. */
  void forget(long nowMillis) {
    back.values().removeIf(millis -> millis < nowMillis - keepMillis);
    since
        .entrySet()
        .removeIf(
            each -> {
              boolean isOver = each.getValue() < nowMillis - keepMillis;
              if (isOver) {
                documents.notRetired(each.getKey()).forEach(writes);
              }
              return isOver;
            });
  }
}
