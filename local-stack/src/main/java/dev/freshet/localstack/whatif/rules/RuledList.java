package dev.freshet.localstack.whatif.rules;

import dev.freshet.localstack.diff.ListChange;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ServedRule;
import dev.freshet.scoring.ranking.AppliedRules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What rules did to the first places of one list. */
final class RuledList {

  private final ListChange list;
  private final int size;
  private final AppliedRules applied;
  private final Map<String, Integer> before;
  private final Map<String, Integer> after;

  /**
   * @param list without rules, and with them
   * @param size how many places were asked for
   * @param applied the rules that apply to it
   */
  RuledList(ListChange list, int size, AppliedRules applied) {
    this.list = list;
    this.size = size;
    this.applied = applied;
    before = places(list.before());
    after = places(list.after());
  }

  private static Map<String, Integer> places(List<String> items) {
    Map<String, Integer> places = new HashMap<>();
    items.forEach(item -> places.put(item, places.size()));
    return places;
  }

  ListChange list() {
    return list;
  }

  /**
   * By the id of each rule that applies, of which items the place is due to it: those that it
   * pinned, that stand higher by its factor or lower, or that are not there because of it; often
   * none.
   */
  Map<String, Set<String>> touched() {
    Map<String, String> pins = pins();
    Map<String, Set<String>> touched = new LinkedHashMap<>();
    for (ServedRule rule : applied.rules()) {
      touched
          .computeIfAbsent(rule.id(), none -> new HashSet<>())
          .addAll(touchedBy(rule, pins).collect(Collectors.toSet()));
    }
    return touched;
  }

  private Stream<String> touchedBy(ServedRule rule, Map<String, String> pins) {
    return switch (rule.action()) {
      case PIN -> Stream.ofNullable(pins.get(rule.id()));
      case FACTOR -> moved(rule).filter(item -> !pins.containsValue(item));
      case HIDE -> rule.items().stream().filter(before::containsKey);
      case ONLY -> before.keySet().stream().filter(item -> !isAmongOnly(item));
      case MOST -> beyondLimit(rule);
    };
  }

  /**
   * The item that each pin has in its place: if it has any, its place is not left to chance. In a
   * list that ends before, pins follow what else there is.
   */
  private Map<String, String> pins() {
    Map<String, String> pins = new HashMap<>();
    Set<Long> taken = new HashSet<>();
    for (ServedRule rule : applied.rules()) {
      if (rule.action() == ListAction.PIN) {
        long place = (long) rule.amount();
        while (taken.contains(place)) {
          place++;
        }
        boolean isEnd = place > after.size();
        int row = (int) Math.min(place, after.size()) - 1;
        if (row >= 0
            && !(isEnd && after.size() == size)
            && rule.items().contains(list.after().get(row))) {
          pins.put(rule.id(), list.after().get(row));
          taken.add(place);
        }
      }
    }
    return pins;
  }

  private Stream<String> moved(ServedRule rule) {
    int last = Integer.MAX_VALUE;
    return rule.items().stream()
        .filter(applied::mayList)
        .filter(
            item -> {
              int was = before.getOrDefault(item, last);
              int is = after.getOrDefault(item, last);
              return rule.amount() > 1 ? is < was : rule.amount() < 1 && is > was;
            });
  }

  private boolean isAmongOnly(String item) {
    return applied.rules().stream()
        .anyMatch(rule -> rule.action() == ListAction.ONLY && rule.items().contains(item));
  }

  private Stream<String> beyondLimit(ServedRule rule) {
    long listed = rule.items().stream().filter(after::containsKey).count();
    return listed < rule.amount()
        ? Stream.empty()
        : rule.items().stream()
            .filter(before::containsKey)
            .filter(item -> !after.containsKey(item) && applied.mayList(item));
  }
}
