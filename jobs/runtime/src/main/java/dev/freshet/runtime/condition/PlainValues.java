package dev.freshet.runtime.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Parts of a condition that are worth a text or a number: what it asks for, constants, and
 * timestamps and durations that are added up.
 *
 * <p>Numbers are double, whole ones too, and timestamps and durations in milliseconds. Up to
 * 2<sup>53</sup>, which no variable comes to, they are exact.
 */
final class PlainValues<M> {

  private static final double EXACT = 0x1.0p53;

  /** Sums of so few of them are exact, and within the years that CEL knows. */
  private static final Duration LONGEST = Duration.ofDays(365_000);

  private static final Set<CelType> TIMES = Set.of(SimpleType.TIMESTAMP, SimpleType.DURATION);

  private final CelAbstractSyntaxTree tree;
  private final Vocabulary<M> vocabulary;
  private final Interpreter<M> interpreter;

  /** Evaluates whatever there may be in a condition. */
  interface Interpreter<M> {
    Interpreted<M> interpreted(CelExpr part) throws CelEvaluationException;
  }

  /** Compares numbers. */
  interface Comparison {
    boolean holds(double left, double right);
  }

  PlainValues(CelAbstractSyntaxTree tree, Vocabulary<M> vocabulary, Interpreter<M> interpreter) {
    this.tree = tree;
    this.vocabulary = vocabulary;
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

  private Variable<M> variable(CelExpr part) {
    return Objects.requireNonNull(vocabulary.find(part.ident().name()));
  }

  /** Names of types are the others. */
  private boolean isVariable(CelExpr part) {
    return part.exprKind().getKind() == Kind.IDENT && vocabulary.find(part.ident().name()) != null;
  }

  /** A variable that is true or false. */
  Predicate<M> flag(CelExpr variable) {
    Function<M, Object> value = variable(variable).value();
    return moment -> (boolean) value.apply(moment);
  }

  /** A text, unless it is put together. */
  Optional<Function<M, Object>> text(CelExpr part) {
    if (isConstant(part, CelConstant.Kind.STRING_VALUE)) {
      String text = part.constant().stringValue();
      return Optional.of(moment -> text);
    }
    return isVariable(part) && isOf(SimpleType.STRING, part)
        ? Optional.of(variable(part).value())
        : Optional.empty();
  }

  /** Whether a text is one of several, unless any of them is put together. */
  Optional<Predicate<M>> within(CelExpr part, CelExpr all) {
    return text(part).flatMap(text -> within(text, all));
  }

  private Optional<Predicate<M>> within(Function<M, Object> text, CelExpr all) {
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
    Function<M, Object> value = variable(all).value();
    return isOf(ListType.create(SimpleType.STRING), all)
        ? Optional.of(moment -> ((Collection<?>) value.apply(moment)).contains(text.apply(moment)))
        : Optional.of(moment -> ((Map<?, ?>) value.apply(moment)).containsKey(text.apply(moment)));
  }

  /**
   * A comparison of numbers, timestamps or durations. What they are made of may be anything where
   * one is no whole number, as CEL then compares them as double, too.
   */
  Optional<Predicate<M>> compared(CelExpr left, CelExpr right, Comparison comparison)
      throws CelEvaluationException {
    boolean isOfDouble = isOf(SimpleType.DOUBLE, left) || isOf(SimpleType.DOUBLE, right);
    Optional<ToDoubleFunction<M>> one = isOfDouble ? anyNumber(left) : number(left);
    Optional<ToDoubleFunction<M>> other = isOfDouble ? anyNumber(right) : number(right);
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    ToDoubleFunction<M> first = one.get();
    ToDoubleFunction<M> second = other.get();
    return Optional.of(
        moment -> comparison.holds(first.applyAsDouble(moment), second.applyAsDouble(moment)));
  }

  private Optional<ToDoubleFunction<M>> anyNumber(CelExpr part) throws CelEvaluationException {
    Optional<ToDoubleFunction<M>> plain = number(part);
    if (plain.isPresent() || !(isOf(SimpleType.DOUBLE, part) || isOf(SimpleType.INT, part))) {
      return plain;
    }
    Interpreted<M> interpreted = interpreter.interpreted(part);
    return Optional.of(moment -> ((Number) interpreted.value(moment)).doubleValue());
  }

  /** A number, timestamp or duration, unless it is put together otherwise than by sums of times. */
  Optional<ToDoubleFunction<M>> number(CelExpr part) throws CelEvaluationException {
    return switch (part.exprKind().getKind()) {
      case IDENT ->
          isVariable(part) ? Optional.ofNullable(variable(part).number()) : Optional.empty();
      case CONSTANT -> constant(part.constant());
      case CALL -> type(part).filter(TIMES::contains).isPresent() ? time(part) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static <M> Optional<ToDoubleFunction<M>> constant(CelConstant constant) {
    double number =
        switch (constant.getKind()) {
          case INT64_VALUE -> constant.int64Value();
          case DOUBLE_VALUE -> constant.doubleValue();
          default -> Double.NaN;
        };
    return Math.abs(number) < EXACT ? Optional.of(moment -> number) : Optional.empty();
  }

  private Optional<ToDoubleFunction<M>> time(CelExpr part) throws CelEvaluationException {
    List<CelExpr> args = part.call().args();
    String function = part.call().function();
    if (args.size() == 1 && isConstant(args.get(0), CelConstant.Kind.STRING_VALUE)) {
      return constantTime(part);
    }
    boolean isSum = function.equals("_+_");
    if (args.size() != 2 || !(isSum || function.equals("_-_"))) {
      return Optional.empty();
    }
    Optional<ToDoubleFunction<M>> one = number(args.get(0));
    Optional<ToDoubleFunction<M>> other = number(args.get(1));
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(isSum ? sum(one.get(), other.get()) : difference(one.get(), other.get()));
  }

  private static <M> ToDoubleFunction<M> sum(ToDoubleFunction<M> one, ToDoubleFunction<M> other) {
    return moment -> one.applyAsDouble(moment) + other.applyAsDouble(moment);
  }

  /** One less another. */
  static <M> ToDoubleFunction<M> difference(ToDoubleFunction<M> one, ToDoubleFunction<M> other) {
    return moment -> one.applyAsDouble(moment) - other.applyAsDouble(moment);
  }

  /** Such as {@code duration('72h')}; what cannot be read fails with each evaluation, as in CEL. */
  private Optional<ToDoubleFunction<M>> constantTime(CelExpr part) {
    Duration time;
    try {
      time = Interpreted.asTime(interpreter.interpreted(part).program().eval());
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
