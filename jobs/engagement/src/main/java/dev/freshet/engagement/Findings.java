package dev.freshet.engagement;

import dev.freshet.runtime.metrics.JobMetric;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.audience.Attending;
import dev.freshet.scoring.audience.Passage;
import dev.freshet.scoring.effect.FollowUp;
import dev.freshet.scoring.engagement.ConditionException;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.ProgressChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Passes on what looks at users have brought to light, and counts it. What one look has for a
 * user's account goes there together.
 */
final class Findings implements Attending.Listener {

  private final Output<StreamRecord<AccountChange>> output;
  private final KnownToAll known;
  private final RedisDocuments documents;
  private final LongSupplier clock;
  private final List<Grant> grants = new ArrayList<>();

  /** By rule: how far the user came in the end. */
  private final Map<String, ProgressChange> progress = new LinkedHashMap<>();

  private final EngagementMetrics.ByRule errors;
  private final EngagementMetrics.ByRule entered;
  private final EngagementMetrics.ByRule left;
  private final EngagementMetrics.ByRule unanswered;

  /**
   * @param documents how readers see who is in audiences
   * @param clock tells the time, epoch milliseconds
   */
  Findings(
      Output<StreamRecord<AccountChange>> output,
      MetricGroup metrics,
      KnownToAll known,
      RedisDocuments documents,
      LongSupplier clock) {
    this.output = output;
    this.known = known;
    this.documents = documents;
    this.clock = clock;
    errors = counted(EngagementMetrics.RULE_ERRORS, metrics);
    entered = counted(EngagementMetrics.ENTERED, metrics);
    left = counted(EngagementMetrics.LEFT, metrics);
    unanswered = counted(EngagementMetrics.AUDIENCE_ERRORS, metrics);
  }

  private static EngagementMetrics.ByRule counted(JobMetric metric, MetricGroup metrics) {
    return new EngagementMetrics.ByRule(metric, metrics);
  }

  @Override
  public void granted(Grant grant) {
    if (grant.budget() > 0) {
      output.collect(UserEngagement.BUDGETED, new StreamRecord<>(grant));
    } else {
      grants.add(grant);
    }
  }

  @Override
  public void progressed(ProgressChange change) {
    progress.put(change.rule(), change);
  }

  @Override
  public void followed(FollowUp news) {
    output.collect(RuleOutcomes.NEWS, new StreamRecord<>(news));
  }

  @Override
  public void failed(String rule, ConditionException failure) {
    errors.count(rule);
    known.rules().failed(rule, failure, clock.getAsLong());
  }

  @Override
  public void passed(Passage passage) {
    (passage.isEntry() ? entered : left).count(passage.audience());
    output.collect(UserEngagement.PASSAGES, new StreamRecord<>(passage));
    documents.passage(passage, known.inForce().audiences()).forEach(this::write);
  }

  @Override
  public void unanswered(String audience, ConditionException failure) {
    unanswered.count(audience);
  }

  /** The look at a user is over. */
  void end(String user) {
    if (grants.isEmpty() && progress.isEmpty()) {
      return;
    }
    output.collect(
        new StreamRecord<>(
            new AccountChange(user, List.copyOf(grants), List.copyOf(progress.values()))));
    drop();
  }

  /** The look at a user has failed. */
  void drop() {
    grants.clear();
    progress.clear();
  }

  /** Readers see that a user is in an audience. */
  void show(String audience, String user, long sinceMillis) {
    documents.member(audience, user, sinceMillis, known.inForce().audiences()).forEach(this::write);
  }

  /** Readers see that a user is in none of these audiences. */
  void hide(Set<String> audiences, String user) {
    audiences.forEach(audience -> documents.noMember(audience, user).forEach(this::write));
  }

  /** Readers see that an audience has ended. */
  void showEnded(List<String> audiences) {
    audiences.forEach(audience -> documents.noAudience(audience).forEach(this::write));
  }

  private void write(RedisWrite write) {
    output.collect(UserEngagement.AUDIENCES, new StreamRecord<>(write));
  }
}
