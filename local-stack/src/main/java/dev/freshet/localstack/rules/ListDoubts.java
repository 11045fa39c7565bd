package dev.freshet.localstack.rules;

import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ListRule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Rules on lists that can be used, but do nothing, or what nobody is likely to want. */
final class ListDoubts {

  private static final String EVERY_ITEM = "true";

  private static final MathContext THREE_DIGITS = new MathContext(3);

  private final List<ListRule> rules;
  private final ListConflicts.NamedItems items;

  ListDoubts(List<ListRule> rules, ListConflicts.NamedItems items) {
    this.rules = rules;
    this.items = items;
  }

  /**
   * Tells all of them.
   *
   * @param remark is given each rule, and what is doubtful of it
   */
  void tell(BiConsumer<ListRule, String> remark) {
    for (int i = 0; i < rules.size(); i++) {
      ListRule rule = rules.get(i);
      byItself(rule).ifPresent(what -> remark.accept(rule, what));
      for (ListRule before : rules.subList(0, i)) {
        if (areOpposite(before, rule)) {
          remark.accept(
              rule,
              "factor: %s has factor %s for the same items at the same time: together they come to %s"
                  .formatted(before.id(), before.amount(), product(before, rule)));
        }
      }
    }
  }

  private static Optional<String> byItself(ListRule rule) {
    boolean isOfAll = ListConflicts.condition(rule).equals(EVERY_ITEM);
    if (rule.action() == ListAction.FACTOR && rule.amount() == 1) {
      return Optional.of("factor: 1 changes nothing: name another one");
    }
    if (rule.action() == ListAction.HIDE && isOfAll) {
      return Optional.of("hide: hides every item, so that %s are empty".formatted(lists(rule)));
    }
    return rule.action() == ListAction.ONLY && isOfAll
        ? Optional.of("only: names every item, so changes nothing")
        : Optional.empty();
  }

  private static String lists(ListRule rule) {
    return rule.placements().isEmpty()
        ? "all lists"
        : "lists in " + String.join(" and ", new TreeSet<>(rule.placements()));
  }

  /** Whether one lifts what the other buries, for the same users. */
  private boolean areOpposite(ListRule one, ListRule other) {
    return one.action() == ListAction.FACTOR
        && other.action() == ListAction.FACTOR
        && (one.amount() - 1) * (other.amount() - 1) < 0
        && one.audience().equals(other.audience())
        && one.meets(other)
        && areOfTheSame(one, other);
  }

  private boolean areOfTheSame(ListRule one, ListRule other) {
    Optional<Set<String>> named = items.of(one);
    return ListConflicts.condition(one).equals(ListConflicts.condition(other))
        || (named.isPresent() && named.equals(items.of(other)));
  }

  private static String product(ListRule one, ListRule other) {
    return new BigDecimal(one.amount() * other.amount(), THREE_DIGITS)
        .stripTrailingZeros()
        .toPlainString();
  }
}
