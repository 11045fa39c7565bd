package dev.freshet.engagement.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.freshet.runtime.condition.Expressions;
import dev.freshet.runtime.condition.Interpreted;
import dev.freshet.runtime.condition.Plan;
import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.engagement.Condition;
import dev.freshet.scoring.engagement.ConditionException;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.IncentiveSettings;
import dev.freshet.scoring.engagement.Incentives;
import dev.freshet.scoring.engagement.Levels;
import dev.freshet.scoring.engagement.Moment;
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
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Conditions are evaluated as CEL's interpreter evaluates them. */
class PlanTest {

  private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
  private static final int HOURS = 24 * 20;
  private static final long HOUR = 3_600_000L;

  private static final List<String> TERMS =
      List.of(
          "event.kind == 'study'",
          "event.item != 'go'",
          "event.completed",
          "true",
          "'math' in event.tags",
          "event.item in event.tags",
          "event.item in ['go', 'rust']",
          "event.tags.exists(tag, tag.startsWith('g'))",
          "event.minutes >= 10",
          "event.minutes * 2.0 > 10.0",
          "event.minutes == 10.0",
          "event.progress + 0.5 < 1",
          "20 - user.activeDays28 > event.minutes",
          "event.at == now",
          "event.at != user.lastSeen",
          "user.tier in ['new', 'at-risk']",
          "user.tier + '!' == 'new!'",
          "user.tier < 'b'",
          "user.trend < 0.0",
          "user.trend >= -1",
          "'go' in user.interests",
          "user.interests['go'] >= 0.5",
          "user.streak >= 2",
          "user.activeDays7 * 2 > user.activeDays28",
          "user.points == 0",
          "user.points != 30 || user.level > 1",
          "9007199254740993 > user.points",
          "size(user.badges) == 1",
          "'hat' in user.badges",
          "now - user.lastSeen > duration('48h')",
          "now - user.lastSeen <= duration('5h30m1s')",
          "now - duration('1h0.0000001s') < user.lastSeen",
          "user.firstSeen + duration('72h') > now",
          "duration('1h') + duration('2h') < now - user.lastSeen",
          "now > timestamp('2026-03-08T00:00:00Z')",
          "now < timestamp('9999-03-08T00:00:00Z')",
          "now.getDayOfWeek() == 1",
          "1 / user.points > 0",
          "duration('nonsense') > duration('1h')",
          "(event.completed ? event.minutes : 3.0) > 2.0",
          "type(user.points) == int");

  private static String text(Random random, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return TERMS.get(random.nextInt(TERMS.size()));
    }
    return switch (random.nextInt(3)) {
      case 0 -> "!(" + text(random, depth - 1) + ")";
      case 1 -> "(" + text(random, depth - 1) + ") && (" + text(random, depth - 1) + ")";
      default -> "(" + text(random, depth - 1) + ") || (" + text(random, depth - 1) + ")";
    };
  }

  private static CelCompiler compiler() {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(Expressions.OPTIONS)
            .setStandardMacros(CelStandardMacro.EXISTS)
            .setResultType(SimpleType.BOOL);
    Variables.ALL
        .variables()
        .values()
        .forEach(variable -> builder.addVar(variable.name(), variable.type()));
    return builder.build();
  }

  /** One of everything that can be asked for. */
  private static List<Moment> moments(Random random) {
    List<Moment> moments = new ArrayList<>();
    Incentives incentives =
        new Incentives(
            new IncentiveSettings(ZoneOffset.UTC, Duration.ZERO, new Levels(List.of(20, 50))));
    Participant user = new Participant();
    for (int event = 0; event < 12; event++) {
      long atMillis = START + random.nextInt(HOURS) * HOUR;
      incentives.accept(user, Occasion.of(event(random, event, atMillis)), Long.MIN_VALUE);
      incentives.accept(
          user,
          new Told(
              random.nextBoolean() ? Told.Subject.STICKINESS : Told.Subject.INTERESTS,
              atMillis - HOUR,
              new Standing(
                  random.nextBoolean() ? "at-risk" : "new",
                  40.0,
                  random.nextInt(5) - 2.0,
                  0.25,
                  0.5,
                  random.nextBoolean() ? Map.of("go", random.nextDouble()) : Map.of())));
    }
    RuleBook book = new RuleBook();
    Condition everything =
        moment -> {
          moments.add(moment);
          return random.nextBoolean();
        };
    Rule rule = Rule.onEach("rule", Set.of(), "some", new Reward(10, "hat", "", 0L, ""));
    book.put(new UsableRule(rule, everything, Condition.ALWAYS));
    incentives.look(
        "ada", user, START + HOURS * HOUR, book, item -> List.of("math", item), new Nothing());
    return moments;
  }

  private static Interaction event(Random random, int event, long atMillis) {
    return new Interaction(
        "e" + event,
        "ada",
        random.nextBoolean() ? "go" : "algebra",
        atMillis,
        random.nextBoolean() ? InteractionKind.STUDY : InteractionKind.CLICK,
        60.0 * random.nextInt(20),
        random.nextInt(3) / 2.0,
        random.nextBoolean(),
        5.0);
  }

  private static String answer(Condition condition, Moment moment) {
    try {
      return Boolean.toString(condition.holds(moment));
    } catch (ConditionException e) {
      return "fails";
    }
  }

  @Test
  void agreesWithTheInterpreter() throws Exception {
    Random random = new Random(1);
    CelCompiler compiler = compiler();
    CelRuntime runtime =
        CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(Expressions.OPTIONS).build();
    List<Moment> moments = new ArrayList<>();
    for (int user = 0; user < 10; user++) {
      moments.addAll(moments(random));
    }
    List<String> texts = new ArrayList<>(TERMS);
    for (int more = 0; more < 300; more++) {
      texts.add(text(random, 3));
    }

    for (String text : texts) {
      CelAbstractSyntaxTree tree = compiler.compile(text).getAst();
      Condition planned = new Plan<>(tree, runtime, Variables.ALL).condition()::test;
      Interpreted<Moment> interpreted =
          new Interpreted<>(runtime.createProgram(tree), Variables.ALL);
      for (Moment moment : moments) {
        assertThat(answer(planned, moment))
            .as(text)
            .isEqualTo(answer(any -> (boolean) interpreted.value(any), moment));
      }
    }
  }

  private static final class Nothing implements Incentives.Listener {

    @Override
    public void granted(Grant grant) {}

    @Override
    public void progressed(ProgressChange change) {}

    @Override
    public void followed(FollowUp news) {}

    @Override
    public void failed(String rule, ConditionException failure) {
      throw failure;
    }
  }
}
