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
    boolean lifts =
        lifting.action() == ListAction.PIN
            || (lifting.action() == ListAction.FACTOR && lifting.amount() > 1);
    if (lifts && hiding.action() == ListAction.HIDE && covers(hiding, lifting)) {
      hidden(lifting, hiding)
          .ifPresent(
              what -> told.accept(lifting, "%s hides %s of it".formatted(hiding.id(), what)));
    }
  }

  private Optional<String> hidden(ListRule lifting, ListRule hiding) {
    Optional<Set<String>> lifted = items.of(lifting);
    Optional<Set<String>> hidden = items.of(hiding);
    if (lifted.isEmpty() || hidden.isEmpty()) {
      boolean isSame = condition(lifting).equals(condition(hiding));
      return isSame ? Optional.of("all") : Optional.empty();
    }
    Set<String> shared = new HashSet<>(lifted.get());
    shared.retainAll(hidden.get());
    return shared.isEmpty() ? Optional.empty() : Optional.of(named(shared));
  }

  private static String condition(ListRule rule) {
    return rule.when().replaceAll("\\s+", " ").strip();
  }

  private static String named(Set<String> items) {
    List<String> first = items.stream().sorted().limit(MOST_NAMED).toList();
    return String.join(", ", first)
        + (items.size() > MOST_NAMED ? " and %d more".formatted(items.size() - MOST_NAMED) : "");
  }

  /** What is pinned must be among what alone may be listed. */
  private void requireAmongOnly(ListRule pin) {
    if (pin.action() != ListAction.PIN) {
      return;
    }
    List<String> excluding = new ArrayList<>();
    Set<String> allowed = new HashSet<>();
    for (ListRule rule : rules) {
      if (rule.action() == ListAction.ONLY && rule.meets(pin) && covers(rule, pin)) {
        Optional<Set<String>> named = items.of(rule);
        if (named.isEmpty()) {
          return;
        }
        excluding.add(rule.id());
        allowed.addAll(named.get());
      }
    }
    Optional<Set<String>> pinned = items.of(pin);
    if (!excluding.isEmpty()
        && pinned.isPresent()
        && !pinned.get().isEmpty()
        && pinned.get().stream().noneMatch(allowed::contains)) {
      told.accept(
          pin,
          "only what %s names is listed, nothing of it".formatted(String.join(", ", excluding)));
    }
  }
}
