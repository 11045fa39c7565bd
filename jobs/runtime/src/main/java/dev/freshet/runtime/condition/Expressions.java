package dev.freshet.runtime.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes conditions of their texts.
 *
 * <p>What a condition costs is bounded: by the length of its text, by the number of its parts, and
 * by how often its macros, such as {@code exists}, go round in one evaluation. Texts are matched by
 * RE2, in time that grows with their length alone.
 *
 * @param <M> what the conditions are about
 */
public final class Expressions<M> {

  /** The longest text, characters. */
  public static final int MOST_CHARACTERS = 2_000;

  /** Calls, names, constants and the like in a condition. */
  public static final int MOST_PARTS = 200;

  /** Rounds of all macros of a condition together, in one evaluation. */
  public static final int MOST_ROUNDS = 1_000;

  private static final int DEEPEST = 32;

  public static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(MOST_CHARACTERS)
          .maxParseRecursionDepth(DEEPEST)
          .comprehensionMaxIterations(MOST_ROUNDS)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private final Vocabulary<M> vocabulary;
  private final CelCompiler compiler;
  private final CelRuntime runtime =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

  /**
   * @param vocabulary what they can ask for
   */
  public Expressions(Vocabulary<M> vocabulary) {
    this.vocabulary = vocabulary;
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(
                CelStandardMacro.ALL, CelStandardMacro.EXISTS, CelStandardMacro.EXISTS_ONE)
            .setResultType(SimpleType.BOOL);
    vocabulary
        .variables()
        .values()
        .forEach(variable -> builder.addVar(variable.name(), variable.type()));
    compiler = builder.build();
  }

  /**
   * A condition as its text has it, of which every part is known and of the right type.
   *
   * @throws WrongConditionException telling where it is wrong, and what
   */
  public CelAbstractSyntaxTree checked(String text) throws WrongConditionException {
    CelValidationResult result = compiler.compile(text);
    List<CelIssue> errors = result.getErrors();
    if (!errors.isEmpty()) {
      CelIssue first = errors.get(0);
      throw new WrongConditionException(
          Math.max(1, first.getSourceLocation().getLine()),
          Math.max(0, first.getSourceLocation().getColumn()) + 1,
          explained(first.getMessage()));
    }
    CelAbstractSyntaxTree tree;
    try {
      tree = result.getAst();
    } catch (CelValidationException e) {
      throw new WrongConditionException(1, 1, String.valueOf(e.getMessage()));
    }
    requireFewParts(tree);
    return tree;
  }

  private static void requireFewParts(CelAbstractSyntaxTree tree) throws WrongConditionException {
    long parts = CelNavigableAst.fromAst(tree).getRoot().allNodes().count();
    if (parts > MOST_PARTS) {
      throw new WrongConditionException(
          1, 1, "has %d parts, and may have %d".formatted(parts, MOST_PARTS));
    }
  }

  /** Whether a condition that was checked asks for a variable. */
  public static boolean asksFor(CelAbstractSyntaxTree checked, String variable) {
    return CelNavigableAst.fromAst(checked)
        .getRoot()
        .allNodes()
        .anyMatch(
            node -> node.getKind() == Kind.IDENT && node.expr().ident().name().equals(variable));
  }

  /**
   * The constants that a condition compares a variable with by {@code ==} and {@code in}, combined
   * by {@code ||}, if there is nothing else in it: outside of them it does not hold.
   */
  static Optional<Set<String>> textsComparedWith(CelAbstractSyntaxTree checked, String variable) {
    Set<String> texts = new HashSet<>();
    return addTexts(checked.getExpr(), variable, texts) ? Optional.of(texts) : Optional.empty();
  }

  private static boolean addTexts(CelExpr part, String variable, Set<String> texts) {
    if (part.exprKind().getKind() != Kind.CALL || part.call().args().size() != 2) {
      return false;
    }
    CelExpr left = part.call().args().get(0);
    CelExpr right = part.call().args().get(1);
    return switch (part.call().function()) {
      case "_||_" -> addTexts(left, variable, texts) && addTexts(right, variable, texts);
      case "_==_" -> isVariable(left, variable) && addText(right, texts);
      case "@in" ->
          isVariable(left, variable)
              && right.exprKind().getKind() == Kind.LIST
              && right.list().elements().stream().allMatch(each -> addText(each, texts));
      default -> false;
    };
  }

  private static boolean isVariable(CelExpr part, String variable) {
    return part.exprKind().getKind() == Kind.IDENT && part.ident().name().equals(variable);
  }

  private static boolean addText(CelExpr part, Set<String> texts) {
    boolean isText =
        part.exprKind().getKind() == Kind.CONSTANT
            && part.constant().getKind() == CelConstant.Kind.STRING_VALUE;
    if (isText) {
      texts.add(part.constant().stringValue());
    }
    return isText;
  }

  /** How what {@link #checked} gave is evaluated. */
  public Plan<M> plan(CelAbstractSyntaxTree checked) {
    return new Plan<>(checked, runtime, vocabulary);
  }

  /** A field that is not there is told as if its owner was not. */
  private String explained(String message) {
    return vocabulary
        .ownerIn(message)
        .map(owner -> owner + " has no such field, but " + vocabulary.fieldsOf(owner))
        .orElse(message);
  }
}
