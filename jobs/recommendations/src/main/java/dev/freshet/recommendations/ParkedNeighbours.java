package dev.freshet.recommendations;

import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.ItemTable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/** Neighbours of items that wait for publication until the directory knows the item. */
final class ParkedNeighbours {

  private final ValueState<RankingInput.Similar> stored;

  /**
   * Parked items of whose last interaction a complete directory did not know, with the moment of
   * that interaction.
   */
  private final Map<String, Long> unknown = new LinkedHashMap<>();

  /**
   * @param stored keyed by item
   */
  ParkedNeighbours(ValueState<RankingInput.Similar> stored) {
    this.stored = stored;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<RankingInput.Similar> state(Duration ttl) {
    ValueStateDescriptor<RankingInput.Similar> descriptor =
        new ValueStateDescriptor<>("parked", TypeInformation.of(RankingInput.Similar.class));
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
    return descriptor;
  }

  /** Parks the neighbours of the item that is the current key, until all are taken out. */
  void park(RankingInput.Similar similar) throws IOException {
    unknown.remove(similar.item());
    stored.update(similar);
  }

  /** Parks the neighbours of the item that is the current key, until the item is known. */
  void parkUnknown(RankingInput.Similar similar) throws IOException {
    // The first of several interactions counts: one that is always new would never be known.
    unknown.putIfAbsent(similar.item(), similar.interactedMillis());
    stored.update(similar);
  }

  /** Newer neighbours of the item that is the current key need not wait. */
  void replace(String item) {
    if (unknown.remove(item) != null) {
      stored.clear();
    }
  }

  /** How many items wait to be known. */
  int unknown() {
    return unknown.size();
  }

  /** The items that waited to be known and now are: each is to become the key, and taken out. */
  List<String> known(ItemTable table) {
    List<String> known = new ArrayList<>();
    Iterator<Map.Entry<String, Long>> items = unknown.entrySet().iterator();
    while (items.hasNext()) {
      Map.Entry<String, Long> item = items.next();
      if (table.hasInteraction(Fingerprint.of(item.getKey()), item.getValue())) {
        items.remove();
        known.add(item.getKey());
      }
    }
    return known;
  }

  /** Takes out the neighbours of the item that is the current key; null if they have expired. */
  RankingInput.@Nullable Similar take() throws IOException {
    RankingInput.Similar similar = stored.value();
    if (similar != null) {
      stored.clear();
    }
    return similar;
  }
}
