package dev.freshet.stickiness;

import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.Interaction;
import dev.freshet.scoring.stickiness.ConversionLesson;
import dev.freshet.scoring.stickiness.PlatformChange;
import dev.freshet.scoring.stickiness.ReturnLesson;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Follows each user's activity and looks again at the moments when something changes by itself.
 *
 * <p>What users do is entered at once, and looked at a little later, so that who acts often is
 * looked at once for many events.
 *
 * <p>Each user has one such moment, an event time within a while after the midnight with which
 * something changes, which the operator carries on should it stand still because nobody does
 * anything.
 */
final class Following extends KeyedProcessFunction<String, Interaction, Observation>
    implements WriteBackFunction<String> {

  static final OutputTag<ReturnLesson> LESSONS = new OutputTag<>("lessons") {};
  static final OutputTag<ConversionLesson> CONVERSIONS = new OutputTag<>("conversions") {};
  static final OutputTag<TierChange> TIERS = new OutputTag<>("tiers") {};
  static final OutputTag<PlatformChange> PLATFORM = new OutputTag<>("platform") {};

  private final StickinessJobSettings settings;
  private transient WriteBackState<String, Membership> memberships;
  private transient Follower follower;

  Following(StickinessJobSettings settings) {
    this.settings = settings;
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> membershipState() {
    return new ValueStateDescriptor<>(
        "membership", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  @Override
  public void declare(WriteBackStates<String> states) {
    // Without a time to live: a timer forgets users, in Redis as well.
    memberships =
        states.of(
            membershipState(), Codec.of(Membership::pack, Membership::unpack), settings.cache());
  }

  @Override
  public void open(OpenContext context) {
    follower = new Follower(settings);
  }

  @Override
  public void processElement(Interaction interaction, Context context, Collector<Observation> out)
      throws IOException {
    Membership known = memberships.value();
    if (known != null && interaction.atMillis() >= follower.forgottenMillis(known)) {
      // The timer comes with the watermark, a little later than what the user did.
      look(known, follower.forgottenMillis(known), context, out);
      known = null;
    }
    Membership membership = follower.enter(known, interaction, new Outputs(context, out));
    if (settings.delay().isZero()) {
      look(membership, membership.latestMillis, context, out);
      return;
    }
    if (membership.tellMillis == Membership.NO_ALARM) {
      TimerService time = context.timerService();
      membership.tellMillis = time.currentProcessingTime() + settings.delay().toMillis();
      time.registerProcessingTimeTimer(membership.tellMillis);
    }
    memberships.update(membership);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Observation> out)
      throws IOException {
    Membership membership = memberships.value();
    if (membership == null) {
      return;
    }
    if (context.timeDomain() == TimeDomain.EVENT_TIME) {
      // Not only at the very moment: it is another one since the spread was set anew.
      if (membership.dueMillis != Membership.NO_ALARM && timestamp >= membership.dueMillis) {
        look(membership, membership.dueMillis, context, out);
      }
    } else if (timestamp == membership.tellMillis) {
      membership.tellMillis = Membership.NO_ALARM;
      look(membership, membership.latestMillis, context, out);
    }
  }

  private void look(Membership membership, long now, Context context, Collector<Observation> out)
      throws IOException {
    String user = context.getCurrentKey();
    if (follower.look(user, membership, now, new Outputs(context, out))) {
      arm(user, membership, context.timerService());
      memberships.update(membership);
    } else {
      disarm(user, membership, context.timerService());
      memberships.clear();
    }
  }

  private void arm(String user, Membership membership, TimerService time) {
    long dueMillis = follower.nextMillis(user, membership);
    if (dueMillis != membership.dueMillis) {
      disarm(user, membership, time);
      membership.dueMillis = dueMillis;
      time.registerEventTimeTimer(follower.lookMillis(user, dueMillis));
    }
  }

  private void disarm(String user, Membership membership, TimerService time) {
    if (membership.dueMillis != Membership.NO_ALARM) {
      time.deleteEventTimeTimer(follower.lookMillis(user, membership.dueMillis));
    }
  }

  private record Outputs(Context context, Collector<Observation> out) implements Follower.Listener {

    @Override
    public void observed(Observation observation) {
      out.collect(observation);
    }

    @Override
    public void taught(ReturnLesson lesson) {
      context.output(LESSONS, lesson);
    }

    @Override
    public void taught(ConversionLesson lesson) {
      context.output(CONVERSIONS, lesson);
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
