package dev.freshet.stickiness;

import dev.freshet.runtime.failure.GivingUp;
import dev.freshet.runtime.failure.Origins;
import dev.freshet.runtime.redis.RedisSettings;
import dev.freshet.runtime.republish.Republishing;
import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.PackedState;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.stickiness.ConversionExample;
import dev.freshet.scoring.stickiness.PlatformChange;
import dev.freshet.scoring.stickiness.ReturnExample;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Tracks each user's activity and looks again at the moments when something changes by itself.
 *
 * <p>What users do is entered at once, and looked at a little later, so that who acts often is
 * looked at once for many events.
 *
 * <p>Each user has one such moment, an event time within a while after the midnight with which
 * something changes, which the operator carries on should it stand still because nobody does
 * anything.
 */
final class UserTracking extends KeyedProcessFunction<String, Interaction, Observation>
    implements WriteBackFunction<String>, Republishing<String, Observation>, GivingUp {

  static final OutputTag<ReturnExample> EXAMPLES = new OutputTag<>("examples") {};
  static final OutputTag<ConversionExample> CONVERSIONS = new OutputTag<>("conversions") {};
  static final OutputTag<TierChange> TIERS = new OutputTag<>("tiers") {};
  static final OutputTag<PlatformChange> PLATFORM = new OutputTag<>("platform") {};

  private final StickinessJobSettings settings;
  private final @Nullable RedisSettings redis;
  private transient WriteBackState<String, TrackedUser> trackedUsers;
  private transient ActivityTracker tracker;

  /**
   * @param redis what may lose what is published, or null
   */
  UserTracking(StickinessJobSettings settings, @Nullable RedisSettings redis) {
    this.settings = settings;
    this.redis = redis;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> trackedUserState() {
    return PackedState.value("tracked-user");
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    // Without a time to live: a timer forgets users, in Redis as well.
    trackedUsers =
        states.of(
            trackedUserState(),
            Codec.of(TrackedUser.LAYOUT, TrackedUser::serialize, TrackedUser::deserialize),
            settings.cache());
  }

  @Override
  public void open(OpenContext context) {
    tracker = new ActivityTracker(settings);
  }

  @Override
  public void processElement(Interaction interaction, Context context, Collector<Observation> out)
      throws IOException {
    TrackedUser known = trackedUsers.value();
    if (known != null && interaction.atMillis() >= tracker.forgottenMillis(known)) {
      // The timer comes with the watermark, a little later than what the user did.
      look(known, tracker.forgottenMillis(known), context, out);
      known = null;
    }
    TrackedUser tracked = tracker.enter(known, interaction, new Outputs(context, out));
    Long origin = context.timestamp();
    if (origin != null) {
      long now = context.timerService().currentProcessingTime();
      tracked.arrived(Origins.arrivedMillis(origin, now));
    }
    if (settings.delay().isZero()) {
      look(tracked, tracked.latestMillis, context, out);
      return;
    }
    if (tracked.tellMillis == TrackedUser.NO_ALARM) {
      TimerService time = context.timerService();
      tracked.tellMillis = time.currentProcessingTime() + settings.delay().toMillis();
      time.registerProcessingTimeTimer(tracked.tellMillis);
    }
    trackedUsers.update(tracked);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Observation> out)
      throws IOException {
    TrackedUser tracked = trackedUsers.value();
    if (tracked == null) {
      return;
    }
    if (context.timeDomain() == TimeDomain.EVENT_TIME) {
      // Not only at the very moment: it is another one since the spread was set again.
      if (tracked.dueMillis != TrackedUser.NO_ALARM && timestamp >= tracked.dueMillis) {
        look(tracked, tracked.dueMillis, context, out);
      }
    } else if (timestamp == tracked.tellMillis) {
      tracked.tellMillis = TrackedUser.NO_ALARM;
      look(tracked, tracked.latestMillis, context, out);
    }
  }

  /** The counts of tiers do not hear of it: what tier the user had is in what is forgotten. */
  @Override
  public void forget() {
    trackedUsers.clear();
  }

  private void look(TrackedUser tracked, long now, Context context, Collector<Observation> out)
      throws IOException {
    String user = context.getCurrentKey();
    if (tracker.look(user, tracked, now, new Outputs(context, out))) {
      arm(user, tracked, context.timerService());
      trackedUsers.update(tracked);
    } else {
      disarm(user, tracked, context.timerService());
      trackedUsers.clear();
    }
  }

  private void arm(String user, TrackedUser tracked, TimerService time) {
    long dueMillis = tracker.nextMillis(user, tracked);
    if (dueMillis != tracked.dueMillis) {
      disarm(user, tracked, time);
      tracked.dueMillis = dueMillis;
      time.registerEventTimeTimer(tracker.lookMillis(user, dueMillis));
    }
  }

  private void disarm(String user, TrackedUser tracked, TimerService time) {
    if (tracked.dueMillis != TrackedUser.NO_ALARM) {
      time.deleteEventTimeTimer(tracker.lookMillis(user, tracked.dueMillis));
    }
  }

  @Override
  public @Nullable RedisSettings redis() {
    return redis;
  }

  @Override
  public ValueStateDescriptor<?> publishedState() {
    return trackedUserState();
  }

  @Override
  public void republish(String user, Collector<Observation> out) throws IOException {
    TrackedUser tracked = trackedUsers.peek();
    Observation told = tracked == null ? null : tracker.asTold(user, tracked);
    if (told != null) {
      out.collect(told);
    }
  }

  private record Outputs(Context context, Collector<Observation> out)
      implements ActivityTracker.Listener {

    @Override
    public void observed(Observation observation) {
      out.collect(observation);
    }

    @Override
    public void emitted(ReturnExample example) {
      context.output(EXAMPLES, example);
    }

    @Override
    public void emitted(ConversionExample example) {
      context.output(CONVERSIONS, example);
    }

    @Override
    public void moved(TierChange change) {
      context.output(TIERS, change);
    }

    @Override
    public void counted(PlatformChange change) {
      context.output(PLATFORM, change);
    }
  }
}
