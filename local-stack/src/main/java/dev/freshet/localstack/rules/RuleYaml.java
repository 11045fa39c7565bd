package dev.freshet.localstack.rules;

import dev.freshet.engagement.condition.Conditions;
import dev.freshet.runtime.condition.WrongConditionException;
import dev.freshet.scoring.engagement.Condition;
import dev.freshet.scoring.engagement.Counted;
import dev.freshet.scoring.engagement.Every;
import dev.freshet.scoring.engagement.Limit;
import dev.freshet.scoring.engagement.Reward;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.UsableRule;
import dev.freshet.scoring.engagement.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads one rule as people write it. */
final class RuleYaml {

  private static final Set<String> RULE =
      Set.of(
          "id",
          "on",
          "when",
          "every",
          "limit",
          "audience",
          "from",
          "until",
          "activity",
          "holdout",
          "budget",
          "reward");
  private static final Set<String> EVERY = Set.of("count", "of", "within", "streak");
  private static final Set<String> LIMIT = Set.of("times", "per");
  private static final Set<String> REWARD = Set.of("points", "badge", "coupon", "message", "cost");
  private static final Set<String> COUPON = Set.of("benefit", "valid");

  private final Conditions conditions = new Conditions();
  private final Instant now;

  /**
   * @param now when a rule begins that does not say so; one that ends until then is refused
   */
  RuleYaml(Instant now) {
    this.now = now;
  }

  /**
   * The rule of a mapping.
   *
   * @throws ProblemException telling the first thing that is wrong
   */
  UsableRule read(SourceText source, Node node) throws ProblemException {
    Fields fields = new Fields(source, node, RULE);
    try {
      Rule rule = rule(fields);
      fields.requireNotOver(rule.untilMillis(), now, "rule");
      return new UsableRule(
          rule, compile(source, fields, "when"), compile(source, fields, "audience"));
    } catch (IllegalArgumentException e) {
      throw fields.refused(e);
    }
  }

  private Rule rule(Fields fields) throws ProblemException {
    if (fields.has("budget") && fields.whole("budget", 0) < 1) {
      throw new IllegalArgumentException("budget: must be 1 or more");
    }
    return new Rule(
        fields.required("id"),
        Set.copyOf(fields.texts("on")),
        fields.text("when").strip(),
        every(fields.nested("every", EVERY)),
        limit(fields.nested("limit", LIMIT)),
        fields.text("audience").strip(),
        fields.has("from") ? moment(fields, "from") : now.toEpochMilli(),
        fields.has("until") ? moment(fields, "until") : Rule.NO_END,
        fields.text("activity"),
        fields.has("holdout") ? fields.read("holdout", Double::parseDouble, "0 to 0.9") : 0.0,
        fields.whole("budget", 0),
        reward(fields));
  }

  private static Every every(@Nullable Fields fields) throws ProblemException {
    if (fields == null) {
      return Every.EVENT;
    }
    if (fields.has("streak")) {
      return Every.streak((int) fields.whole("streak", 1));
    }
    return new Every(
        (int) fields.whole("count", 1),
        fields.has("of")
            ? fields.read("of", RuleYaml::counted, "events, items or days")
            : Counted.EVENTS,
        fields.has("within") ? window(fields, "within") : Window.EVER);
  }

  private static Counted counted(String text) {
    return Counted.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static Window window(Fields fields, String name) throws ProblemException {
    return fields.read(
        name, text -> Window.valueOf(text.toUpperCase(Locale.ROOT)), "day, week, month or ever");
  }

  private static Limit limit(@Nullable Fields fields) throws ProblemException {
    return fields == null
        ? Limit.NONE
        : new Limit((int) fields.whole("times", 1), window(fields, "per"));
  }

  static long moment(Fields fields, String name) throws ProblemException {
    return fields
        .read(name, OffsetDateTime::parse, "a moment such as 2026-12-01T00:00:00+08:00")
        .toInstant()
        .toEpochMilli();
  }

  private static Reward reward(Fields fields) throws ProblemException {
    Fields reward = fields.nested("reward", REWARD);
    if (reward == null) {
      throw new IllegalArgumentException("reward: must be there");
    }
    Fields coupon = reward.nested("coupon", COUPON);
    return new Reward(
        (int) reward.whole("points", 0),
        reward.text("badge"),
        coupon == null ? "" : coupon.required("benefit"),
        coupon == null ? 0L : valid(coupon).toMillis(),
        reward.text("message"),
        reward.has("cost") ? reward.read("cost", Double::parseDouble, "a number") : 0.0);
  }

  private static Duration valid(Fields coupon) throws ProblemException {
    return coupon.read("valid", TimeUtils::parseDuration, "a time such as 14 d or 36 h");
  }

  private Condition compile(SourceText source, Fields fields, String name) throws ProblemException {
    String text = fields.text(name);
    try {
      return conditions.compile(text);
    } catch (WrongConditionException e) {
      ScalarNode scalar = (ScalarNode) fields.at(name);
      throw source.problem(scalar, e.line(), e.column(), name + ": " + e.getMessage());
    }
  }
}
