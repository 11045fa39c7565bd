package dev.freshet.runtime.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.freshet.scoring.engagement.ConditionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * How a checked condition is evaluated: its logic, and what compares {@link PlainValues}, by
 * functions put together once; whatever else there is by CEL's interpreter, which takes many times
 * as long.
 *
 * <p>The two agree but for numbers that are not known, which the interpreter takes for larger than
 * any whole number. No comparison holds with them here.
 *
 * @param <M> what the condition is about
 */
public final class Plan<M> {

  private static final String NOT = "!_";
  private static final String AND = "_&&_";
  private static final String OR = "_||_";
  private static final String IN = "@in";
  private static final String EQUAL = "_==_";
  private static final String UNEQUAL = "_!=_";

  private final CelAbstractSyntaxTree tree;
  private final CelRuntime runtime;
  private final Vocabulary<M> vocabulary;
  private final PlainValues<M> values;

  /**
   * @param tree of a condition that was checked
   */
  public Plan(CelAbstractSyntaxTree tree, CelRuntime runtime, Vocabulary<M> vocabulary) {
    this.tree = tree;
    this.runtime = runtime;
    this.vocabulary = vocabulary;
    values = new PlainValues<>(tree, vocabulary, this::interpreted);
  }

  /**
   * The whole condition; it throws a {@link ConditionException} where it cannot be told.
   *
   * @throws WrongConditionException telling what cannot be evaluated
   */
  public Predicate<M> condition() throws WrongConditionException {
    try {
      return condition(tree.getExpr());
    } catch (CelEvaluationException e) {
      throw new WrongConditionException(1, 1, String.valueOf(e.getMessage()));
    }
  }

  /** By how much a timestamp or duration is ahead of another. */
  public Function<M, Duration> ahead(CelExpr left, CelExpr right) throws CelEvaluationException {
    Optional<ToDoubleFunction<M>> first = values.number(left);
    Optional<ToDoubleFunction<M>> second = values.number(right);
    if (first.isPresent() && second.isPresent()) {
      ToDoubleFunction<M> ahead = PlainValues.difference(first.get(), second.get());
      return moment -> Duration.ofMillis((long) ahead.applyAsDouble(moment));
    }
    Interpreted<M> one = interpreted(left);
    Interpreted<M> other = interpreted(right);
    return moment -> one.time(moment).minus(other.time(moment));
  }

  private Predicate<M> condition(CelExpr part) throws CelEvaluationException {
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

  private Optional<Predicate<M>> equal(CelExpr left, CelExpr right) throws CelEvaluationException {
    Optional<Function<M, Object>> text = values.text(left);
    Optional<Function<M, Object>> otherText = values.text(right);
    if (text.isPresent() && otherText.isPresent()) {
      Function<M, Object> one = text.get();
      Function<M, Object> other = otherText.get();
      return Optional.of(moment -> one.apply(moment).equals(other.apply(moment)));
    }
    return values.compared(left, right, (one, other) -> one == other);
  }

  private Optional<Predicate<M>> ordered(CelExpr part) throws CelEvaluationException {
    List<CelExpr> args = part.call().args();
    return switch (part.call().function()) {
      case "_<_" -> values.compared(args.get(0), args.get(1), (one, other) -> one < other);
      case "_<=_" -> values.compared(args.get(0), args.get(1), (one, other) -> one <= other);
      case "_>_" -> values.compared(args.get(0), args.get(1), (one, other) -> one > other);
      case "_>=_" -> values.compared(args.get(0), args.get(1), (one, other) -> one >= other);
      default -> Optional.empty();
    };
  }

  private static <M> Predicate<M> not(Predicate<M> condition) {
    return moment -> !condition.test(moment);
  }

  /** A part that fails does not matter beside one that is not met, whichever comes first. */
  private static <M> Predicate<M> and(Predicate<M> first, Predicate<M> second) {
    return moment -> {
      boolean isMet;
      try {
        isMet = first.test(moment);
      } catch (ConditionException e) {
        if (second.test(moment)) {
          throw e;
        }
        return false;
      }
      return isMet && second.test(moment);
    };
  }

  private Predicate<M> otherwiseInterpreted(Optional<Predicate<M>> planned, CelExpr part)
      throws CelEvaluationException {
    return planned.isPresent() ? planned.get() : interpretedCondition(part);
  }

  private Predicate<M> interpretedCondition(CelExpr part) throws CelEvaluationException {
    Interpreted<M> interpreted = interpreted(part);
    return moment -> (boolean) interpreted.value(moment);
  }

  private Interpreted<M> interpreted(CelExpr part) throws CelEvaluationException {
    return new Interpreted<>(
        runtime.createProgram(
            CelAbstractSyntaxTree.newCheckedAst(
                part, tree.getSource(), tree.getReferenceMap(), tree.getTypeMap())),
        vocabulary);
  }
}
