package dev.freshet.engagement.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.freshet.runtime.condition.Expressions;
import dev.freshet.runtime.condition.Plan;
import dev.freshet.runtime.condition.WrongConditionException;
import dev.freshet.scoring.engagement.Condition;
import dev.freshet.scoring.engagement.Moment;

/** Makes conditions of rules and audiences of their texts. */
public final class Conditions {

  private final Expressions<Moment> ofEvents = new Expressions<>(Variables.ALL);
  private final Expressions<Moment> ofUsers =
      new Expressions<>(Variables.ALL.only(name -> !Variables.isOfEvent(name)));

  /**
   * The condition of a text; an empty one is always met.
   *
   * @throws WrongConditionException telling where it is wrong, and what
   */
  public Condition compile(String text) throws WrongConditionException {
    if (text.isBlank()) {
      return Condition.ALWAYS;
    }
    return ofEvents.plan(ofEvents.checked(text)).condition()::test;
  }

  /**
   * The condition of an audience, which knows no event.
   *
   * @throws WrongConditionException telling where it is wrong, and what; also where it cannot be
   *     told when time alone changes its answer
   */
  public MemberCondition compileMember(String text) throws WrongConditionException {
    CelAbstractSyntaxTree tree = checkedMember(text);
    Plan<Moment> plan = ofUsers.plan(tree);
    return new MemberCondition(plan.condition()::test, new TurnFinder(tree, plan).find());
  }

  private CelAbstractSyntaxTree checkedMember(String text) throws WrongConditionException {
    try {
      return ofUsers.checked(text);
    } catch (WrongConditionException e) {
      if (String.valueOf(e.getMessage()).startsWith("undeclared reference to 'event'")) {
        throw new WrongConditionException(
            e.line(), e.column(), "an audience is about user and now, there is no event");
      }
      throw e;
    }
  }
}
