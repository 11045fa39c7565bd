package dev.freshet.scoring.engagement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules in force, found by what they look at. */
public final class RuleBook {

  private final SortedMap<String, UsableRule> rules = new TreeMap<>();
  private Map<String, List<UsableRule>> byKind = Map.of();

  /** Puts a rule in force, instead of one of the same id. */
  public void put(UsableRule rule) {
    rules.put(rule.rule().id(), rule);
    index();
  }

  /** Ends a rule. */
  public void remove(String id) {
    if (rules.remove(id) != null) {
      index();
    }
  }

  private void index() {
    Map<String, List<UsableRule>> index = new HashMap<>();
    for (UsableRule usable : rules.values()) {
      Collection<String> on = usable.rule().on();
      for (String kind : on.isEmpty() ? Rule.activities() : on) {
        index.computeIfAbsent(kind, any -> new ArrayList<>()).add(usable);
      }
    }
    byKind = index;
  }

  /** Those that look at a kind of event, in the order of their ids. */
  List<UsableRule> of(String kind) {
    return byKind.getOrDefault(kind, List.of());
  }

  /** The rule of an id, or null if it is not in force. */
  @Nullable Rule find(String id) {
    UsableRule usable = rules.get(id);
    return usable == null ? null : usable.rule();
  }

  /** How many there are. */
  public int size() {
    return rules.size();
  }

  /** All of them, in the order of their ids. */
  public List<UsableRule> all() {
    return List.copyOf(rules.values());
  }
}
