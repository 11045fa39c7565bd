package dev.freshet.stickiness;

import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.Interaction;
import dev.freshet.scoring.stickiness.ConversionLesson;
import dev.freshet.scoring.stickiness.ConversionModel;
import dev.freshet.scoring.stickiness.PlatformChange;
import dev.freshet.scoring.stickiness.PlatformCounts;
import dev.freshet.scoring.stickiness.ReturnLesson;
import dev.freshet.scoring.stickiness.ReturnModel;
import dev.freshet.scoring.stickiness.Stickiness;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The job in this process and without Flink: tells what the job would write to Redis. Its time is
 * what it is told, never the clock on the wall.
 */
public final class StickinessInProcess {

  private final StickinessJobSettings settings;
  private final Consumer<RedisWrite> writes;
  private final Follower follower;
  private final RedisDocuments documents;
  private final Stickiness stickiness;
  private final ReturnModel returns = new ReturnModel();
  private final ConversionModel conversions = new ConversionModel();
  private final RollUp platform = new RollUp(new PlatformCounts());
  private final long[] tiers = TierCounts.none();
  private boolean hasCounted;
  private final Map<String, Membership> memberships = new HashMap<>();

  /** Looks to come. One is void if the user's membership has another due time by then. */
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMillis).thenComparing(Due::user));

  private record Due(long atMillis, String user, long midnightMillis) {}

  /**
   * @param writes is told of each write, in order
   */
  public StickinessInProcess(StickinessJobSettings settings, Consumer<RedisWrite> writes) {
    this.settings = settings;
    this.writes = writes;
    follower = new Follower(settings);
    documents = new RedisDocuments(settings);
    stickiness = new Stickiness(settings.scoring());
  }

  /** Enters what a user did, and writes what follows for the user. */
  public void accept(Interaction interaction) {
    String user = interaction.user();
    Membership known = memberships.get(user);
    if (known != null && interaction.atMillis() >= follower.forgottenMillis(known)) {
      look(user, known, follower.forgottenMillis(known));
      known = null;
    }
    Membership membership = follower.enter(known, interaction, new Telling());
    look(user, membership, membership.latestMillis);
  }

  /** Writes what changes by itself until a moment, which the watermark of the job has reached. */
  public void pass(long watermarkMillis) {
    for (Due next = due.peek();
        next != null && next.atMillis() <= watermarkMillis;
        next = due.peek()) {
      due.remove();
      Membership membership = memberships.get(next.user());
      if (membership != null && membership.dueMillis == next.midnightMillis()) {
        look(next.user(), membership, next.midnightMillis());
      }
    }
    while (hasCounted && midnightMillis() <= watermarkMillis) {
      platform.beginDay(midnightMillis(), settings.scoring().zone());
    }
  }

  private long midnightMillis() {
    return stickiness.beginning(platform.counts.today() + 1);
  }

  /** Writes what belongs to nobody. */
  public void end() {
    if (hasCounted) {
      writes.accept(TierCounts.write(tiers, settings));
      writes.accept(documents.platform(platform.counts, platform.asOfMillis));
    }
  }

  private void look(String user, Membership membership, long now) {
    if (!follower.look(user, membership, now, new Telling())) {
      memberships.remove(user);
      return;
    }
    memberships.put(user, membership);
    long next = follower.nextMillis(user, membership);
    if (next != membership.dueMillis) {
      membership.dueMillis = next;
      due.add(new Due(follower.lookMillis(user, next), user, next));
    }
  }

  private final class Telling implements Follower.Listener {

    @Override
    public void observed(Observation observation) {
      documents.of(observation, returns, conversions).forEach(writes);
    }

    @Override
    public void taught(ReturnLesson lesson) {
      returns.learn(lesson);
    }

    @Override
    public void taught(ConversionLesson lesson) {
      conversions.learn(lesson);
    }

    @Override
    public void moved(TierChange change) {
      TierCounts.count(tiers, change);
      hasCounted = true;
    }

    @Override
    public void counted(PlatformChange change) {
      platform.apply(change, settings.scoring().zone());
    }
  }
}
