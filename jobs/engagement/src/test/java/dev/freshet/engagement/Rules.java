package dev.freshet.engagement;

import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.audience.Audience;
import dev.freshet.scoring.engagement.Counted;
import dev.freshet.scoring.engagement.Every;
import dev.freshet.scoring.engagement.Limit;
import dev.freshet.scoring.engagement.Reward;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.Standing;
import dev.freshet.scoring.engagement.Told;
import dev.freshet.scoring.engagement.Window;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;

/** Rules and events of tests. */
final class Rules {

  static final long SECOND = 1_000L;
  static final long MINUTE = 60_000L;
  static final long HOUR = 3_600_000L;
  static final long DAY = 24 * HOUR;

  /** A Monday, years before any clock on a wall. */
  static final long MONDAY_NOON = Instant.parse("2020-03-02T12:00:00Z").toEpochMilli();

  private static final Map<String, String> OPTIONS =
      Map.of("engagement.lateness", "1 min", "engagement.coupons.secret", "secret");

  static final EngagementSettings SETTINGS =
      EngagementSettings.from(Configuration.fromMap(OPTIONS), RedisKeys.plain());

  static final Reward TEN = Reward.points(10);

  /** Each study. */
  static final Rule EACH = rule("each", "", Every.EVENT, Limit.NONE, 0L, TEN);

  /** The first two of all. */
  static final Rule FIRST_TWO = rule("first-two", "", Every.EVENT, Limit.NONE, 2L, TEN);

  static final Rule WEEKLY =
      rule(
          "weekly",
          "event.minutes >= 1",
          new Every(3, Counted.EVENTS, Window.WEEK),
          new Limit(1, Window.WEEK),
          0L,
          new Reward(50, "finisher", "10 % off", 14 * DAY, "well-done", 2.5));

  /** Each study of those who are not held out, which is half of the users. */
  static final Rule MEASURED = measured("measured", 0L);

  /** Whoever falls to this tier. */
  static final Rule AT_RISK =
      Rule.onEach(
          "stay",
          Set.of(Rule.STICKINESS),
          "user.tier == 'at-risk' && user.interests.exists(tag, tag == 'go')",
          TEN);

  private Rules() {}

  /** The stickiness job tells a user's tier. */
  static Told tier(String tier, long asOfMillis) {
    return new Told(
        Told.Subject.STICKINESS,
        asOfMillis,
        new Standing(tier, 20.0, -8.0, 0.4, Double.NaN, Map.of()));
  }

  /** The recommendations job tells of an interest. */
  static Told interest(String tag, long asOfMillis) {
    return new Told(
        Told.Subject.INTERESTS,
        asOfMillis,
        new Standing("", Double.NaN, Double.NaN, Double.NaN, Double.NaN, Map.of(tag, 0.5)));
  }

  static Rule rule(String id, String when, Every every, Limit limit, long budget, Reward reward) {
    return new Rule(
        id, Set.of("study"), when, every, limit, "", 0L, Rule.NO_END, "", 0.0, budget, reward);
  }

  /** The same of which there are so many rewards; 0 for any number. */
  static Rule measured(String id, long budget) {
    return new Rule(
        id,
        Set.of("study"),
        "",
        Every.EVENT,
        new Limit(1, Window.EVER),
        "",
        0L,
        Rule.NO_END,
        "",
        0.5,
        budget,
        new Reward(10, "", "", 0L, "", 0.25));
  }

  static byte[] record(Rule rule) {
    return RecordEncoding.rules().encode(RuleRecords.record(rule));
  }

  /** Who has done nothing for so long, in the words of CEL. */
  static Audience idle(String name, String duration) {
    String member = "now - user.lastSeen >= duration('" + duration + "')";
    return new Audience(name, member, Duration.ZERO, Duration.ZERO, 100);
  }

  static byte[] record(Audience audience) {
    return RecordEncoding.audiences().encode(AudienceRecords.record(audience));
  }

  static Notice notice(Audience audience, long offset) {
    return Notice.ofRule(AudienceRecords.key(audience.name()), record(audience), offset);
  }

  static Notice notice(Rule rule, long offset) {
    return Notice.ofRule(rule.id(), record(rule), offset);
  }

  /** A quarter of an hour of study. */
  static Interaction study(String user, long atMillis) {
    return new Interaction(
        user + atMillis,
        user,
        "item" + atMillis,
        atMillis,
        InteractionKind.STUDY,
        900.0,
        Double.NaN,
        false,
        Double.NaN);
  }
}
