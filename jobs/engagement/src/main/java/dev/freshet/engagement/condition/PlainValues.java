package dev.freshet.engagement.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.freshet.scoring.engagement.Condition;
import dev.freshet.scoring.engagement.Moment;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Parts of a condition that are worth a text or a number: what it asks for, constants, and
 * timestamps and durations that are added up.
 *
 * <p>Numbers are double, whole ones too, and timestamps and durations in milliseconds. Up to
 * 2<sup>53</sup>, which no variable comes to, they are exact.
 */
final class PlainValues {

  private static final double EXACT = 0x1.0p53;

  /** Sums of so few of them are exact, and within the years that CEL knows. */
  private static final Duration LONGEST = Duration.ofDays(365_000);

  private static final Set<CelType> TIMES = Set.of(SimpleType.TIMESTAMP, SimpleType.DURATION);

  private final CelAbstractSyntaxTree tree;
  private final Interpreter interpreter;

  /** Evaluates whatever there may be in a condition. */
  interface Interpreter {
    Interpreted interpreted(CelExpr part) throws CelEvaluationException;
  }

  /** Compares numbers. */
  interface Comparison {
    boolean holds(double left, double right);
  }

  PlainValues(CelAbstractSyntaxTree tree, Interpreter interpreter) {
    this.tree = tree;
    this.interpreter = interpreter;
  }

  private Optional<CelType> type(CelExpr part) {
    return tree.getType(part.id());
  }

  private boolean isOf(CelType type, CelExpr part) {
    return type(part).filter(type::equals).isPresent();
  }

  private static boolean isConstant(CelExpr part, CelConstant.Kind kind) {
    return part.exprKind().getKind() == Kind.CONSTANT && part.constant().getKind() == kind;
  }

  private static Variable variable(CelExpr part) {
    return Objects.requireNonNull(Variable.ALL.get(part.ident().name()));
  }

  /** Names of types are the others. */
  private static boolean isVariable(CelExpr part) {
    return part.exprKind().getKind() == Kind.IDENT && Variable.ALL.containsKey(part.ident().name());
  }

  /** A variable that is true or false. */
  Condition flag(CelExpr variable) {
    Function<Moment, Object> value = variable(variable).value();
    return moment -> (boolean) value.apply(moment);
  }

  /** A text, unless it is put together. */
  Optional<Function<Moment, Object>> text(CelExpr part) {
    if (isConstant(part, CelConstant.Kind.STRING_VALUE)) {
      String text = part.constant().stringValue();
      return Optional.of(moment -> text);
    }
    return isVariable(part) && isOf(SimpleType.STRING, part)
        ? Optional.of(variable(part).value())
        : Optional.empty();
  }

  /** Whether a text is one of several, unless any of them is put together. */
  Optional<Condition> within(CelExpr part, CelExpr all) {
    return text(part).flatMap(text -> within(text, all));
  }

  private Optional<Condition> within(Function<Moment, Object> text, CelExpr all) {
    if (all.exprKind().getKind() == Kind.LIST) {
      List<CelExpr> elements = all.list().elements();
      if (!elements.stream().allMatch(each -> isConstant(each, CelConstant.Kind.STRING_VALUE))) {
        return Optional.empty();
      }
      Set<String> texts =
          elements.stream()
              .map(each -> each.constant().stringValue())
              .collect(Collectors.toUnmodifiableSet());
      return Optional.of(moment -> texts.contains(text.apply(moment)));
    }
    if (!isVariable(all)) {
      return Optional.empty();
    }
    Function<Moment, Object> value = variable(all).value();
    return isOf(ListType.create(SimpleType.STRING), all)
        ? Optional.of(moment -> ((Collection<?>) value.apply(moment)).contains(text.apply(moment)))
        : Optional.of(moment -> ((Map<?, ?>) value.apply(moment)).containsKey(text.apply(moment)));
  }

  /**
   * A comparison of numbers, timestamps or durations. What they are made of may be anything where
   * one is no whole number, as CEL then compares them as double, too.
   */
  Optional<Condition> compared(CelExpr left, CelExpr right, Comparison comparison)
      throws CelEvaluationException {
    boolean isOfDouble = isOf(SimpleType.DOUBLE, left) || isOf(SimpleType.DOUBLE, right);
    Optional<ToDoubleFunction<Moment>> one = isOfDouble ? anyNumber(left) : number(left);
    Optional<ToDoubleFunction<Moment>> other = isOfDouble ? anyNumber(right) : number(right);
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    ToDoubleFunction<Moment> first = one.get();
    ToDoubleFunction<Moment> second = other.get();
    return Optional.of(
        moment -> comparison.holds(first.applyAsDouble(moment), second.applyAsDouble(moment)));
  }

  private Optional<ToDoubleFunction<Moment>> anyNumber(CelExpr part) throws CelEvaluationException {
    Optional<ToDoubleFunction<Moment>> plain = number(part);
    if (plain.isPresent() || !(isOf(SimpleType.DOUBLE, part) || isOf(SimpleType.INT, part))) {
      return plain;
    }
    Interpreted interpreted = interpreter.interpreted(part);
    return Optional.of(moment -> ((Number) interpreted.value(moment)).doubleValue());
  }

  /** A number, timestamp or duration, unless it is put together otherwise than by sums of times. */
  Optional<ToDoubleFunction<Moment>> number(CelExpr part) throws CelEvaluationException {
    return switch (part.exprKind().getKind()) {
      case IDENT ->
          isVariable(part) ? Optional.ofNullable(variable(part).number()) : Optional.empty();
      case CONSTANT -> constant(part.constant());
      case CALL -> type(part).filter(TIMES::contains).isPresent() ? time(part) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<ToDoubleFunction<Moment>> constant(CelConstant constant) {
    double number =
        switch (constant.getKind()) {
          case INT64_VALUE -> constant.int64Value();
          case DOUBLE_VALUE -> constant.doubleValue();
          default -> Double.NaN;
        };
    return Math.abs(number) < EXACT ? Optional.of(moment -> number) : Optional.empty();
  }

  private Optional<ToDoubleFunction<Moment>> time(CelExpr part) throws CelEvaluationException {
    List<CelExpr> args = part.call().args();
    String function = part.call().function();
    if (args.size() == 1 && isConstant(args.get(0), CelConstant.Kind.STRING_VALUE)) {
      return constantTime(part);
    }
    boolean isSum = function.equals("_+_");
    if (args.size() != 2 || !(isSum || function.equals("_-_"))) {
      return Optional.empty();
    }
    Optional<ToDoubleFunction<Moment>> one = number(args.get(0));
    Optional<ToDoubleFunction<Moment>> other = number(args.get(1));
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(isSum ? sum(one.get(), other.get()) : difference(one.get(), other.get()));
  }

  private static ToDoubleFunction<Moment> sum(
      ToDoubleFunction<Moment> one, ToDoubleFunction<Moment> other) {
    return moment -> one.applyAsDouble(moment) + other.applyAsDouble(moment);
  }

  /** One less another. */
  static ToDoubleFunction<Moment> difference(
      ToDoubleFunction<Moment> one, ToDoubleFunction<Moment> other) {
    return moment -> one.applyAsDouble(moment) - other.applyAsDouble(moment);
  }

  /** Such as {@code duration('72h')}; what cannot be read fails with each evaluation, as in CEL. */
  private Optional<ToDoubleFunction<Moment>> constantTime(CelExpr part) {
    Duration time;
    try {
      time = Interpreted.time(interpreter.interpreted(part).program().eval());
    } catch (CelEvaluationException e) {
      return Optional.empty();
    }
    if (time.abs().compareTo(LONGEST) > 0 || !time.truncatedTo(ChronoUnit.MILLIS).equals(time)) {
      return Optional.empty();
    }
    double millis = time.toMillis();
    return Optional.of(moment -> millis);
  }
}
