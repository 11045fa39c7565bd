package dev.freshet.stickiness;

import dev.freshet.scoring.Interaction;
import dev.freshet.scoring.InteractionKind;
import dev.freshet.scoring.stickiness.ActivityDays;
import dev.freshet.scoring.stickiness.ConversionLesson;
import dev.freshet.scoring.stickiness.ConversionLessons;
import dev.freshet.scoring.stickiness.Footprint;
import dev.freshet.scoring.stickiness.MidnightSpread;
import dev.freshet.scoring.stickiness.PlatformChange;
import dev.freshet.scoring.stickiness.ReturnLesson;
import dev.freshet.scoring.stickiness.ReturnLessons;
import dev.freshet.scoring.stickiness.Standing;
import dev.freshet.scoring.stickiness.Stickiness;
import dev.freshet.scoring.stickiness.Tier;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of users when they do something and when time passes, whoever keeps their
 * memberships and tells the time.
 *
 * <p>What was told last of a user is a function of the user's events and of the moment, in whatever
 * order the events came: so whoever has acted is told, and each standing is told as of the moment
 * at which it came to be, not as of the moment at which somebody looked.
 */
final class Follower {

  private static final double[] NO_FEATURES = {};

  private final ZoneId zone;
  private final Stickiness stickiness;
  private final ReturnLessons lessons;
  private final MidnightSpread spread;

  /** Null on a platform without purchases. */
  private final @Nullable ConversionLessons conversions;

  Follower(StickinessJobSettings settings) {
    zone = settings.scoring().zone();
    stickiness = new Stickiness(settings.scoring());
    lessons = new ReturnLessons(stickiness);
    spread = settings.spread();
    conversions = settings.purchases() ? new ConversionLessons(stickiness) : null;
  }

  /** Is told what a look at a user brought to light. */
  interface Listener {

    void observed(Observation observation);

    void taught(ReturnLesson lesson);

    void taught(ConversionLesson lesson);

    void moved(TierChange change);

    void counted(PlatformChange change);
  }

  /** When a user is forgotten who does nothing more. */
  long forgottenMillis(Membership membership) {
    return stickiness.forgottenMillis(membership.days);
  }

  /**
   * Enters what a user did into the membership, a new one for a user who is not known. What follows
   * from it is told with the next look, but the platform counts days and purchases at once.
   */
  Membership enter(@Nullable Membership known, Interaction interaction, Listener listener) {
    Membership membership = known == null ? new Membership(new ActivityDays()) : known;
    int day = ActivityDays.day(interaction.atMillis(), zone);
    boolean wasActive = membership.days.isActive(day);
    membership.days.add(interaction, day);
    membership.hasActed = true;
    membership.changeMillis = Long.MIN_VALUE;
    membership.latestMillis = Math.max(membership.latestMillis, interaction.atMillis());
    if (known == null) {
      membership.taughtDay = membership.days.lastDay();
    }
    boolean isPurchase = interaction.kind() == InteractionKind.PURCHASE;
    if (isPurchase) {
      membership.buy(day);
    }
    boolean isNewlyActive = !wasActive && membership.days.isActive(day);
    if (isNewlyActive || isPurchase) {
      listener.counted(
          new PlatformChange(
              Math.max(membership.asOfMillis, interaction.atMillis()),
              membership.counted,
              membership.counted,
              isNewlyActive ? day : null,
              isPurchase ? day : null));
    }
    return membership;
  }

  /**
   * Looks at a user.
   *
   * @param now the moment, event time; what was seen of a later one is not taken back
   * @return whether the user is still known; one who is not is to be forgotten
   */
  boolean look(String user, Membership membership, long now, Listener listener) {
    membership.asOfMillis = Math.max(now, membership.asOfMillis);
    teach(user, membership, listener);
    long forgottenMillis = forgottenMillis(membership);
    boolean isForgotten = membership.asOfMillis >= forgottenMillis;
    if (isForgotten) {
      move(membership, null, forgottenMillis, listener);
      listener.observed(Observation.forgotten(user, forgottenMillis));
    } else {
      see(user, membership, listener);
    }
    count(membership, listener);
    return !isForgotten;
  }

  private void see(String user, Membership membership, Listener listener) {
    Standing standing = stickiness.standing(membership.days, membership.asOfMillis);
    int looks = looks(standing);
    if (membership.hasActed || looks != membership.shown) {
      membership.shown = looks;
      membership.hasActed = false;
      tell(user, membership, stickiness.asItCameToBe(membership.days, standing), listener);
    }
  }

  private void teach(String user, Membership membership, Listener listener) {
    int over = ActivityDays.day(membership.asOfMillis, zone) - 1;
    for (int day = membership.taughtDay + 1; day <= over; day++) {
      ReturnLesson lesson = lessons.on(user, membership.days, day);
      if (lesson != null) {
        listener.taught(lesson);
      }
      ConversionLesson conversion =
          conversions == null
              ? null
              : conversions.on(user, membership.days, membership.purchases, day);
      if (conversion != null) {
        listener.taught(conversion);
      }
    }
    membership.taughtDay = Math.max(membership.taughtDay, over);
  }

  private void tell(String user, Membership membership, Standing standing, Listener listener) {
    ActivityDays days = membership.days;
    long sinceMillis =
        standing.day() == days.lastDay()
            ? membership.latestMillis
            : stickiness.beginning(standing.day() + 1);
    int score = (int) Math.round(standing.score());
    boolean isMoved = score != membership.score || standing.tier() != membership.tier;
    membership.score = score;
    move(membership, standing.tier(), sinceMillis, listener);
    listener.observed(
        new Observation(
            user,
            sinceMillis,
            standing,
            isMoved,
            lessons.features(days, standing.day()),
            conversions == null
                ? NO_FEATURES
                : conversions.features(days, membership.purchases, standing.day())));
  }

  private static void count(Membership membership, Listener listener) {
    Footprint now = membership.footprint();
    PlatformChange change =
        new PlatformChange(membership.asOfMillis, membership.counted, now, null, null);
    if (change.matters()) {
      listener.counted(change);
    }
    membership.counted = now;
  }

  private static void move(
      Membership membership, @Nullable Tier tier, long atMillis, Listener listener) {
    if (tier != membership.tier) {
      listener.moved(new TierChange(membership.tier, tier, atMillis));
      membership.tier = tier;
    }
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

  /**
   * When to look at a user for what changes at a midnight. What is seen then is what has been so
   * since midnight, and is told as of it.
   */
  long lookMillis(String user, long midnightMillis) {
    return spread.lookMillis(user, midnightMillis);
  }

  /** The next midnight with which something changes if nothing is done until then. */
  long nextMillis(String user, Membership membership) {
    if (membership.changeMillis <= membership.asOfMillis) {
      // Costly for users who are idle for long and are looked at for their lessons: so kept.
      membership.changeMillis = stickiness.nextChangeMillis(membership.days, membership.asOfMillis);
    }
    long next =
        Math.min(
            membership.changeMillis,
            lessons.nextMillis(user, membership.days, membership.taughtDay));
    if (conversions != null) {
      next = Math.min(next, conversions.nextMillis(user, membership.days, membership.taughtDay));
    }
    return Math.min(next, forgottenMillis(membership));
  }
}
