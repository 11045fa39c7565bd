package dev.freshet.engagement.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.freshet.scoring.engagement.Condition;
import dev.freshet.scoring.engagement.ConditionException;
import dev.freshet.scoring.engagement.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * How a checked condition is evaluated: its logic, and what compares {@link PlainValues}, by
 * functions put together once; whatever else there is by CEL's interpreter, which takes many times
 * as long.
 *
 * <p>The two agree but for numbers that are not known, which the interpreter takes for larger than
 * any whole number. No comparison holds with them here.
 */
final class Plan {

  private static final String NOT = "!_";
  private static final String AND = "_&&_";
  private static final String OR = "_||_";
  private static final String IN = "@in";
  private static final String EQUAL = "_==_";
  private static final String UNEQUAL = "_!=_";

  private final CelAbstractSyntaxTree tree;
  private final CelRuntime runtime;
  private final PlainValues values;

  /**
   * @param tree of a condition that was checked
   */
  Plan(CelAbstractSyntaxTree tree, CelRuntime runtime) {
    this.tree = tree;
    this.runtime = runtime;
    values = new PlainValues(tree, this::interpreted);
  }

  /**
   * The whole condition.
   *
   * @throws WrongConditionException telling what cannot be evaluated
   */
  Condition condition() throws WrongConditionException {
    try {
      return condition(tree.getExpr());
    } catch (CelEvaluationException e) {
      throw new WrongConditionException(1, 1, String.valueOf(e.getMessage()));
    }
  }

  /** By how much a timestamp or duration is ahead of another. */
  Function<Moment, Duration> ahead(CelExpr left, CelExpr right) throws CelEvaluationException {
    Optional<ToDoubleFunction<Moment>> first = values.number(left);
    Optional<ToDoubleFunction<Moment>> second = values.number(right);
    if (first.isPresent() && second.isPresent()) {
      ToDoubleFunction<Moment> ahead = PlainValues.difference(first.get(), second.get());
      return moment -> Duration.ofMillis((long) ahead.applyAsDouble(moment));
    }
    Interpreted one = interpreted(left);
    Interpreted other = interpreted(right);
    return moment -> one.time(moment).minus(other.time(moment));
  }

  private Condition condition(CelExpr part) throws CelEvaluationException {
    Kind kind = part.exprKind().getKind();
    if (kind == Kind.IDENT) {
      return values.flag(part);
    }
    // What macros may go round is counted for all of them together, which only CEL does.
    if (kind != Kind.CALL || macros(part) > 1) {
      return interpretedCondition(part);
    }
    List<CelExpr> args = part.call().args();
    return switch (part.call().function()) {
      case NOT -> not(condition(args.get(0)));
      case AND -> and(condition(args.get(0)), condition(args.get(1)));
      case OR -> not(and(not(condition(args.get(0))), not(condition(args.get(1)))));
      case IN -> otherwiseInterpreted(values.within(args.get(0), args.get(1)), part);
      case EQUAL -> otherwiseInterpreted(equal(args.get(0), args.get(1)), part);
      case UNEQUAL -> otherwiseInterpreted(equal(args.get(0), args.get(1)).map(Plan::not), part);
      default -> otherwiseInterpreted(ordered(part), part);
    };
  }

  private static long macros(CelExpr part) {
    return CelNavigableExpr.fromExpr(part)
        .allNodes()
        .filter(node -> node.getKind() == Kind.COMPREHENSION)
        .count();
  }

  private Optional<Condition> equal(CelExpr left, CelExpr right) throws CelEvaluationException {
    Optional<Function<Moment, Object>> text = values.text(left);
    Optional<Function<Moment, Object>> otherText = values.text(right);
    if (text.isPresent() && otherText.isPresent()) {
      Function<Moment, Object> one = text.get();
      Function<Moment, Object> other = otherText.get();
      return Optional.of(moment -> one.apply(moment).equals(other.apply(moment)));
    }
    return values.compared(left, right, (one, other) -> one == other);
  }

  private Optional<Condition> ordered(CelExpr part) throws CelEvaluationException {
    List<CelExpr> args = part.call().args();
    return switch (part.call().function()) {
      case "_<_" -> values.compared(args.get(0), args.get(1), (one, other) -> one < other);
      case "_<=_" -> values.compared(args.get(0), args.get(1), (one, other) -> one <= other);
      case "_>_" -> values.compared(args.get(0), args.get(1), (one, other) -> one > other);
      case "_>=_" -> values.compared(args.get(0), args.get(1), (one, other) -> one >= other);
      default -> Optional.empty();
    };
  }

  private static Condition not(Condition condition) {
    return moment -> !condition.holds(moment);
  }

  /** A part that fails does not matter beside one that is not met, whichever comes first. */
  private static Condition and(Condition first, Condition second) {
    return moment -> {
      boolean isMet;
      try {
        isMet = first.holds(moment);
      } catch (ConditionException e) {
        if (second.holds(moment)) {
          throw e;
        }
        return false;
      }
      return isMet && second.holds(moment);
    };
  }

  private Condition otherwiseInterpreted(Optional<Condition> planned, CelExpr part)
      throws CelEvaluationException {
    return planned.isPresent() ? planned.get() : interpretedCondition(part);
  }

  private Condition interpretedCondition(CelExpr part) throws CelEvaluationException {
    Interpreted interpreted = interpreted(part);
    return moment -> (boolean) interpreted.value(moment);
  }

  private Interpreted interpreted(CelExpr part) throws CelEvaluationException {
    return new Interpreted(
        runtime.createProgram(
            CelAbstractSyntaxTree.newCheckedAst(
                part, tree.getSource(), tree.getReferenceMap(), tree.getTypeMap())));
  }
}
