package dev.freshet.scoring.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleTest {

  private static Rule rule(String id, Set<String> on, String activity, double holdout) {
    return new Rule(
        id,
        on,
        "",
        Every.EVENT,
        Limit.NONE,
        "",
        1_000L,
        activity.isEmpty() ? Rule.NO_END : 2_000L,
        activity,
        holdout,
        0L,
        Reward.points(1));
  }

  @Test
  void holdsFromItsBeginningUntilItsEnd() {
    Rule rule = rule("winter", Set.of(), "winter", 0.0);

    assertThat(rule.isOn(999L)).isFalse();
    assertThat(rule.isOn(1_000L)).isTrue();
    assertThat(rule.isOn(1_999L)).isTrue();
    assertThat(rule.isOn(2_000L)).isFalse();
  }

  @Test
  void looksAtEveryKindOfEventAndAtChangesOfTheUser() {
    assertThat(Rule.kinds()).contains("click", "study", "answer", "purchase", "stickiness");
  }

  @Test
  void tellsWhatIsWrong() {
    assertThatThrownBy(() -> rule("Winter!", Set.of(), "", 0.0))
        .hasMessageContaining("id: must be lower-case words");
    assertThatThrownBy(() -> rule("a".repeat(65), Set.of(), "", 0.0))
        .hasMessageContaining("at most 64");
    assertThatThrownBy(() -> rule("winter", Set.of("studies"), "", 0.0))
        .hasMessageContaining("on: studies is none of [click, study");
    assertThatThrownBy(() -> rule("winter", Set.of(), "A", 0.0)).hasMessageContaining("activity:");
    assertThatThrownBy(() -> rule("winter", Set.of(), "", 0.95))
        .hasMessageContaining("holdout: must be 0 to 0.9");
    assertThatThrownBy(() -> new Every(0, Counted.EVENTS, Window.EVER))
        .hasMessageContaining("count must be 1 to 1000");
    assertThatThrownBy(() -> new Every(201, Counted.ITEMS, Window.EVER))
        .hasMessageContaining("count must be 1 to 200");
    assertThatThrownBy(() -> new Every(8, Counted.DAYS, Window.WEEK))
        .hasMessageContaining("a week does not have 8 days");
    assertThatThrownBy(() -> new Every(7, Counted.STREAK, Window.WEEK))
        .hasMessageContaining("a streak has no window");
    assertThatThrownBy(() -> new Limit(0, Window.DAY)).hasMessageContaining("limit: times");
    assertThatThrownBy(() -> new Reward(0, "", "", 0L, "")).hasMessageContaining("nothing");
    assertThatThrownBy(() -> new Reward(-1, "", "", 0L, "")).hasMessageContaining("points");
    assertThatThrownBy(() -> new Reward(0, "", "10 % off", 0L, ""))
        .hasMessageContaining("a coupon must be valid for some time");
    assertThatThrownBy(() -> new Reward(1, "", "", 0L, "", -0.5)).hasMessageContaining("cost");
    assertThatThrownBy(() -> new Reward(1, "", "", 0L, "", Double.NaN))
        .hasMessageContaining("cost must be 0 to 1,000,000, was NaN");
    assertThatThrownBy(() -> new Levels(List.of(100, 100))).hasMessageContaining("must rise");
  }

  @Test
  void anActivityNeedsAnEnd() {
    assertThatThrownBy(
            () ->
                new Rule(
                    "winter",
                    Set.of(),
                    "",
                    Every.EVENT,
                    Limit.NONE,
                    "",
                    0L,
                    Rule.NO_END,
                    "winter",
                    0.0,
                    0L,
                    Reward.points(1)))
        .hasMessageContaining("activity: it must have an end");
  }

  @Test
  void pointsMakeALevel() {
    Levels levels = new Levels(List.of(100, 300));

    assertThat(List.of(levels.of(0), levels.of(99), levels.of(100), levels.of(300)))
        .containsExactly(1, 1, 2, 3);
  }

  @Test
  void onlyThoseThatLookAtAKindAreFound() {
    RuleBook book = new RuleBook();
    UsableRule studies =
        new UsableRule(rule("b", Set.of("study"), "", 0.0), Condition.ALWAYS, Condition.ALWAYS);
    UsableRule all =
        new UsableRule(rule("a", Set.of(), "", 0.0), Condition.ALWAYS, Condition.ALWAYS);
    book.put(studies);
    book.put(all);

    assertThat(book.of("study")).containsExactly(all, studies);
    assertThat(book.of("click")).containsExactly(all);
    book.remove("a");
    assertThat(book.of("click")).isEmpty();
    assertThat(book.find("a")).isNull();
    assertThat(book.all()).containsExactly(studies);
  }
}
