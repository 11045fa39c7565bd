package dev.freshet.engagement;

import dev.freshet.scoring.engagement.Condition;
import dev.freshet.scoring.engagement.Grant;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.engagement.UsableRule;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Learners who come to a platform with a rule, and react to its rewards.
 *
 * <p>Each day some learners come for the first time and study for a quarter of an hour. On each
 * later day a learner is active with probability 0.05, and studies for half an hour on average, of
 * an exponential distribution; on one of fifty such days the learner buys something. A reward adds
 * the lift to the probability to be active, from the next day on.
 */
final class ReactingLearners extends WrittenDocuments {

  static final double ACTIVE = 0.05;
  private static final double PURCHASE = 0.02;
  private static final double MEAN_SECONDS = 1_800.0;
  private static final long FIRST_DAY = Rules.MONDAY_NOON / Rules.DAY;

  private final Random random;
  private final double lift;
  private final EngagementInProcess job;
  private final List<String> learners = new ArrayList<>();
  private final Set<String> rewarded = new HashSet<>();
  private long day = FIRST_DAY;
  private int events;

  ReactingLearners(long seed, double lift, Rule rule) {
    random = new Random(seed);
    this.lift = lift;
    job =
        new EngagementInProcess(
            Rules.SETTINGS,
            List.of(new UsableRule(rule, Condition.ALWAYS, Condition.ALWAYS)),
            List.of(),
            this);
  }

  /** A day passes on which so many learners are new, until all of it was looked at. */
  ReactingLearners live(int newcomers) {
    for (String learner : learners) {
      double chance = ACTIVE + (rewarded.contains(learner) ? lift : 0.0);
      if (random.nextDouble() < chance) {
        act(learner, -MEAN_SECONDS * StrictMath.log1p(-random.nextDouble()));
      }
    }
    for (int newcomer = 0; newcomer < newcomers; newcomer++) {
      learners.add("learner-" + learners.size());
      act(learners.get(learners.size() - 1), 900.0);
    }
    day++;
    job.pass(day * Rules.DAY + Rules.MINUTE);
    job.publishEffects();
    return this;
  }

  private void act(String learner, double seconds) {
    boolean isPurchase = random.nextDouble() < PURCHASE;
    long atMillis = day * Rules.DAY + random.nextInt((int) Rules.DAY);
    job.accept(event(learner, atMillis, InteractionKind.STUDY, seconds));
    if (isPurchase) {
      job.accept(event(learner, atMillis, InteractionKind.PURCHASE, 0.0));
    }
  }

  private Interaction event(String learner, long atMillis, InteractionKind kind, double seconds) {
    return new Interaction(
        "event-" + events++, learner, "go", atMillis, kind, seconds, Double.NaN, false, Double.NaN);
  }

  /** What Redis holds under a key. */
  String document(String key) {
    return documents().getOrDefault(key, "");
  }

  @Override
  public void given(Grant grant, GivenReward reward) {
    rewarded.add(grant.user());
  }
}
