package dev.freshet.scoring.engagement;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What conditions are about: an event, its user and the time.
 *
 * <p>The user is as of this event, what was earned by it before included; but {@link
 * #lastSeenMillis} is when the user acted before.
 */
public final class Moment {

  private static final int WEEK = 7;
  private static final int MONTH = 28;

  private final Occasion event;
  private final List<String> tags;
  private final Participant user;
  private final Levels levels;
  private final Calendar calendar;
  private final int today;
  private final long lastSeenMillis;

  /** Several conditions ask for it, and a calendar takes long; 0 until the first does. */
  private long tomorrowMillis;

  /**
   * @param tags of the event's item
   * @param calendar the platform's days
   * @param today the day of the event
   * @param lastSeenMillis when the user acted before
   */
  Moment(
      Occasion event,
      List<String> tags,
      Participant user,
      Levels levels,
      Calendar calendar,
      int today,
      long lastSeenMillis) {
    this.event = event;
    this.tags = tags;
    this.user = user;
    this.levels = levels;
    this.calendar = calendar;
    this.today = today;
    this.lastSeenMillis = lastSeenMillis;
  }

  /** A moment at which nothing occurs. */
  public static Moment of(Participant user, IncentiveSettings settings, long atMillis) {
    Calendar calendar = new Calendar(settings.zone());
    return new Moment(
        Occasion.nothing(atMillis),
        List.of(),
        user,
        settings.levels(),
        calendar,
        calendar.day(atMillis),
        user.isKnown() ? user.lastMillis() : atMillis);
  }

  /** Whether the user ever did something. */
  public boolean isOfKnownUser() {
    return user.isKnown();
  }

  /** When the next day begins. */
  public long tomorrowMillis() {
    if (tomorrowMillis == 0L) {
      tomorrowMillis = calendar.beginning(today + 1);
    }
    return tomorrowMillis;
  }

  /** What occurred. */
  public Occasion event() {
    return event;
  }

  /** The tags of the event's item. */
  public List<String> tags() {
    return tags;
  }

  /** When it is, event time. */
  public long nowMillis() {
    return event.atMillis();
  }

  /** What is told of the user. */
  public Standing standing() {
    return user.standing();
  }

  /** Weights by tag. */
  public Map<String, Double> interests() {
    return user.standing().interests();
  }

  /** Tags of which the user is one of the best experts. */
  public List<String> expertIn() {
    return user.standing().expertIn();
  }

  /** Active days of the last 7, today included. */
  public int activeDays7() {
    return user.activeDays(today, WEEK);
  }

  /** Active days of the last 28, today included. */
  public int activeDays28() {
    return user.activeDays(today, MONTH);
  }

  /** Active days in a row. */
  public int streak() {
    return user.streak(today);
  }

  /** What was earned by rules without a budget. */
  public long points() {
    return user.points();
  }

  /** What the points make. */
  public int level() {
    return levels.of(user.points());
  }

  /** Given by rules without a budget. */
  public Set<String> badges() {
    return user.badges();
  }

  /** When the user acted for the first time, epoch milliseconds; now for who never did. */
  public long firstSeenMillis() {
    return user.isKnown() ? user.firstMillis() : nowMillis();
  }

  /** When the user acted last, before this event; now for a user's first. */
  public long lastSeenMillis() {
    return lastSeenMillis;
  }
}
