package dev.freshet.scoring.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ServedRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AppliedRulesTest {

  private static final long NOON = 1_764_072_000_000L;
  private static final ServedRule SPRING =
      new ServedRule(
          "spring",
          "Spring week",
          Set.of("home"),
          "drifting",
          NOON,
          NOON + 10,
          ListAction.PIN,
          1,
          List.of("a"),
          List.of(0.5));

  private static ServedRule rule(String id, ListAction action, double amount, String... items) {
    return ServedRule.always(id, action, amount, -1.0, items);
  }

  private static AppliedRules applied(ServedRule... rules) {
    return AppliedRules.of(List.of(rules), null, audience -> false, NOON, true);
  }

  /** Items with the scores 9, 8, 7 … */
  private static List<Recommendation> list(String... bestFirst) {
    double[] score = {10};
    return Stream.of(bestFirst).map(item -> new Recommendation(item, --score[0], "again")).toList();
  }

  private static List<String> arranged(AppliedRules rules, String... bestFirst) {
    return rules.arrange(list(bestFirst)).stream().map(Recommendation::item).toList();
  }

  private static boolean applies(
      String placement, String audience, long atMillis, boolean opinions) {
    return !AppliedRules.of(List.of(SPRING), placement, audience::equals, atMillis, opinions)
        .isEmpty();
  }

  @Test
  void applyWhereForWhomAndWhenTheyAreMeant() {
    assertThat(applies("home", "drifting", NOON, true)).isTrue();
    assertThat(applies("home", "drifting", NOON + 9, true)).isTrue();
    assertThat(applies("home", "drifting", NOON + 10, true)).isFalse();
    assertThat(applies("home", "drifting", NOON - 1, true)).isFalse();
    assertThat(applies("mail", "drifting", NOON, true)).isFalse();
    assertThat(applies("home", "new", NOON, true)).isFalse();
    assertThat(applies("home", "drifting", NOON, false)).isFalse();
    assertThat(AppliedRules.of(List.of(SPRING), null, audience -> true, NOON, true).isEmpty())
        .isTrue();
  }

  @Test
  void hideWhetherOpinionsCountOrNot() {
    AppliedRules rules =
        AppliedRules.of(
            List.of(rule("a", ListAction.HIDE, 0, "x"), rule("b", ListAction.ONLY, 0, "y")),
            null,
            audience -> false,
            NOON,
            false);

    assertThat(rules.mayList("x")).isFalse();
    assertThat(rules.mayList("z")).isTrue();
  }

  @Test
  void listNothingButTheItemsOfAllThatSaySo() {
    AppliedRules rules =
        applied(
            rule("a", ListAction.ONLY, 0, "x"),
            rule("b", ListAction.ONLY, 0, "y", "z"),
            rule("c", ListAction.HIDE, 0, "z"));

    assertThat(List.of("w", "x", "y", "z")).filteredOn(rules::mayList).containsExactly("x", "y");
    assertThat(rules.extras()).containsExactly(entry("x", -1.0), entry("y", -1.0));
  }

  @Test
  void addTheLogarithmOfAllFactors() {
    AppliedRules rules =
        applied(
            rule("a", ListAction.FACTOR, Math.exp(2), "x", "y"),
            rule("b", ListAction.FACTOR, Math.exp(-0.5), "x"),
            rule("c", ListAction.FACTOR, 0.5, "z"));

    assertThat(rules.shift("x")).isEqualTo(1.5);
    assertThat(rules.shift("y")).isEqualTo(2.0);
    assertThat(rules.shift("z")).isEqualTo(-0.693147);
    assertThat(rules.shift("w")).isZero();
    assertThat(rules.extras()).containsExactly(entry("x", 0.5), entry("y", 1.0));
  }

  @Test
  void giveTheirPlacesToTheBestOfTheirItemsThatHasNone() {
    AppliedRules rules =
        applied(
            rule("a", ListAction.PIN, 2, "none", "d", "c"),
            rule("b", ListAction.PIN, 2, "c", "e"),
            rule("c", ListAction.PIN, 2, "none"),
            rule("d", ListAction.PIN, 9, "a"));

    assertThat(arranged(rules, "a", "b", "c", "d", "e", "f"))
        .containsExactly("b", "c", "e", "d", "f", "a");
  }

  @Test
  void leaveOutWhatIsBeyondALimitAndCountPinsFirst() {
    AppliedRules rules =
        applied(
            rule("most", ListAction.MOST, 2, "a", "b", "c", "d"),
            rule("less", ListAction.MOST, 1, "c", "e"),
            rule("pin", ListAction.PIN, 1, "d"),
            rule("same", ListAction.PIN, 2, "c"),
            rule("more", ListAction.PIN, 3, "b", "e", "f"));

    assertThat(arranged(rules, "a", "b", "c", "d", "e", "f")).containsExactly("d", "c", "f");
  }

  @Test
  void tellTheFirstRuleThatPinnedOrLifted() {
    AppliedRules rules =
        applied(
            rule("bury", ListAction.FACTOR, 0.5, "a", "b", "c"),
            rule("first", ListAction.PIN, 1, "a"),
            rule("lift", ListAction.FACTOR, 2, "a", "b", "c"),
            rule("last", ListAction.PIN, 5, "c", "b"));

    assertThat(rules.arrange(list("a", "b", "c", "d")))
        .extracting(Recommendation::item, Recommendation::reason)
        .containsExactly(
            tuple("a", "rule:first"),
            tuple("c", "rule:lift"),
            tuple("d", "again"),
            tuple("b", "rule:lift"));
    assertThat(
            AppliedRules.of(List.of(SPRING), "home", audience -> true, NOON, true)
                .arrange(list("b", "a"))
                .get(0))
        .isEqualTo(new Recommendation("a", 8.0, "rule:spring:Spring week"));
  }
}
