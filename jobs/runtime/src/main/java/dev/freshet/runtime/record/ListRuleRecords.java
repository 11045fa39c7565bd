package dev.freshet.runtime.record;

import dev.freshet.runtime.condition.ItemConditions;
import dev.freshet.runtime.condition.WrongConditionException;
import dev.freshet.schemas.ListRuleAction;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.listrule.UsableListRule;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rules on lists as records of the topic of rules, and back. */
public final class ListRuleRecords {

  /**
   * Keys of rules on lists begin with it on the topic that they share with rules of incentives and
   * audiences.
   */
  private static final String KEY_START = "list:";

  private ListRuleRecords() {}

  /** The key of a rule on the topic of rules. */
  public static String key(String id) {
    return KEY_START + id;
  }

  /** Whether a key on the topic of rules is that of a rule on lists. */
  public static boolean isKey(String key) {
    return key.startsWith(KEY_START);
  }

  /** The id of the rule of a key. */
  public static String id(String key) {
    return key.substring(KEY_START.length());
  }

  /**
   * The rule that a record tells of.
   *
   * @throws IllegalArgumentException telling what is wrong with it
   */
  public static ListRule rule(dev.freshet.schemas.ListRule read) {
    Instant until = read.getUntil();
    if (read.getAction() == ListRuleAction.OTHER) {
      throw new IllegalArgumentException("action: is one that this version does not know");
    }
    return new ListRule(
        read.getId(),
        Set.copyOf(read.getPlacements()),
        read.getWhen(),
        ListAction.valueOf(read.getAction().name()),
        read.getAmount(),
        read.getEach(),
        read.getAudience(),
        read.getFrom().toEpochMilli(),
        until == null ? ListRule.NO_END : until.toEpochMilli(),
        read.getPriority(),
        read.getOwner(),
        read.getReason());
  }

  /** The record of a rule. */
  public static dev.freshet.schemas.ListRule record(ListRule rule) {
    return new dev.freshet.schemas.ListRule(
        rule.id(),
        List.copyOf(new TreeSet<>(rule.placements())),
        rule.when(),
        ListRuleAction.valueOf(rule.action().name()),
        rule.amount(),
        rule.each(),
        rule.audience(),
        Instant.ofEpochMilli(rule.fromMillis()),
        rule.untilMillis() == ListRule.NO_END ? null : Instant.ofEpochMilli(rule.untilMillis()),
        rule.priority(),
        rule.owner(),
        rule.reason());
  }

  /**
   * A rule with its condition.
   *
   * @throws IllegalArgumentException telling what is wrong with it
   */
  static UsableListRule usable(ListRule rule, ItemConditions conditions) {
    try {
      return conditions.usable(rule);
    } catch (WrongConditionException e) {
      throw new IllegalArgumentException(
          "when: line %d, column %d: %s".formatted(e.line(), e.column(), e.getMessage()), e);
    }
  }
}
