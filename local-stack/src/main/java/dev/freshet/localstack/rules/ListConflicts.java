package dev.freshet.localstack.rules;

import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ListRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Rules on lists of which one undoes what another is to do.
 *
 * <p>Which items rules share is known where the catalogue is, or where their conditions name ids
 * and nothing else; otherwise only that two have the same condition.
 */
final class ListConflicts {

  private static final int MOST_NAMED = 3;
  private static final String ALL = "all";

  private final List<ListRule> rules;
  private final NamedItems items;
  private final BiConsumer<ListRule, String> told;

  /** Which items rules are about. */
  interface NamedItems {

    /** The ids of all of them, if that is known. */
    Optional<Set<String>> of(ListRule rule);
  }

  /**
   * @param told is given each rule that is undone, and how
   */
  ListConflicts(List<ListRule> rules, NamedItems items, BiConsumer<ListRule, String> told) {
    this.rules = rules;
    this.items = items;
    this.told = told;
  }

  /** Tells all of them, each once. */
  void tell() {
    for (int i = 0; i < rules.size(); i++) {
      for (int j = i + 1; j < rules.size(); j++) {
        if (rules.get(i).meets(rules.get(j))) {
          compare(rules.get(i), rules.get(j));
        }
      }
      requireAmongOnly(rules.get(i));
    }
  }

  private void compare(ListRule one, ListRule other) {
    boolean isSamePlace = one.action() == ListAction.PIN && one.amount() == other.amount();
    if (isSamePlace && other.action() == ListAction.PIN && share(one, other)) {
      told.accept(
          other,
          "pin: %s has the place %.0f at the same time: give one of them another place, another"
                  .formatted(one.id(), one.amount())
              + " placement or another time");
    }
    requireListed(one, other);
    requireListed(other, one);
  }

  /** Whether there can be users for whom both hold. Of two audiences that is not known. */
  private static boolean share(ListRule one, ListRule other) {
    return one.audience().isEmpty()
        || other.audience().isEmpty()
        || one.audience().equals(other.audience());
  }

  /** Whether a rule holds for all for whom another does. */
  private static boolean covers(ListRule rule, ListRule other) {
    return rule.audience().isEmpty() || rule.audience().equals(other.audience());
  }

  private void requireListed(ListRule lifting, ListRule hiding) {
    boolean isUndone = lifts(lifting) || lifting.action() == ListAction.ONLY;
    if (isUndone && hiding.action() == ListAction.HIDE && covers(hiding, lifting)) {
      hidden(lifting, hiding)
          .ifPresent(
              what -> told.accept(lifting, "%s hides %s of it".formatted(hiding.id(), what)));
    }
  }

  /** Whether it is there to have its items listed. */
  private static boolean lifts(ListRule rule) {
    return rule.action() == ListAction.PIN
        || (rule.action() == ListAction.FACTOR && rule.amount() > 1);
  }

  private Optional<String> hidden(ListRule lifting, ListRule hiding) {
    Optional<Set<String>> lifted = items.of(lifting);
    Optional<Set<String>> hidden = items.of(hiding);
    if (lifted.isEmpty() || hidden.isEmpty()) {
      boolean isSame = condition(lifting).equals(condition(hiding));
      return isSame ? Optional.of(ALL) : Optional.empty();
    }
    if (lifting.action() == ListAction.ONLY) {
      // To hide some of what alone is listed may well be meant.
      boolean isNothingLeft = !lifted.get().isEmpty() && hidden.get().containsAll(lifted.get());
      return isNothingLeft ? Optional.of(ALL) : Optional.empty();
    }
    Set<String> shared = new HashSet<>(lifted.get());
    shared.retainAll(hidden.get());
    return shared.isEmpty() ? Optional.empty() : Optional.of(named(shared));
  }

  /** Equal ones are about the same items. */
  static String condition(ListRule rule) {
    return rule.when().replaceAll("\\s+", " ").strip();
  }

  private static String named(Set<String> items) {
    List<String> first = items.stream().sorted().limit(MOST_NAMED).toList();
    return String.join(", ", first)
        + (items.size() > MOST_NAMED ? " and %d more".formatted(items.size() - MOST_NAMED) : "");
  }

  /** What is pinned or boosted must be among what alone may be listed. */
  private void requireAmongOnly(ListRule lifting) {
    if (!lifts(lifting)) {
      return;
    }
    List<String> excluding = new ArrayList<>();
    Set<String> allowed = new HashSet<>();
    for (ListRule rule : rules) {
      if (rule.action() == ListAction.ONLY && rule.meets(lifting) && covers(rule, lifting)) {
        Optional<Set<String>> named = items.of(rule);
        if (named.isEmpty()) {
          return;
        }
        excluding.add(rule.id());
        allowed.addAll(named.get());
      }
    }
    Optional<Set<String>> lifted = items.of(lifting);
    if (!excluding.isEmpty()
        && lifted.isPresent()
        && !lifted.get().isEmpty()
        && lifted.get().stream().noneMatch(allowed::contains)) {
      told.accept(
          lifting,
          "only what %s names is listed, nothing of it".formatted(String.join(", ", excluding)));
    }
  }
}
