package dev.freshet.scoring.engagement;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.event.EventTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known of a user: when the user was active, what was earned, how far the user has come
 * with each rule, and what is not looked at yet, since something earlier may still come.
 */
public final class Participant {

  private static final byte WITHOUT_BEGINNINGS = 1;

  public static final Layout LAYOUT = Layout.of("participant", 2).reading(WITHOUT_BEGINNINGS);

  /** Days of which is known whether they were active. */
  private static final int KNOWN_DAYS = Long.SIZE;

  private long firstMillis = EventTime.NEVER;
  private long lastMillis = EventTime.NEVER;

  /** The last active day; bit n of the active days is the day n days before it. */
  private int lastDay;

  private long activeDays;
  private int streak;

  /** Points by rules without a budget, which conditions see. */
  private long points;

  private final SortedSet<String> badges = new TreeSet<>();
  private Knowledge knowledge = new Knowledge();
  final SortedMap<String, Progress> progress = new TreeMap<>();

  /** In the order in which it is looked at. */
  private final List<Occasion> waiting = new ArrayList<>();

  /** When some of the progress is void next, event time; {@link Long#MAX_VALUE} if never. */
  long expiryMillis = Long.MAX_VALUE;

  /** Until when it counts what the user does, as a rule is measured that has met the user, or 0. */
  long followedUntilMillis;

  /** For which watermark there is a timer, or {@link EventTime#NEVER}. Kept for its owner. */
  public long dueMillis = EventTime.NEVER;

  /** Keeps what occurred until it is looked at. */
  void await(Occasion occasion) {
    int place = waiting.size();
    // Most of it comes in its order.
    while (place > 0 && Occasion.ORDER.compare(waiting.get(place - 1), occasion) > 0) {
      place--;
    }
    waiting.add(place, occasion);
  }

  /**
   * Another job tells of the user. Returns whether something is to be looked at by that, or no
   * more.
   */
  boolean hear(Told told) {
    if (told.isForgotten()) {
      knowledge.forget(told.subject());
      return waiting.removeIf(
          each -> each.told() != null && each.told().subject() == told.subject());
    }
    boolean isNews = knowledge.isNews(told);
    if (isNews) {
      await(Occasion.of(told));
    }
    return isNews;
  }

  /** When the first of what is kept occurred, or {@link Long#MAX_VALUE}. */
  long waitingMillis() {
    return waiting.isEmpty() ? Long.MAX_VALUE : waiting.get(0).atMillis();
  }

  /** Takes out what occurred up to a moment, in its order. */
  List<Occasion> takeUntil(long untilMillis) {
    int due = 0;
    while (due < waiting.size() && waiting.get(due).atMillis() <= untilMillis) {
      due++;
    }
    List<Occasion> first = waiting.subList(0, due);
    List<Occasion> taken = List.copyOf(first);
    first.clear();
    return taken;
  }

  /** The user did something. Returns whether the day was not active before. */
  boolean act(long atMillis, int day) {
    boolean isNew = firstMillis == EventTime.NEVER;
    firstMillis = isNew ? atMillis : Math.min(firstMillis, atMillis);
    lastMillis = Math.max(lastMillis, atMillis);
    if (isNew || day > lastDay) {
      begin(day, isNew);
      return true;
    }
    int before = lastDay - day;
    boolean wasActive = before >= KNOWN_DAYS || (activeDays >>> before & 1) != 0;
    activeDays |= before < KNOWN_DAYS ? 1L << before : 0L;
    return !wasActive;
  }

  private void begin(int day, boolean isNew) {
    int passed = isNew ? KNOWN_DAYS : day - lastDay;
    activeDays = (passed < KNOWN_DAYS ? activeDays << passed : 0L) | 1L;
    streak = passed == 1 ? streak + 1 : 1;
    lastDay = day;
  }

  /** What was earned by a rule without a budget. */
  void earn(Reward reward) {
    points += reward.points();
    if (!reward.badge().isEmpty()) {
      badges.add(reward.badge());
    }
  }

  /** What was told counts from now on. */
  void stand(Told told) {
    knowledge.apply(told);
  }

  Standing standing() {
    return knowledge.standing();
  }

  /** Whether the user ever did something. */
  boolean isKnown() {
    return firstMillis != EventTime.NEVER;
  }

  long firstMillis() {
    return firstMillis;
  }

  long lastMillis() {
    return lastMillis;
  }

  /** Active days of those that end with a day, at most {@value #KNOWN_DAYS}. */
  int activeDays(int day, int window) {
    int known = window - Math.max(0, day - lastDay);
    int later = Math.max(0, lastDay - day);
    if (known <= 0 || later >= KNOWN_DAYS) {
      return 0;
    }
    long days = activeDays >>> later;
    return Long.bitCount(known >= KNOWN_DAYS ? days : days & ((1L << known) - 1));
  }

  /** Active days in a row, of which the last is a day or the one before: it is not over yet. */
  int streak(int day) {
    return day - lastDay <= 1 ? streak : 0;
  }

  long points() {
    return points;
  }

  SortedSet<String> badges() {
    return badges;
  }

  /** All of it as bytes. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    out.number(firstMillis);
    out.number(lastMillis);
    out.number(lastDay);
    out.number(activeDays);
    out.number(streak);
    out.number(points);
    out.number(expiryMillis);
    out.number(dueMillis);
    out.number(followedUntilMillis);
    out.number(badges.size());
    for (String badge : badges) {
      out.text(badge);
    }
    knowledge.write(out);
    out.number(progress.size());
    for (Map.Entry<String, Progress> each : progress.entrySet()) {
      out.text(each.getKey());
      each.getValue().write(out);
    }
    out.number(waiting.size());
    for (Occasion occasion : waiting) {
      ParticipantCodec.write(occasion, out);
    }
    return out.bytes();
  }

  /** What {@link #serialize} wrote. */
  public static Participant deserialize(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    boolean hasBeginnings = in.version() != WITHOUT_BEGINNINGS;
    Participant user = new Participant();
    user.firstMillis = in.number();
    user.lastMillis = in.number();
    user.lastDay = in.count();
    user.activeDays = in.number();
    user.streak = in.count();
    user.points = in.number();
    user.expiryMillis = in.number();
    user.dueMillis = in.number();
    user.followedUntilMillis = in.number();
    for (int badges = in.count(); badges > 0; badges--) {
      user.badges.add(in.text());
    }
    user.knowledge = Knowledge.read(in);
    for (int rules = in.count(); rules > 0; rules--) {
      user.progress.put(in.text(), Progress.read(in, hasBeginnings));
    }
    for (int occasions = in.count(); occasions > 0; occasions--) {
      user.await(ParticipantCodec.readOccasion(in));
    }
    return user;
  }
}
