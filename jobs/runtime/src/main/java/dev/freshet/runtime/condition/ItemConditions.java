package dev.freshet.runtime.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.freshet.scoring.engagement.ConditionException;
import dev.freshet.scoring.listrule.ListRule;
import dev.freshet.scoring.listrule.RuleItem;
import dev.freshet.scoring.listrule.UsableListRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Makes conditions of rules on lists of their texts. */
public final class ItemConditions {

  private static final String ID = "item.id";
  private static final String AGE = "item.age";
  private static final String NOW = "now";

  /** What they can ask for. */
  private static final Vocabulary<RuleItem> ITEM =
      Vocabulary.of(
          List.<Variable<RuleItem>>of(
              Variable.text(ID, RuleItem::id),
              Variable.of("item.tags", ListType.create(SimpleType.STRING), RuleItem::tags),
              Variable.text("item.kind", RuleItem::kind),
              Variable.number(AGE, RuleItem::ageDays),
              Variable.number("item.price", RuleItem::price),
              Variable.of("item.hasPrice", SimpleType.BOOL, RuleItem::hasPrice),
              Variable.text("item.level", RuleItem::level),
              Variable.text("item.author", RuleItem::author),
              Variable.time(NOW, RuleItem::nowMillis)));

  private final Expressions<RuleItem> expressions = new Expressions<>(ITEM);

  /**
   * A rule with its condition. It is about no item for which the condition fails.
   *
   * @throws WrongConditionException telling where the condition is wrong, and what
   */
  public UsableListRule usable(ListRule rule) throws WrongConditionException {
    if (rule.when().isBlank()) {
      return new UsableListRule(rule, item -> true, false);
    }
    CelAbstractSyntaxTree tree = expressions.checked(rule.when());
    Predicate<RuleItem> condition = expressions.plan(tree).condition();
    boolean changesWithTime = Expressions.asksFor(tree, AGE) || Expressions.asksFor(tree, NOW);
    return new UsableListRule(rule, item -> isMet(condition, item), changesWithTime);
  }

  /**
   * The texts that a condition names, if it asks for ids and nothing else, and by no more than
   * comparing them.
   */
  public Optional<Set<String>> idsAlone(String when) throws WrongConditionException {
    return when.isBlank()
        ? Optional.empty()
        : Expressions.textsComparedWith(expressions.checked(when), ID);
  }

  private static boolean isMet(Predicate<RuleItem> condition, RuleItem item) {
    try {
      return condition.test(item);
    } catch (ConditionException e) {
      return false;
    }
  }
}
