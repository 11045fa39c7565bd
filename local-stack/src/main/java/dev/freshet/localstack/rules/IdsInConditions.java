package dev.freshet.localstack.rules;

import dev.freshet.runtime.condition.ItemConditions;
import dev.freshet.runtime.condition.WrongConditionException;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.ItemVector;
import dev.freshet.scoring.items.ItemSettings;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.listrule.ListRules;
import dev.freshet.scoring.listrule.UsableListRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which items rules are about that ask for ids and nothing else, so that no catalogue is needed.
 */
final class IdsInConditions {

  private final Map<String, Set<String>> items = new HashMap<>();

  IdsInConditions(List<UsableListRule> rules) {
    ItemSettings defaults = ItemSettings.defaults();
    ItemTable table = new ItemTable(defaults.popularity(), defaults.coOccurrence().halfLife());
    ItemConditions conditions = new ItemConditions();
    ListRules all = new ListRules(table, Integer.MAX_VALUE);
    rules.forEach(all::put);
    for (UsableListRule usable : rules) {
      named(conditions, usable.rule())
          .ifPresent(
              ids -> {
                items.put(usable.rule().id(), ids);
                ids.forEach(id -> table.describe(item(id)));
              });
    }
    // What a condition names it may exclude.
    items.replaceAll((id, named) -> Set.copyOf(all.itemsOf(id, 0L)));
  }

  private static CatalogueItem item(String id) {
    return new CatalogueItem(id, "", List.of(), "", 0L, false, ItemVector.NONE);
  }

  private static Optional<Set<String>> named(ItemConditions conditions, ListRule rule) {
    try {
      return conditions.idsAlone(rule.when());
    } catch (WrongConditionException e) {
      return Optional.empty();
    }
  }

  /** The ids of all items of a rule, if that is known. */
  Optional<Set<String>> of(ListRule rule) {
    return Optional.ofNullable(items.get(rule.id()));
  }
}
