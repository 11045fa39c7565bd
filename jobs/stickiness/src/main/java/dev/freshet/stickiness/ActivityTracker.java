package dev.freshet.stickiness;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.id.MidnightSpread;
import dev.freshet.scoring.stickiness.ActivityDays;
import dev.freshet.scoring.stickiness.ConversionExample;
import dev.freshet.scoring.stickiness.ConversionExamples;
import dev.freshet.scoring.stickiness.Footprint;
import dev.freshet.scoring.stickiness.PlatformChange;
import dev.freshet.scoring.stickiness.ReturnExample;
import dev.freshet.scoring.stickiness.ReturnExamples;
import dev.freshet.scoring.stickiness.Stickiness;
import dev.freshet.scoring.stickiness.StickinessState;
import dev.freshet.scoring.stickiness.Tier;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of users when they do something and when time passes, whoever keeps them and tells
 * the time.
 *
 * <p>The last value published for a user depends only on the user's events and the current time,
 * not on the order of arrival. So every activity is published, stamped with the time at which the
 * value became valid.
 */
final class ActivityTracker {

  private static final double[] NO_FEATURES = {};

  private final ZoneId zone;
  private final Stickiness stickiness;
  private final ReturnExamples examples;
  private final MidnightSpread spread;

  /** Null on a platform without purchases. */
  private final @Nullable ConversionExamples conversions;

  ActivityTracker(StickinessJobSettings settings) {
    zone = settings.scoring().zone();
    stickiness = new Stickiness(settings.scoring());
    examples = new ReturnExamples(stickiness);
    spread = settings.spread();
    conversions = settings.purchases() ? new ConversionExamples(stickiness) : null;
  }

  /** Receives what a look at a user brought to light. */
  interface Listener {

    void observed(Observation observation);

    void emitted(ReturnExample example);

    void emitted(ConversionExample example);

    void moved(TierChange change);

    void counted(PlatformChange change);
  }

  /** When a user is forgotten who does nothing more. */
  long forgottenMillis(TrackedUser tracked) {
    return stickiness.forgottenMillis(tracked.days);
  }

  /**
   * Enters what a user did; begins to track a user who is not known. What follows from it is told
   * with the next look, but the platform counts days and purchases at once.
   */
  TrackedUser enter(@Nullable TrackedUser known, Interaction interaction, Listener listener) {
    TrackedUser tracked = known == null ? new TrackedUser(new ActivityDays()) : known;
    int day = ActivityDays.day(interaction.atMillis(), zone);
    boolean wasActive = tracked.days.isActive(day);
    tracked.days.add(interaction, day);
    tracked.hasActed = true;
    tracked.changeMillis = Long.MIN_VALUE;
    tracked.latestMillis = Math.max(tracked.latestMillis, interaction.atMillis());
    if (known == null) {
      tracked.emittedDay = tracked.days.lastDay();
    }
    boolean isPurchase = interaction.kind() == InteractionKind.PURCHASE;
    if (isPurchase) {
      tracked.buy(day);
    }
    boolean isNewlyActive = !wasActive && tracked.days.isActive(day);
    if (isNewlyActive || isPurchase) {
      listener.counted(
          new PlatformChange(
              Math.max(tracked.asOfMillis, interaction.atMillis()),
              tracked.counted,
              tracked.counted,
              isNewlyActive ? day : null,
              isPurchase ? day : null));
    }
    return tracked;
  }

  /**
   * Looks at a user.
   *
   * @param now the moment, event time; what was seen of a later one is not taken back
   * @return whether the user is still known; one who is not is to be forgotten
   */
  boolean look(String user, TrackedUser tracked, long now, Listener listener) {
    tracked.asOfMillis = Math.max(now, tracked.asOfMillis);
    emitExamples(user, tracked, listener);
    long forgottenMillis = forgottenMillis(tracked);
    boolean isForgotten = tracked.asOfMillis >= forgottenMillis;
    if (isForgotten) {
      move(tracked, null, forgottenMillis, listener);
      listener.observed(Observation.forgotten(user, forgottenMillis));
    } else {
      see(user, tracked, listener);
    }
    count(tracked, listener);
    return !isForgotten;
  }

  private void see(String user, TrackedUser tracked, Listener listener) {
    StickinessState state = stickiness.stateAt(tracked.days, tracked.asOfMillis);
    int looks = looks(state);
    if (tracked.hasActed || looks != tracked.shown) {
      tracked.shown = looks;
      tracked.hasActed = false;
      tell(user, tracked, stickiness.asItCameToBe(tracked.days, state), listener);
    }
  }

  private void emitExamples(String user, TrackedUser tracked, Listener listener) {
    int over = ActivityDays.day(tracked.asOfMillis, zone) - 1;
    for (int day = tracked.emittedDay + 1; day <= over; day++) {
      ReturnExample example = examples.on(user, tracked.days, day);
      if (example != null) {
        listener.emitted(example);
      }
      ConversionExample conversion =
          conversions == null ? null : conversions.on(user, tracked.days, tracked.purchases, day);
      if (conversion != null) {
        listener.emitted(conversion);
      }
    }
    tracked.emittedDay = Math.max(tracked.emittedDay, over);
  }

  private void tell(String user, TrackedUser tracked, StickinessState state, Listener listener) {
    int score = (int) Math.round(state.score());
    boolean isMoved = score != tracked.score || state.tier() != tracked.tier;
    tracked.score = score;
    move(tracked, state.tier(), sinceMillis(tracked, state), listener);
    listener.observed(observation(user, tracked, state, isMoved, tracked.takeArrival()));
  }

  private long sinceMillis(TrackedUser tracked, StickinessState state) {
    return state.day() == tracked.days.lastDay()
        ? tracked.latestMillis
        : stickiness.beginning(state.day() + 1);
  }

  private Observation observation(
      String user,
      TrackedUser tracked,
      StickinessState state,
      boolean isMoved,
      long arrivedMillis) {
    ActivityDays days = tracked.days;
    return new Observation(
        user,
        sinceMillis(tracked, state),
        tracked.latestMillis,
        state,
        isMoved,
        examples.features(days, state.day()),
        conversions == null
            ? NO_FEATURES
            : conversions.features(days, tracked.purchases, state.day()),
        arrivedMillis);
  }

  /**
   * What readers are to see of a user whom nothing new is known of, score and tier as if they were
   * others before; null if nothing was told yet, or there is nothing left to tell.
   */
  @Nullable Observation asTold(String user, TrackedUser tracked) {
    // Who has acted since the last look is about to be looked at, as of then.
    long atMillis = Math.max(tracked.asOfMillis, tracked.latestMillis);
    if (tracked.tier == null || atMillis >= forgottenMillis(tracked)) {
      return null;
    }
    StickinessState state = stickiness.stateAt(tracked.days, atMillis);
    StickinessState told = stickiness.asItCameToBe(tracked.days, state);
    // No event is behind it: one that was not told yet is told soon, and measured by that.
    return observation(user, tracked, told, true, 0L);
  }

  private static void count(TrackedUser tracked, Listener listener) {
    Footprint now = tracked.footprint();
    PlatformChange change =
        new PlatformChange(tracked.asOfMillis, tracked.counted, now, null, null);
    if (change.matters()) {
      listener.counted(change);
    }
    tracked.counted = now;
  }

  private static void move(
      TrackedUser tracked, @Nullable Tier tier, long atMillis, Listener listener) {
    if (tier != tracked.tier) {
      listener.moved(new TierChange(tracked.tier, tier, atMillis));
      tracked.tier = tier;
    }
  }

  private static int looks(StickinessState state) {
    return Objects.hash(
        Math.round(state.score()),
        Math.round(state.trend()),
        state.tier().label(),
        state.activeDays7(),
        state.activeDays28(),
        state.streak(),
        state.bestStreak());
  }

  /**
   * When to look at a user for what changes at a midnight. What is seen then is what has been so
   * since midnight, and is told as of it.
   */
  long lookMillis(String user, long midnightMillis) {
    return spread.lookMillis(user, midnightMillis);
  }

  /** The next midnight with which something changes if nothing is done until then. */
  long nextMillis(String user, TrackedUser tracked) {
    if (tracked.changeMillis <= tracked.asOfMillis) {
      // Costly for users who are idle for long and are looked at for their examples: so kept.
      tracked.changeMillis = stickiness.nextChangeMillis(tracked.days, tracked.asOfMillis);
    }
    long next =
        Math.min(tracked.changeMillis, examples.nextMillis(user, tracked.days, tracked.emittedDay));
    if (conversions != null) {
      next = Math.min(next, conversions.nextMillis(user, tracked.days, tracked.emittedDay));
    }
    return Math.min(next, forgottenMillis(tracked));
  }
}
