package dev.freshet.localstack.rules;

import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.ranking.AppliedRules;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Rules on lists that do not apply where and when too many others come first. */
final class ListLimits {

  /** Where no rule names the placement. */
  private static final String ELSEWHERE = "";

  private final List<ListRule> inOrder;
  private final long nowMillis;

  /** What is told of each rule. */
  private final Map<ListRule, String> told = new LinkedHashMap<>();

  ListLimits(Collection<ListRule> rules, Instant now) {
    nowMillis = now.toEpochMilli();
    inOrder = rules.stream().sorted(ListRule.ORDER).toList();
  }

  /**
   * Tells all of them, each once.
   *
   * @param remark is given each rule, and what others come first
   */
  void tell(BiConsumer<ListRule, String> remark) {
    Set<String> placements = new TreeSet<>(Set.of(ELSEWHERE));
    inOrder.forEach(rule -> placements.addAll(rule.placements()));
    Set<Long> moments = new TreeSet<>();
    inOrder.forEach(rule -> moments.add(Math.max(nowMillis, rule.fromMillis())));
    for (String placement : placements) {
      for (long moment : moments) {
        compare(placement, moment);
      }
    }
    told.forEach(remark);
  }

  private void compare(String placement, long moment) {
    int pins = 0;
    Set<String> audiences = new HashSet<>();
    for (ListRule rule : inOrder) {
      if (rule.isOn(moment) && rule.isIn(placement)) {
        pins += rule.action() == ListAction.PIN ? 1 : 0;
        if (rule.action() == ListAction.PIN && pins > AppliedRules.MOST_PINS) {
          tell(rule, AppliedRules.MOST_PINS + " pins", placement);
        }
        if (!rule.audience().isEmpty()
            && audiences.add(rule.audience())
            && audiences.size() > AppliedRules.MOST_AUDIENCES) {
          tell(rule, "rules of " + AppliedRules.MOST_AUDIENCES + " audiences", placement);
        }
      }
    }
  }

  private void tell(ListRule rule, String others, String placement) {
    told.putIfAbsent(
        rule,
        "%s%s come first at the same time, and no more apply to a list"
            .formatted(others, placement.equals(ELSEWHERE) ? "" : " in " + placement));
  }
}
