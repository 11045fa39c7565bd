package dev.freshet.scoring.items;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The items with interactions since their facts were last sent, so that each is sent at most once
 * an interval.
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
   * @return its facts if they are to be sent now, or null if they can wait for {@link #take}
   */
  public @Nullable ItemFacts changed(ItemRow row) {
    if (row.isDue(settings) || row.isUrgent(settings)) {
      waiting.remove(row.item());
      return row.facts(settings);
    }
    waiting.put(row.item(), row);
    return null;
  }

  /** Whether nothing waits. */
  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The facts of all items that wait, which wait no longer. */
  public List<ItemFacts> take() {
    List<ItemFacts> facts = new ArrayList<>(waiting.size());
    waiting.values().forEach(row -> facts.add(row.facts(settings)));
    waiting.clear();
    return facts;
  }
}
