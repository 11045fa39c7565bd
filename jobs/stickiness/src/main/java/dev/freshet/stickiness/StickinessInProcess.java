package dev.freshet.stickiness;

import dev.freshet.runtime.record.UserState;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.stickiness.ConversionExample;
import dev.freshet.scoring.stickiness.ConversionModel;
import dev.freshet.scoring.stickiness.PlatformChange;
import dev.freshet.scoring.stickiness.PlatformCounts;
import dev.freshet.scoring.stickiness.ReturnExample;
import dev.freshet.scoring.stickiness.ReturnModel;
import dev.freshet.scoring.stickiness.Stickiness;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The job in this process and without Flink: tells what the job would write to Redis, and to the
 * topic that tells of users if options name it. Its time is what it is told, never the clock on the
 * wall.
 */
public final class StickinessInProcess {

  private final StickinessJobSettings settings;
  private final Consumer<RedisWrite> writes;
  private final Consumer<UserState> states;
  private final ActivityTracker tracker;
  private final RedisDocuments documents;
  private final Stickiness stickiness;
  private final ReturnModel returns = new ReturnModel();
  private final ConversionModel conversions = new ConversionModel();
  private final RollUp platform = new RollUp(new PlatformCounts());
  private final long[] tiers = TierCounts.none();
  private boolean hasCounted;
  private final Map<String, TrackedUser> trackedUsers = new HashMap<>();

  /** Looks to come. One is void if the user has another due time by then. */
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMillis).thenComparing(Due::user));

  private record Due(long atMillis, String user, long midnightMillis) {}

  /**
   * @param writes receives each write, in order
   */
  public StickinessInProcess(StickinessJobSettings settings, Consumer<RedisWrite> writes) {
    this(settings, writes, state -> {});
  }

  /**
   * @param writes receives each write, in order
   * @param states receives what other jobs are told of users, in order, each change of it
   */
  public StickinessInProcess(
      StickinessJobSettings settings, Consumer<RedisWrite> writes, Consumer<UserState> states) {
    this.settings = settings;
    this.writes = writes;
    this.states = states;
    tracker = new ActivityTracker(settings);
    documents = new RedisDocuments(settings);
    stickiness = new Stickiness(settings.scoring());
  }

  /** Enters what a user did, and writes what follows for the user. */
  public void accept(Interaction interaction) {
    String user = interaction.user();
    TrackedUser known = trackedUsers.get(user);
    if (known != null && interaction.atMillis() >= tracker.forgottenMillis(known)) {
      look(user, known, tracker.forgottenMillis(known));
      known = null;
    }
    TrackedUser tracked = tracker.enter(known, interaction, new Telling());
    look(user, tracked, tracked.latestMillis);
  }

  /** Writes what changes by itself until a moment, which the watermark of the job has reached. */
  public void pass(long watermarkMillis) {
    for (Due next = due.peek();
        next != null && next.atMillis() <= watermarkMillis;
        next = due.peek()) {
      due.remove();
      TrackedUser tracked = trackedUsers.get(next.user());
      if (tracked != null && tracked.dueMillis == next.midnightMillis()) {
        look(next.user(), tracked, next.midnightMillis());
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

  private void look(String user, TrackedUser tracked, long now) {
    if (!tracker.look(user, tracked, now, new Telling())) {
      trackedUsers.remove(user);
      return;
    }
    trackedUsers.put(user, tracked);
    long next = tracker.nextMillis(user, tracked);
    if (next != tracked.dueMillis) {
      tracked.dueMillis = next;
      due.add(new Due(tracker.lookMillis(user, next), user, next));
    }
  }

  private final class Telling implements ActivityTracker.Listener {

    @Override
    public void observed(Observation observation) {
      Outlook outlook = Outlook.of(observation, returns, conversions, settings);
      documents.of(observation, outlook).forEach(writes);
      if (settings.userStates()) {
        states.accept(outlook.userState(observation));
      }
    }

    @Override
    public void emitted(ReturnExample example) {
      returns.learn(example);
    }

    @Override
    public void emitted(ConversionExample example) {
      conversions.learn(example);
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
