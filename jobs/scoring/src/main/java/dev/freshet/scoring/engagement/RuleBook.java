package dev.freshet.scoring.engagement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules in force, found by what they look at. */
public final class RuleBook {

  private final SortedMap<String, UsableRule> rules = new TreeMap<>();
  private final Set<String> paused = new HashSet<>();
  private Map<String, List<UsableRule>> byKind = Map.of();

  /** Puts a rule in force, instead of one of the same id. */
  public void put(UsableRule rule) {
    paused.remove(rule.rule().id());
    rules.put(rule.rule().id(), rule);
    index();
  }

  /** Ends a rule. */
  public void remove(String id) {
    paused.remove(id);
    if (rules.remove(id) != null) {
      index();
    }
  }

  /** Nothing meets a rule until it is put again; what users have done for it stays. */
  public void pause(String id) {
    if (rules.containsKey(id) && paused.add(id)) {
      index();
    }
  }

  /** Whether nothing meets a rule for the time being. */
  public boolean isPaused(String id) {
    return paused.contains(id);
  }

  /** How many rules nothing meets for the time being. */
  public int paused() {
    return paused.size();
  }

  private void index() {
    Map<String, List<UsableRule>> index = new HashMap<>();
    for (UsableRule usable : all()) {
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

  /** The rule of an id, or null if there is none. */
  @Nullable Rule find(String id) {
    UsableRule usable = rules.get(id);
    return usable == null ? null : usable.rule();
  }

  /** How many are in force. */
  public int size() {
    return rules.size() - paused.size();
  }

  /** All that are in force, in the order of their ids. */
  public List<UsableRule> all() {
    return rules.values().stream().filter(usable -> !isPaused(usable.rule().id())).toList();
  }
}
