package dev.freshet.scoring.items;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The items with interactions since they were told last, so that each is told at most once an
 * interval.
 */
public final class ItemNews {

  private final ItemSettings settings;
  private final Map<String, ItemRow> waiting = new LinkedHashMap<>();

  public ItemNews(ItemSettings settings) {
    this.settings = settings;
  }

  /**
   * An item had an interaction.
   *
   * @return what is to be told of it now, or null if it can wait for {@link #take}
   */
  public @Nullable ItemFacts changed(ItemRow row) {
    if (row.isDue(settings) || row.isUrgent(settings)) {
      waiting.remove(row.item());
      return row.facts(settings);
    }
    waiting.put(row.item(), row);
    return null;
  }

  /** Whether there is nothing to tell. */
  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** All that is still to be told, which is told with that. */
  public List<ItemFacts> take() {
    List<ItemFacts> facts = new ArrayList<>(waiting.size());
    waiting.values().forEach(row -> facts.add(row.facts(settings)));
    waiting.clear();
    return facts;
  }
}
