package dev.freshet.engagement.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.runtime.condition.WrongConditionException;
import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.engagement.Condition;
import dev.freshet.scoring.engagement.ConditionException;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.IncentiveSettings;
import dev.freshet.scoring.engagement.Incentives;
import dev.freshet.scoring.engagement.Levels;
import dev.freshet.scoring.engagement.Occasion;
import dev.freshet.scoring.engagement.Participant;
import dev.freshet.scoring.engagement.ProgressChange;
import dev.freshet.scoring.engagement.Reward;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.RuleBook;
import dev.freshet.scoring.engagement.Standing;
import dev.freshet.scoring.engagement.Told;
import dev.freshet.scoring.engagement.UsableRule;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {

  private static final long MONDAY_NOON = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
  private static final long DAY = 24 * 3_600_000L;

  /** Ten minutes of study that finish the item, by somebody who was here two days ago. */
  private static final Interaction STUDY =
      new Interaction(
          "s1", "ada", "algebra", MONDAY_NOON, InteractionKind.STUDY, 600.0, 1.0, true, Double.NaN);

  private final Conditions conditions = new Conditions();

  /** Whether the study meets a condition, or what failed. */
  private boolean isMet(String text) throws WrongConditionException {
    Condition condition = conditions.compile(text);
    List<Grant> granted = new ArrayList<>();
    Rule rule = Rule.onEach("rule", Set.of("study"), text, Reward.points(1));
    RuleBook book = new RuleBook();
    book.put(new UsableRule(rule, condition, Condition.ALWAYS));
    Incentives incentives =
        new Incentives(
            new IncentiveSettings(ZoneOffset.UTC, Duration.ZERO, new Levels(List.of(100))));
    Participant user = new Participant();
    Standing standing = new Standing("at-risk", 42.5, -3.0, 0.25, Double.NaN, Map.of("go", 0.5));
    for (Told.Subject subject : Told.Subject.values()) {
      incentives.accept(user, new Told(subject, MONDAY_NOON - 2 * DAY, standing));
    }
    incentives.accept(
        user,
        Occasion.of(Interaction.click("c1", "ada", "go", MONDAY_NOON - 2 * DAY)),
        Long.MIN_VALUE);
    incentives.accept(user, Occasion.of(STUDY), Long.MIN_VALUE);
    incentives.look(
        "ada", user, MONDAY_NOON, book, item -> List.of("math", item), new Collecting(granted));
    return !granted.isEmpty();
  }

  private record Collecting(List<Grant> grants) implements Incentives.Listener {

    @Override
    public void followed(FollowUp news) {}

    @Override
    public void granted(Grant grant) {
      grants.add(grant);
    }

    @Override
    public void progressed(ProgressChange change) {}

    @Override
    public void failed(String rule, ConditionException failure) {
      throw failure;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event.kind == 'study'",
        "event.item == 'algebra' && event.completed",
        "'math' in event.tags",
        "event.tags.exists(tag, tag.startsWith('alg'))",
        "event.minutes == 10.0 && event.minutes >= 10",
        "event.progress == 1.0",
        "!(event.rating > 0.0)",
        "event.at == now",
        "user.tier in ['new', 'at-risk']",
        "user.score > 42.0 && user.trend < 0",
        "user.returnProbability == 0.25",
        "!(user.propensity > 0.0) && !(user.propensity <= 0.0)",
        "!(event.rating > 8) && !(event.rating >= user.points) && !(0 < user.propensity)",
        "!(event.rating * 2.0 > 8) && !(8 <= user.propensity + 1.0)",
        "'go' in user.interests && user.interests['go'] >= 0.5",
        "user.streak == 1 && user.activeDays7 == 2 && user.activeDays28 == 2",
        "user.points == 0 && user.level == 1 && size(user.badges) == 0",
        "now - user.lastSeen == duration('48h') && user.firstSeen == user.lastSeen",
        "now > timestamp('2026-03-01T00:00:00Z')",
        "now.getDayOfWeek('Asia/Shanghai') == 1",
        "event.item.matches('^alg.*a$')",
        ""
      })
  void asksForAnythingInTheEnvironment(String text) throws WrongConditionException {
    assertThat(isMet(text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "event.item = 'go'|1|12",
        "event.itm == 'go'|1|1",
        "event.completed &&|1|19",
        "user.score|1|5",
        "event.minutes > 'ten'|1|15",
        "nothing > 1|1|1"
      })
  void tellsWhereAConditionIsWrong(String text, int line, int column) {
    WrongConditionException wrong =
        catchThrowableOfType(WrongConditionException.class, () -> conditions.compile(text));

    assertThat(wrong).isNotNull();
    assertThat(wrong.line()).isEqualTo(line);
    assertThat(wrong.column()).isEqualTo(column);
  }

  @Test
  void tellsTheLineOfAConditionThatHasSeveral() {
    WrongConditionException wrong =
        catchThrowableOfType(
            WrongConditionException.class,
            () -> conditions.compile("event.completed &&\n  event.minutes > 'ten'"));

    assertThat(wrong.line()).isEqualTo(2);
    assertThat(wrong.column()).isEqualTo(17);
  }

  @Test
  void tellsWhichFieldsThereAre() {
    assertThatThrownBy(() -> conditions.compile("user.pionts > 1"))
        .hasMessageStartingWith("user has no such field, but activeDays28, activeDays7, badges");
  }

  @Test
  void refusesWhatCostsTooMuch() {
    assertThatThrownBy(() -> conditions.compile("true" + " || event.completed".repeat(120)))
        .isInstanceOf(WrongConditionException.class);
    assertThatThrownBy(
            () -> conditions.compile("event.completed" + " || event.completed".repeat(100)))
        .hasMessageContaining("parts, and may have 200");
    assertThatThrownBy(() -> conditions.compile("(".repeat(100) + "true" + ")".repeat(100)))
        .isInstanceOf(WrongConditionException.class);
  }

  @Test
  void endsAnEvaluationThatGoesRoundTooOften() {
    String list = "[1,2,3,4,5,6,7,8,9,10,11]";
    String text = "%1$s.all(a, %1$s.all(b, %1$s.all(c, a + b + c > 0)))".formatted(list);

    assertThatThrownBy(() -> isMet(text)).isInstanceOf(ConditionException.class);
  }

  @Test
  void failsWhereNothingCanBeTold() {
    assertThatThrownBy(() -> isMet("user.interests['rust'] > 0.1"))
        .isInstanceOf(ConditionException.class);
    assertThatThrownBy(() -> isMet("1 / (user.points) > 0")).isInstanceOf(ConditionException.class);
  }
}
