package dev.freshet.scoring.stickiness;

import java.time.LocalDate;
import java.util.Arrays;

/** Tells how sticky users are: the score, its components, the tier and when they change next. */
public final class Stickiness {

  static final int WEEK = 7;
  static final int MONTH = 28;

  private static final long MILLIS_PER_DAY = 86_400_000L;

  /** No change will come by itself. */
  public static final long NEVER = Long.MAX_VALUE;

  private final StickinessSettings settings;

  /** What is left of a day's study and community, by its age in days. */
  private final double[] left = new double[MONTH];

  public Stickiness(StickinessSettings settings) {
    this.settings = settings;
    Arrays.setAll(left, age -> settings.fading().decay(age * MILLIS_PER_DAY));
  }

  /** The last day that counts at a moment: today if it was active, else yesterday. */
  public int countingDay(ActivityDays days, long nowMillis) {
    int today = ActivityDays.day(nowMillis, settings.zone());
    return days.isActive(today) ? today : today - 1;
  }

  /** The state at a moment. */
  public StickinessState stateAt(ActivityDays days, long nowMillis) {
    return stateOn(days, countingDay(days, nowMillis));
  }

  /** The state when {@code day} is the last that counts. */
  public StickinessState stateOn(ActivityDays days, int day) {
    Components components = components(days, day);
    double score = score(components);
    return new StickinessState(
        day,
        score,
        components,
        tier(days, day),
        score - scoreOn(days, day - MONTH),
        days.activeDays(day, WEEK),
        days.activeDays(day, MONTH),
        days.streak(day),
        days.bestStreak(day));
  }

  private double score(Components components) {
    return 100.0 * settings.weights().mean(components);
  }

  /** The oldest state since the last active day that a reader cannot tell from this one. */
  public StickinessState asItCameToBe(ActivityDays days, StickinessState state) {
    StickinessState first = state;
    while (first.day() > days.lastDay()) {
      StickinessState before = stateOn(days, first.day() - 1);
      if (!before.looksLike(state)) {
        return first;
      }
      first = before;
    }
    return first;
  }

  /** The score when {@code day} is the last that counts, 0 before the first. */
  public double scoreOn(ActivityDays days, int day) {
    return score(components(days, day));
  }

  /** The components when {@code day} is the last that counts. */
  public Components components(ActivityDays days, int day) {
    if (days.isEmpty() || day < days.firstDay()) {
      return new Components(0, 0, 0, 0);
    }
    int idle = day - days.lastActiveDay(day);
    double recency = settings.recency().decay(idle * MILLIS_PER_DAY);
    if (idle >= MONTH) {
      return new Components(recency, 0, 0, 0);
    }
    return new Components(recency, frequency(days, day), depth(days, day), community(days, day));
  }

  private double frequency(ActivityDays days, int day) {
    StickinessSettings.Halves halves = settings.halves();
    return 0.4 * saturated(days.activeDays(day, WEEK), halves.week())
        + 0.4 * saturated(days.activeDays(day, MONTH), halves.month())
        + 0.2 * saturated(days.streak(day), halves.streak());
  }

  private double depth(ActivityDays days, int day) {
    double minutes = 0.0;
    double completions = 0.0;
    for (int age = 0; age < MONTH; age++) {
      minutes += left[age] * days.studySeconds(day - age) / 60.0;
      completions += left[age] * days.completions(day - age);
    }
    StickinessSettings.Halves halves = settings.halves();
    return 0.4 * saturated(minutes, halves.studyMinutes())
        + 0.2 * saturated(completions, halves.completions())
        + 0.4 * saturated(days.distinctItems(day, MONTH), halves.items());
  }

  private double community(ActivityDays days, int day) {
    double comments = 0.0;
    for (int age = 0; age < MONTH; age++) {
      double ofDay =
          (double) days.communityUnits(day - age) / ActivityDays.COMMUNITY_UNITS_OF_A_COMMENT;
      comments += left[age] * Math.min(settings.dailyCommunity(), ofDay);
    }
    return saturated(comments, settings.halves().community());
  }

  /** 0 for nothing, a half for {@code half}, three quarters for twice that, never quite 1. */
  private static double saturated(double quantity, double half) {
    return 1.0 - Math.pow(0.5, quantity / half);
  }

  /**
   * The tier when {@code day} is the last that counts.
   *
   * <p>A tier is left later than it is entered, so it depends on the one before. To be the same
   * whatever arrived when, it is found by walking over the last four weeks day by day; what was
   * before them no longer matters.
   */
  Tier tier(ActivityDays days, int day) {
    StickinessSettings.Tiers tiers = settings.tiers();
    if (day - days.firstDay() < tiers.newDays()) {
      return Tier.NEW;
    }
    if (day - days.lastActiveDay(day) >= tiers.dormantDays()) {
      return Tier.DORMANT;
    }
    Tier tier = Tier.CASUAL;
    for (int each = Math.max(days.firstDay(), day - MONTH); each <= day; each++) {
      tier = next(tier, scoreOn(days, each));
    }
    return tier;
  }

  private Tier next(Tier before, double score) {
    StickinessSettings.Tiers tiers = settings.tiers();
    if (isReached(score, tiers.devoted(), before == Tier.DEVOTED)) {
      return Tier.DEVOTED;
    }
    boolean wasRegular = before == Tier.REGULAR || before == Tier.DEVOTED;
    if (isReached(score, tiers.regular(), wasRegular)) {
      return Tier.REGULAR;
    }
    return before == Tier.CASUAL ? Tier.CASUAL : Tier.AT_RISK;
  }

  private boolean isReached(double score, double beginning, boolean isInside) {
    return score >= beginning - (isInside ? settings.tiers().margin() : 0.0);
  }

  /** When a day begins, epoch milliseconds. */
  public long beginning(int day) {
    return LocalDate.ofEpochDay(day).atStartOfDay(settings.zone()).toInstant().toEpochMilli();
  }

  /** When a user is forgotten who does nothing more. */
  public long forgottenMillis(ActivityDays days) {
    return beginning(days.lastDay() + settings.retentionDays() + 1);
  }

  /**
   * The next moment at which the state changes visibly if nothing is done until then: the end of a
   * day, since within a day only events change it. {@link #NEVER} if only forgetting is left.
   */
  public long nextChangeMillis(ActivityDays days, long nowMillis) {
    int day = countingDay(days, nowMillis);
    StickinessState now = stateOn(days, day);
    int last = days.lastDay() + settings.retentionDays();
    for (int later = day + 1; later <= last; later++) {
      if (!stateOn(days, later).looksLike(now)) {
        return beginning(later + 1);
      }
    }
    return NEVER;
  }
}
