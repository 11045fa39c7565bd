package dev.freshet.stickiness;

import dev.freshet.runtime.state.Packing;
import dev.freshet.runtime.state.WriteBackFunction;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.Interaction;
import dev.freshet.scoring.InteractionKind;
import dev.freshet.scoring.stickiness.ActivityDays;
import dev.freshet.scoring.stickiness.ConversionLesson;
import dev.freshet.scoring.stickiness.ConversionLessons;
import dev.freshet.scoring.stickiness.Footprint;
import dev.freshet.scoring.stickiness.PlatformChange;
import dev.freshet.scoring.stickiness.PurchaseDays;
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
  static final OutputTag<ConversionLesson> CONVERSIONS = new OutputTag<>("conversions") {};
  static final OutputTag<TierChange> TIERS = new OutputTag<>("tiers") {};
  static final OutputTag<PlatformChange> PLATFORM = new OutputTag<>("platform") {};

  private static final double[] NO_FEATURES = {};

  private final StickinessJobSettings settings;
  private transient WriteBackState<String, Membership> memberships;
  private transient Stickiness stickiness;
  private transient ReturnLessons lessons;
  private transient ConversionLessons conversions;
  private transient Standstill standstill;

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
    conversions = new ConversionLessons(stickiness);
    standstill = new Standstill();
  }

  @Override
  public void processElement(Interaction interaction, Context context, Collector<Observation> out)
      throws IOException {
    Membership known = memberships.value();
    Membership membership = known == null ? new Membership(new ActivityDays()) : known;
    Footprint before = membership.footprint();
    int day = ActivityDays.day(interaction.atMillis(), settings.scoring().zone());
    boolean wasActive = membership.days.isActive(day);
    membership.days.add(interaction, day);
    boolean isPurchase = interaction.kind() == InteractionKind.PURCHASE;
    if (isPurchase) {
      membership.buy(day);
    }
    if (known == null) {
      membership.taughtDay = membership.days.lastDay();
    }
    long now = Math.max(context.timerService().currentWatermark(), interaction.atMillis());
    look(membership, Math.max(now, membership.asOfMillis), context, out);
    boolean isNewlyActive = !wasActive && membership.days.isActive(day);
    count(membership, before, isNewlyActive ? day : null, isPurchase ? day : null, context);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Observation> out)
      throws IOException {
    Membership membership = memberships.value();
    if (membership == null) {
      return;
    }
    Footprint before = membership.footprint();
    if (context.timeDomain() == TimeDomain.EVENT_TIME) {
      if (timestamp == membership.dueMillis) {
        look(membership, timestamp, context, out);
      }
    } else if (timestamp == membership.alarmMillis) {
      long left = settings.quiet().toMillis() - standstill.millis(context.timerService());
      if (left <= 0) {
        look(membership, membership.dueMillis, context, out);
      } else {
        membership.alarmMillis = timestamp + left;
        context.timerService().registerProcessingTimeTimer(membership.alarmMillis);
        memberships.update(membership);
      }
    }
    count(membership, before, null, null, context);
  }

  private void look(Membership membership, long now, Context context, Collector<Observation> out)
      throws IOException {
    String user = context.getCurrentKey();
    membership.asOfMillis = Math.max(now, membership.asOfMillis);
    teach(user, membership, now, context);
    if (now >= stickiness.forgottenMillis(membership.days)) {
      show(membership, null, now, context);
      out.collect(Observation.forgotten(user, now));
      disarm(membership, context.timerService());
      memberships.clear();
      return;
    }
    Standing standing = stickiness.standing(membership.days, now);
    if (show(membership, standing, now, context)) {
      out.collect(
          new Observation(
              user,
              now,
              standing,
              lessons.features(membership.days, standing.day()),
              settings.purchases()
                  ? conversions.features(membership.days, membership.purchases, standing.day())
                  : NO_FEATURES));
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
      ConversionLesson conversion =
          settings.purchases()
              ? conversions.on(user, membership.days, membership.purchases, day)
              : null;
      if (conversion != null) {
        context.output(CONVERSIONS, conversion);
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
    membership.score = standing == null ? 0 : (int) Math.round(standing.score());
    int looks = standing == null ? 0 : looks(standing, membership.purchases);
    boolean changed = before == null || looks != membership.shown;
    membership.shown = looks;
    return changed;
  }

  private static int looks(Standing standing, @Nullable PurchaseDays purchases) {
    return Objects.hash(
        Math.round(standing.score()),
        Math.round(standing.trend()),
        standing.tier().label(),
        standing.activeDays7(),
        standing.activeDays28(),
        standing.streak(),
        standing.bestStreak(),
        purchases == null ? 0 : purchases.total());
  }

  /** Tells what the user changed for the platform. */
  private static void count(
      Membership membership,
      @Nullable Footprint before,
      @Nullable Integer activeDay,
      @Nullable Integer purchaseDay,
      Context context) {
    PlatformChange change =
        new PlatformChange(
            membership.asOfMillis, before, membership.footprint(), activeDay, purchaseDay);
    if (change.matters()) {
      context.output(PLATFORM, change);
    }
  }

  private long nextMillis(String user, Membership membership, long now) {
    long next =
        Math.min(
            stickiness.nextChangeMillis(membership.days, now),
            lessons.nextMillis(user, membership.days, membership.taughtDay));
    if (settings.purchases()) {
      next = Math.min(next, conversions.nextMillis(user, membership.days, membership.taughtDay));
    }
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
