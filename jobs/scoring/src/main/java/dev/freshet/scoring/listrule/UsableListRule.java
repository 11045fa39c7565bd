package dev.freshet.scoring.listrule;

import java.util.function.Predicate;

/**
 * A rule with its condition, made of its text by somebody else.
 *
 * @param rule the rule
 * @param isMeant whether it is about an item; it never fails
 * @param changesWithTime whether time alone may change that
 */
public record UsableListRule(ListRule rule, Predicate<RuleItem> isMeant, boolean changesWithTime) {}
