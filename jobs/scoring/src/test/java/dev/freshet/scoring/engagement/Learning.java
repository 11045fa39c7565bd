package dev.freshet.scoring.engagement;

import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A user under rules, and what came of it. */
final class Learning implements Incentives.Listener {

  static final long MINUTE = 60_000L;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;

  /** A Monday. */
  static final long MONDAY_NOON = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();

  static final Duration LATENESS = Duration.ofHours(1);

  final Incentives incentives;
  final RuleBook rules = new RuleBook();
  final List<Grant> grants = new ArrayList<>();
  final List<ProgressChange> changes = new ArrayList<>();
  final List<String> failures = new ArrayList<>();
  final List<FollowUp> followUps = new ArrayList<>();
  Participant user = new Participant();
  private long watermark = Long.MIN_VALUE;

  Learning(Rule... rules) {
    this("UTC", rules);
  }

  Learning(String zone, Rule... rules) {
    incentives =
        new Incentives(
            new IncentiveSettings(ZoneId.of(zone), LATENESS, new Levels(List.of(100, 300))));
    for (Rule rule : rules) {
      this.rules.put(new UsableRule(rule, Condition.ALWAYS, Condition.ALWAYS));
    }
  }

  static Rule rule(String id, Every every, Limit limit) {
    return rule(id, every, limit, 0.0, 0L);
  }

  static Rule rule(String id, Every every, Limit limit, double holdout, long budget) {
    return new Rule(
        id,
        Set.of(),
        "",
        every,
        limit,
        "",
        0L,
        Rule.NO_END,
        "",
        holdout,
        budget,
        Reward.points(10));
  }

  static Interaction study(String item, long atMillis) {
    return Interaction.of(item + atMillis, "ada", item, atMillis, InteractionKind.STUDY);
  }

  boolean studies(String item, long atMillis) {
    return incentives.accept(user, Occasion.of(study(item, atMillis)), watermark);
  }

  boolean hears(Told told) {
    return incentives.accept(user, told);
  }

  Learning pass(long watermarkMillis) {
    watermark = watermarkMillis;
    incentives.look("ada", user, watermarkMillis, rules, item -> List.of(), this);
    return this;
  }

  /** Until everything that was done is looked at, and nothing more happens by itself that day. */
  Learning settle(long lastMillis) {
    return pass(lastMillis + LATENESS.toMillis() + 1_000);
  }

  List<String> occurrences() {
    return grants.stream().map(Grant::occurrence).toList();
  }

  @Override
  public void granted(Grant grant) {
    grants.add(grant);
  }

  @Override
  public void progressed(ProgressChange change) {
    changes.add(change);
  }

  @Override
  public void followed(FollowUp news) {
    followUps.add(news);
  }

  @Override
  public void failed(String rule, ConditionException failure) {
    failures.add(rule + ": " + failure.getMessage());
  }
}
