package dev.freshet.engagement.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.freshet.scoring.engagement.Condition;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes conditions of their texts.
 *
 * <p>What a condition costs is bounded: by the length of its text, by the number of its parts, and
 * by how often its macros, such as {@code exists}, go round in one evaluation. Texts are matched by
 * RE2, in time that grows with their length alone.
 */
public final class Conditions {

  /** The longest text, characters. */
  public static final int MOST_CHARACTERS = 2_000;

  /** Calls, names, constants and the like in a condition. */
  public static final int MOST_PARTS = 200;

  /** Rounds of all macros of a condition together, in one evaluation. */
  public static final int MOST_ROUNDS = 1_000;

  private static final int DEEPEST = 32;

  static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(MOST_CHARACTERS)
          .maxParseRecursionDepth(DEEPEST)
          .comprehensionMaxIterations(MOST_ROUNDS)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private final CelCompiler ofEvents = compiler(variable -> true);
  private final CelCompiler ofUsers = compiler(variable -> !variable.isOfEvent());
  private final CelRuntime runtime =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

  private static CelCompiler compiler(Predicate<Variable> isKnown) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(
                CelStandardMacro.ALL, CelStandardMacro.EXISTS, CelStandardMacro.EXISTS_ONE)
            .setResultType(SimpleType.BOOL);
    Variable.ALL.values().stream()
        .filter(isKnown)
        .forEach(variable -> builder.addVar(variable.name(), variable.type()));
    return builder.build();
  }

  /**
   * The condition of a text; an empty one is always met.
   *
   * @throws WrongConditionException telling where it is wrong, and what
   */
  public Condition compile(String text) throws WrongConditionException {
    if (text.isBlank()) {
      return Condition.ALWAYS;
    }
    return condition(checked(ofEvents, text));
  }

  /**
   * The condition of an audience, which knows no event.
   *
   * @throws WrongConditionException telling where it is wrong, and what; also where it cannot be
   *     told when time alone changes its answer
   */
  public MemberCondition compileMember(String text) throws WrongConditionException {
    CelAbstractSyntaxTree tree = checked(ofUsers, text);
    return new MemberCondition(
        condition(tree), new TurnFinder(tree, new Plan(tree, runtime)).find());
  }

  private Condition condition(CelAbstractSyntaxTree tree) throws WrongConditionException {
    long parts = CelNavigableAst.fromAst(tree).getRoot().allNodes().count();
    if (parts > MOST_PARTS) {
      throw new WrongConditionException(
          1, 1, "has %d parts, and may have %d".formatted(parts, MOST_PARTS));
    }
    return new Plan(tree, runtime).condition();
  }

  private CelAbstractSyntaxTree checked(CelCompiler compiler, String text)
      throws WrongConditionException {
    CelValidationResult result = compiler.compile(text);
    List<CelIssue> errors = result.getErrors();
    if (!errors.isEmpty()) {
      CelIssue first = errors.get(0);
      throw new WrongConditionException(
          Math.max(1, first.getSourceLocation().getLine()),
          Math.max(0, first.getSourceLocation().getColumn()) + 1,
          explained(compiler, first.getMessage()));
    }
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw new WrongConditionException(1, 1, String.valueOf(e.getMessage()));
    }
  }

  /** A field that is not there is told as if its owner was not. */
  private String explained(CelCompiler compiler, String message) {
    if (compiler == ofUsers && message.startsWith("undeclared reference to 'event'")) {
      return "an audience is about user and now, there is no event";
    }
    for (String owner : List.of("event", "user")) {
      if (message.startsWith("undeclared reference to '" + owner + "'")) {
        return owner + " has no such field, but " + Variable.fieldsOf(owner);
      }
    }
    return message;
  }
}
