package dev.freshet.localstack.whatif.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.localstack.diff.ListChange;
import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ServedRule;
import dev.freshet.scoring.ranking.AppliedRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuledListTest {

  private static final List<String> BEFORE = List.of("a", "b", "c", "d");

  private static ServedRule rule(String id, ListAction action, double amount, String... items) {
    return ServedRule.always(id, action, amount, 0.0, items);
  }

  private static Map<String, Set<String>> touched(
      int size, List<String> after, ServedRule... rules) {
    AppliedRules applied = AppliedRules.of(List.of(rules), null, audience -> false, 1L, true);
    return new RuledList(new ListChange("ada", BEFORE, after), size, applied).touched();
  }

  @Test
  void tellsWhichItemEachPinPlacedAlsoWhereThePlaceWasTaken() {
    Map<String, Set<String>> touched =
        touched(
            4,
            List.of("x", "c", "a", "b"),
            rule("first", ListAction.PIN, 1, "x"),
            rule("none", ListAction.PIN, 1, "done"),
            rule("next", ListAction.PIN, 1, "c"),
            rule("beyond", ListAction.PIN, 9, "b"));

    assertThat(touched)
        .isEqualTo(
            Map.of(
                "first", Set.of("x"), "none", Set.of(), "next", Set.of("c"), "beyond", Set.of()));
  }

  @Test
  void findsAPinAtTheEndOfAListThatEndsBeforeItsPlace() {
    assertThat(touched(20, List.of("a", "b", "x"), rule("late", ListAction.PIN, 9, "x")))
        .isEqualTo(Map.of("late", Set.of("x")));
  }

  @Test
  void tellsWhatStandsHigherOrLowerByAFactorButNotWhatAPinPlaced() {
    Map<String, Set<String>> touched =
        touched(
            4,
            List.of("d", "x", "a", "b"),
            rule("pin", ListAction.PIN, 1, "d"),
            rule("boost", ListAction.FACTOR, 2, "x", "d", "b", "elsewhere"),
            rule("bury", ListAction.FACTOR, 0.5, "b", "c", "elsewhere"),
            rule("same", ListAction.FACTOR, 1, "a"));

    assertThat(touched)
        .isEqualTo(
            Map.of(
                "pin", Set.of("d"),
                "boost", Set.of("x"),
                "bury", Set.of("b", "c"),
                "same", Set.of()));
  }

  @Test
  void tellsWhatIsNotThereAnyMoreAndWhy() {
    Map<String, Set<String>> touched =
        touched(
            4,
            List.of("b", "y"),
            rule("hide", ListAction.HIDE, 0, "a", "elsewhere"),
            rule("bury", ListAction.FACTOR, 0.5, "a"),
            rule("only", ListAction.ONLY, 0, "a", "b", "c"),
            rule("also", ListAction.ONLY, 0, "y"),
            rule("limit", ListAction.MOST, 1, "b", "c"),
            rule("limit", ListAction.MOST, 1, "a", "y"),
            rule("wide", ListAction.MOST, 2, "b", "c"));

    assertThat(touched)
        .isEqualTo(
            Map.of(
                "hide", Set.of("a"),
                "bury", Set.of(),
                "only", Set.of("d"),
                "also", Set.of("d"),
                "limit", Set.of("c"),
                "wide", Set.of()));
  }
}
