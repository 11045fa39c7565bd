package dev.freshet.scoring.listrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListRuleTest {

  private static ListRule rule(
      String id, String when, ListAction action, double amount, String each) {
    return new ListRule(id, Set.of(), when, action, amount, each, "", 0L, 1L, 0, "", "");
  }

  @ParameterizedTest
  @CsvSource({
    "Spring, some, HIDE, 0, '', id: must be lower-case",
    "spring, '', HIDE, 0, '', when: must be there",
    "spring, some, PIN, 0, '', pin: must be a whole number of 1 to 200",
    "spring, some, PIN, 1.5, '', pin: must be a whole number of 1 to 200",
    "spring, some, MOST, 201, '', most: must be a whole number of 1 to 200",
    "spring, some, FACTOR, 0, '', factor: must be 0.001 to 1000",
    "spring, some, FACTOR, NaN, '', factor: must be 0.001 to 1000",
    "spring, some, ONLY, 1, '', amount: must be 0",
    "spring, some, PIN, 1, author, 'each: goes with most alone, not with pin'",
    "spring, '', MOST, 1, tag:, 'each: must be author, kind, or tag:'",
    "spring, '', MOST, 1, price, 'each: must be author, kind, or tag:'"
  })
  void refusesWhatCannotBe(
      String id, String when, ListAction action, double amount, String each, String expected) {
    assertThatThrownBy(() -> rule(id, when, action, amount, each))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(expected);
  }

  @Test
  void meetsAnotherAtTheSameTimeInTheSamePlacement() {
    ListRule home = at("home", 0L, 10L);

    assertThat(home.meets(at("home", 9L, 20L))).isTrue();
    assertThat(home.meets(at("home", 10L, 20L))).isFalse();
    assertThat(home.meets(at("mail", 0L, 10L))).isFalse();
    assertThat(home.meets(rule("everywhere", "some", ListAction.HIDE, 0, ""))).isTrue();
  }

  private static ListRule at(String placement, long fromMillis, long untilMillis) {
    return new ListRule(
        "at",
        Set.of(placement),
        "some",
        ListAction.HIDE,
        0,
        "",
        "",
        fromMillis,
        untilMillis,
        0,
        "",
        "");
  }
}
