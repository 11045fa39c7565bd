package dev.freshet.localstack.whatif.rules;

import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.listrule.ServedRule;
import dev.freshet.scoring.listrule.UsableListRule;
import dev.freshet.scoring.ranking.AppliedRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Rules on lists that are tried, and on which lists.
 *
 * @param rules all of them, also those that apply to no list: readers are told of them, too
 * @param placement where the lists are shown; empty if that is not told
 * @param members ids of users by audience, where they are known
 */
public record TriedRules(
    List<UsableListRule> rules, String placement, Map<String, Set<String>> members) {

  /** There are none. */
  public static final TriedRules NONE = new TriedRules(List.of(), "", Map.of());

  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** Those that can apply to a list. */
  List<ListRule> applicable() {
    return rules.stream().map(UsableListRule::rule).filter(this::isApplicable).toList();
  }

  private boolean isApplicable(ListRule rule) {
    return rule.isIn(placement) && isForKnown(rule);
  }

  private boolean isForKnown(ListRule rule) {
    return rule.audience().isEmpty() || members.containsKey(rule.audience());
  }

  /** Of each rule that can apply to no list why that is so. */
  List<String> leftOut() {
    List<String> reasons = new ArrayList<>();
    for (UsableListRule usable : rules) {
      ListRule rule = usable.rule();
      if (!rule.isIn(placement)) {
        reasons.add(
            "%s: is for %s alone (--placement)"
                .formatted(rule.id(), String.join(" and ", new TreeSet<>(rule.placements()))));
      } else if (!isForKnown(rule)) {
        reasons.add(
            "%s: is for the audience %s, whose members the log does not tell (--audience,"
                    .formatted(rule.id(), rule.audience())
                + " --everybody)");
      }
    }
    return reasons;
  }

  /** The ids of those that can apply to a list, for people. */
  public String names() {
    return applicable().stream().map(ListRule::id).collect(Collectors.joining(", "));
  }

  /** Those of what readers are told that apply to a user's list at a moment. */
  AppliedRules applying(List<ServedRule> served, String user, long atMillis) {
    return AppliedRules.of(
        served,
        placement.isEmpty() ? null : placement,
        audience -> members.getOrDefault(audience, Set.of()).contains(user),
        atMillis,
        true);
  }
}
