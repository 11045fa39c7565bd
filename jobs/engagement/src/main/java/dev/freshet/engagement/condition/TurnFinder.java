package dev.freshet.engagement.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.freshet.runtime.condition.Plan;
import dev.freshet.runtime.condition.WrongConditionException;
import dev.freshet.scoring.audience.Turn;
import dev.freshet.scoring.engagement.Moment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds in a condition on the user when time alone may change its answer.
 *
 * <p>Time comes into a condition in two ways. Days, such as {@code user.streak}, change at
 * midnight. And {@code now} may be compared, whatever is added to it or subtracted: then one side
 * less the other grows or shrinks as fast as time goes by, so that there is one moment at which
 * they are equal, and the comparison changes its answer with it or right after. Any other use of
 * {@code now} is refused.
 */
final class TurnFinder {

  static final String NOW = "now";

  private static final String PLUS = "_+_";
  private static final String MINUS = "_-_";
  private static final Set<String> COMPARISONS =
      Set.of("_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_");

  private final CelAbstractSyntaxTree tree;
  private final Plan<Moment> plan;

  /**
   * @param tree of a condition that was checked
   * @param plan how its parts are evaluated
   */
  TurnFinder(CelAbstractSyntaxTree tree, Plan<Moment> plan) {
    this.tree = tree;
    this.plan = plan;
  }

  /**
   * When the condition may change its answer.
   *
   * @throws WrongConditionException telling where that cannot be told
   */
  Turn find() throws WrongConditionException {
    List<Turn> turns = new ArrayList<>();
    Set<Long> comparisons = new HashSet<>();
    for (CelNavigableExpr node : CelNavigableAst.fromAst(tree).getRoot().allNodes().toList()) {
      Optional<Turn> days = node.getKind() == Kind.IDENT ? Days.of(name(node)) : Optional.empty();
      days.ifPresent(turns::add);
      if (isNow(node)) {
        Compared compared = compared(node);
        if (!comparisons.add(compared.comparison().id())) {
          throw refused(node, "is compared with itself");
        }
        turns.add(crossing(compared));
      }
    }
    return earliest(turns);
  }

  private static Turn earliest(List<Turn> turns) {
    List<Turn> all = List.copyOf(turns);
    return moment -> {
      long next = Turn.NEVER;
      for (Turn turn : all) {
        next = Math.min(next, turn.nextMillis(moment));
      }
      return next;
    };
  }

  private static String name(CelNavigableExpr node) {
    return node.expr().ident().name();
  }

  private static boolean isNow(CelNavigableExpr node) {
    return node.getKind() == Kind.IDENT && name(node).equals(NOW);
  }

  /**
   * Where {@code now} is compared.
   *
   * @param isGrowing whether the left side less the right grows with time
   */
  private record Compared(CelNavigableExpr comparison, boolean isGrowing) {}

  private Compared compared(CelNavigableExpr now) throws WrongConditionException {
    boolean isGrowing = true;
    CelNavigableExpr part = now;
    CelNavigableExpr around = parent(now, part);
    while (isCallOf(around, Set.of(PLUS, MINUS))) {
      isGrowing ^= isCallOf(around, Set.of(MINUS)) && isSecond(part, around);
      part = around;
      around = parent(now, part);
    }
    if (!isCallOf(around, COMPARISONS)) {
      throw refused(now, "is not compared");
    }
    requireOutsideOfMacros(now);
    return new Compared(around, isGrowing ^ isSecond(part, around));
  }

  private CelNavigableExpr parent(CelNavigableExpr now, CelNavigableExpr part)
      throws WrongConditionException {
    Optional<CelNavigableExpr> parent = part.parent();
    if (parent.isEmpty()) {
      throw refused(now, "is not compared");
    }
    return parent.get();
  }

  private void requireOutsideOfMacros(CelNavigableExpr now) throws WrongConditionException {
    Optional<CelNavigableExpr> around = now.parent();
    while (around.isPresent()) {
      if (around.get().getKind() == Kind.COMPREHENSION) {
        throw refused(now, "is inside of exists, all or exists_one");
      }
      around = around.get().parent();
    }
  }

  private static boolean isCallOf(CelNavigableExpr node, Set<String> functions) {
    return node.getKind() == Kind.CALL
        && node.expr().call().args().size() == 2
        && functions.contains(node.expr().call().function());
  }

  private static boolean isSecond(CelNavigableExpr part, CelNavigableExpr call) {
    return call.expr().call().args().get(1).id() == part.id();
  }

  private Turn crossing(Compared compared) throws WrongConditionException {
    List<CelExpr> sides = List.copyOf(compared.comparison().expr().call().args());
    try {
      return new Crossing(plan.ahead(sides.get(0), sides.get(1)), compared.isGrowing());
    } catch (CelEvaluationException e) {
      throw new WrongConditionException(1, 1, String.valueOf(e.getMessage()));
    }
  }

  private WrongConditionException refused(CelNavigableExpr now, String why) {
    CelSourceLocation place =
        Optional.ofNullable(tree.getSource().getPositionsMap().get(now.id()))
            .flatMap(tree.getSource()::getOffsetLocation)
            .orElse(CelSourceLocation.of(1, 0));
    return new WrongConditionException(
        place.getLine(),
        place.getColumn() + 1,
        "now "
            + why
            + ": when that changes by time alone cannot be told. Compare it once by <, <=, >, >=,"
            + " == or !=, after + or - at most, such as now - user.lastSeen > duration('72h'),"
            + " now < user.firstSeen + duration('336h') or now >= timestamp('2026-12-01T00:00:00Z')");
  }
}
