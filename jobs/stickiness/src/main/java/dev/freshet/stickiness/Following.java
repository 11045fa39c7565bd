package dev.freshet.stickiness;

import dev.freshet.runtime.state.Packing;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.Interaction;
import dev.freshet.scoring.stickiness.ActivityDays;
import dev.freshet.scoring.stickiness.ReturnLesson;
import dev.freshet.scoring.stickiness.ReturnLessons;
import dev.freshet.scoring.stickiness.Standing;
import dev.freshet.scoring.stickiness.Stickiness;
import dev.freshet.scoring.stickiness.Tier;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Follows each user's activity and looks again at the moments when something changes by itself.
 *
 * <p>Each user has one such moment, an event time. Should event time stand still because nobody
 * does anything, an alarm of processing time takes its place: time then goes on from the last look
 * as fast as the clock on the wall, never by what that clock shows, so that a log of old events is
 * replayed in its own time.
 */
final class Following extends KeyedProcessFunction<String, Interaction, Observation>
    implements WriteBackFunction<String> {

  static final OutputTag<ReturnLesson> LESSONS = new OutputTag<>("lessons") {};
  static final OutputTag<TierChange> TIERS = new OutputTag<>("tiers") {};

  private final StickinessJobSettings settings;
  private transient WriteBackState<String, Membership> memberships;
  private transient Stickiness stickiness;
  private transient ReturnLessons lessons;

  /** The watermark last seen, and since when. */
  private transient long watermark;

  private transient long watermarkSince;

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
            membershipState(), Packing.of(Membership::pack, Membership::unpack), settings.cache());
  }

  @Override
  public void open(OpenContext context) {
    stickiness = new Stickiness(settings.scoring());
    lessons = new ReturnLessons(stickiness);
    watermark = Long.MIN_VALUE;
    watermarkSince = Long.MIN_VALUE;
  }

  @Override
  public void processElement(Interaction interaction, Context context, Collector<Observation> out)
      throws IOException {
    Membership known = memberships.value();
    Membership membership = known == null ? new Membership(new ActivityDays()) : known;
    membership.days.add(interaction, settings.scoring().zone());
    if (known == null) {
      membership.taughtDay = membership.days.lastDay();
    }
    long now = Math.max(context.timerService().currentWatermark(), interaction.atMillis());
    look(membership, Math.max(now, membership.asOfMillis), context, out);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Observation> out)
      throws IOException {
    Membership membership = memberships.value();
    if (membership == null) {
      return;
    }
    if (context.timeDomain() == TimeDomain.EVENT_TIME) {
      if (timestamp == membership.dueMillis) {
        look(membership, timestamp, context, out);
      }
    } else if (timestamp == membership.alarmMillis) {
      long left = settings.quiet().toMillis() - stillMillis(context.timerService());
      if (left <= 0) {
        look(membership, membership.dueMillis, context, out);
      } else {
        membership.alarmMillis = timestamp + left;
        context.timerService().registerProcessingTimeTimer(membership.alarmMillis);
        memberships.update(membership);
      }
    }
  }

  /**
   * For how long event time is known to stand still. An alarm that rings while it moves, as it does
   * when a backlog is read, has to wait.
   */
  private long stillMillis(TimerService time) {
    long now = time.currentProcessingTime();
    if (watermarkSince == Long.MIN_VALUE || time.currentWatermark() > watermark) {
      watermark = time.currentWatermark();
      watermarkSince = now;
    }
    return now - watermarkSince;
  }

  private void look(Membership membership, long now, Context context, Collector<Observation> out)
      throws IOException {
    String user = context.getCurrentKey();
    membership.asOfMillis = Math.max(now, membership.asOfMillis);
    teach(user, membership, now, context);
    if (now >= stickiness.forgottenMillis(membership.days)) {
      show(membership, null, now, context);
      out.collect(new Observation(user, now, null, new double[0]));
      disarm(membership, context.timerService());
      memberships.clear();
      return;
    }
    Standing standing = stickiness.standing(membership.days, now);
    if (show(membership, standing, now, context)) {
      out.collect(
          new Observation(user, now, standing, lessons.features(membership.days, standing.day())));
    }
    arm(membership, nextMillis(user, membership, now), context.timerService());
    memberships.update(membership);
  }

  private void teach(String user, Membership membership, long now, Context context) {
    int over = ActivityDays.day(now, settings.scoring().zone()) - 1;
    for (int day = membership.taughtDay + 1; day <= over; day++) {
      ReturnLesson lesson = lessons.on(user, membership.days, day);
      if (lesson != null) {
        context.output(LESSONS, lesson);
      }
    }
    membership.taughtDay = Math.max(membership.taughtDay, over);
  }

  /** Whether readers are to be told. */
  private static boolean show(
      Membership membership, @Nullable Standing standing, long now, Context context) {
    Tier tier = standing == null ? null : standing.tier();
    Tier before = membership.tier;
    if (tier != before) {
      context.output(TIERS, new TierChange(before, tier, now));
      membership.tier = tier;
    }
    int looks = standing == null ? 0 : looks(standing);
    boolean changed = before == null || looks != membership.shown;
    membership.shown = looks;
    return changed;
  }

  private static int looks(Standing standing) {
    return Objects.hash(
        Math.round(standing.score()),
        Math.round(standing.trend()),
        standing.tier().label(),
        standing.activeDays7(),
        standing.activeDays28(),
        standing.streak(),
        standing.bestStreak());
  }

  private long nextMillis(String user, Membership membership, long now) {
    long next =
        Math.min(
            stickiness.nextChangeMillis(membership.days, now),
            lessons.nextMillis(user, membership.days, membership.taughtDay));
    return Math.min(next, stickiness.forgottenMillis(membership.days));
  }

  private void arm(Membership membership, long dueMillis, TimerService time) {
    if (dueMillis == membership.dueMillis) {
      return;
    }
    disarm(membership, time);
    membership.dueMillis = dueMillis;
    membership.alarmMillis = time.currentProcessingTime() + dueMillis - membership.asOfMillis;
    time.registerEventTimeTimer(membership.dueMillis);
    time.registerProcessingTimeTimer(membership.alarmMillis);
  }

  private static void disarm(Membership membership, TimerService time) {
    if (membership.dueMillis != Membership.NO_ALARM) {
      time.deleteEventTimeTimer(membership.dueMillis);
      time.deleteProcessingTimeTimer(membership.alarmMillis);
    }
  }
}
