package dev.freshet.recommendations;

import dev.freshet.scoring.event.CatalogueItem;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue says of items, of which a bounded number is remembered in addition to the
 * state.
 *
 * <p>A record is asked for with each interaction with its item and hardly ever changes, but reading
 * it from state also writes it, to prolong its life.
 */
final class CatalogueCache {

  private static final long LONGEST_MEMORY_MILLIS = Duration.ofHours(1).toMillis();

  /** Read again so often in a record's life, it never seems unused. */
  private static final int READS_IN_A_LIFE = 8;

  /** Also tells that there is no record. */
  private record Remembered(@Nullable CatalogueItem item, long readMillis) {}

  private final ValueState<CatalogueItem> state;
  private final long memoryMillis;
  private final Map<Long, Remembered> remembered;

  /**
   * @param state keyed by item
   * @param ttl after which a record that nobody asks for is forgotten
   * @param bound how many items are remembered
   */
  CatalogueCache(ValueState<CatalogueItem> state, Duration ttl, int bound) {
    this.state = state;
    memoryMillis = Math.min(LONGEST_MEMORY_MILLIS, ttl.toMillis() / READS_IN_A_LIFE);
    remembered =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, Remembered> eldest) {
            return size() > bound;
          }
        };
  }

  /** The record of the item that is the current key, or null if there is none. */
  @Nullable CatalogueItem read(long item, long nowMillis) throws IOException {
    Remembered known = remembered.get(item);
    if (known == null || nowMillis - known.readMillis() >= memoryMillis) {
      known = new Remembered(state.value(), nowMillis);
      remembered.put(item, known);
    }
    return known.item();
  }

  /** Replaces the record of the item that is the current key. */
  void write(long item, CatalogueItem record, long nowMillis) throws IOException {
    state.update(record);
    remembered.put(item, new Remembered(record, nowMillis));
  }
}
