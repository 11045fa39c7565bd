package dev.freshet.scoring.stickiness;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.Varint;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.id.Fingerprint;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * What a user did by day: which of the last {@value #DAYS} days were active, and how much was done
 * on each of the last {@value #DETAILED_DAYS}.
 *
 * <p>A function of the set of events, whatever their order: counts are whole numbers, which add up
 * alike in every order, and what is too old to be kept counts back from the latest active day, so
 * that it is left out whether it came before that day or after.
 *
 * <p>Days are numbered from 1970-01-01 in the platform's time zone.
 */
public final class ActivityDays {

  /** Days of which is known whether they were active, the latest included. */
  public static final int DAYS = 384;

  /** Days of which is known what was done, the latest included. */
  public static final int DETAILED_DAYS = 64;

  /** A like is worth one, a comment four. */
  static final int COMMUNITY_UNITS_OF_A_COMMENT = 4;

  public static final Layout LAYOUT = Layout.of("activity by day", 1);
  private static final int WORDS = DAYS / Long.SIZE;
  static final int NO_DAY = Integer.MIN_VALUE;

  private int firstDay = NO_DAY;
  private int lastDay = NO_DAY;

  /** Day d has the bit d modulo {@link #DAYS}. */
  private final long[] active = new long[WORDS];

  private final int[] events = new int[DETAILED_DAYS];
  private final int[] studySeconds = new int[DETAILED_DAYS];
  private final int[] completions = new int[DETAILED_DAYS];
  private final int[] community = new int[DETAILED_DAYS];

  /** Of each item one of 64 bits: how many are set estimates how many items there were. */
  private final long[] items = new long[DETAILED_DAYS];

  /** The day of a moment. */
  public static int day(long atMillis, ZoneId zone) {
    return (int) Instant.ofEpochMilli(atMillis).atZone(zone).toLocalDate().toEpochDay();
  }

  /** Enters an interaction of this user, on its day. */
  public void add(Interaction interaction, ZoneId zone) {
    add(interaction, day(interaction.atMillis(), zone));
  }

  /**
   * Enters an interaction of this user.
   *
   * @param day its day
   */
  public void add(Interaction interaction, int day) {
    if (isEmpty()) {
      firstDay = day;
      lastDay = day;
    }
    firstDay = Math.min(firstDay, day);
    moveTo(day);
    if (day <= lastDay - DAYS) {
      return;
    }
    int bit = Math.floorMod(day, DAYS);
    active[bit / Long.SIZE] |= 1L << bit;
    if (day > lastDay - DETAILED_DAYS) {
      enter(interaction, Math.floorMod(day, DETAILED_DAYS));
    }
  }

  private void enter(Interaction interaction, int slot) {
    events[slot] = added(events[slot], 1);
    studySeconds[slot] = added(studySeconds[slot], Math.round(interaction.studySeconds()));
    completions[slot] = added(completions[slot], interaction.completed() ? 1 : 0);
    community[slot] = added(community[slot], communityUnits(interaction));
    items[slot] |= 1L << Fingerprint.of(interaction.item());
  }

  /** Stops at the largest number: as independent of the order as a sum. */
  private static int added(int count, long more) {
    return (int) Math.min(Integer.MAX_VALUE, count + more);
  }

  private static int communityUnits(Interaction interaction) {
    return switch (interaction.kind()) {
      case CLICK, STUDY, PURCHASE -> 0;
      case LIKE, DISLIKE, ACCEPT -> 1;
      case COMMENT, SHARE -> COMMUNITY_UNITS_OF_A_COMMENT;
      case REVIEW -> 6;
      case QUESTION -> 8;
      case ANSWER -> 12;
    };
  }

  private void moveTo(int day) {
    if (day - lastDay >= DAYS) {
      Arrays.fill(active, 0L);
    }
    for (int next = lastDay + 1; next <= day && day - lastDay < DAYS; next++) {
      int bit = Math.floorMod(next, DAYS);
      active[bit / Long.SIZE] &= ~(1L << bit);
    }
    int newest = Math.min(day, lastDay + DETAILED_DAYS);
    for (int next = lastDay + 1; next <= newest; next++) {
      clear(Math.floorMod(next, DETAILED_DAYS));
    }
    lastDay = Math.max(lastDay, day);
  }

  private void clear(int slot) {
    events[slot] = 0;
    studySeconds[slot] = 0;
    completions[slot] = 0;
    community[slot] = 0;
    items[slot] = 0L;
  }

  /** Whether nothing was entered yet. */
  public boolean isEmpty() {
    return firstDay == NO_DAY;
  }

  /** The earliest day of an event, however long ago. */
  public int firstDay() {
    return firstDay;
  }

  /** The latest active day. */
  public int lastDay() {
    return lastDay;
  }

  /** Whether there was an event on the day; false for days too old to be known. */
  public boolean isActive(int day) {
    if (day > lastDay || day <= lastDay - DAYS) {
      return false;
    }
    int bit = Math.floorMod(day, DAYS);
    return (active[bit / Long.SIZE] & (1L << bit)) != 0;
  }

  /** The latest active day up to {@code day}; if none is known, the day of the first event. */
  public int lastActiveDay(int day) {
    for (int each = Math.min(day, lastDay); each > lastDay - DAYS; each--) {
      if (isActive(each)) {
        return each;
      }
    }
    return firstDay;
  }

  /** How many of the {@code window} days that end with {@code day} were active. */
  public int activeDays(int day, int window) {
    int count = 0;
    for (int each = Math.min(day, lastDay); each > day - window; each--) {
      count += isActive(each) ? 1 : 0;
    }
    return count;
  }

  /** How many active days in a row end with {@code day}. */
  public int streak(int day) {
    int length = 0;
    while (isActive(day - length)) {
      length++;
    }
    return length;
  }

  /** The longest row of active days that are known, up to {@code day}. */
  public int bestStreak(int day) {
    int best = 0;
    int length = 0;
    int last = Math.min(day, lastDay);
    // Days before the first are idle: a new user's are not worth looking at.
    for (int each = Math.max(firstDay, lastDay - DAYS + 1); each <= last; each++) {
      length = isActive(each) ? length + 1 : 0;
      best = Math.max(best, length);
    }
    return best;
  }

  /** Where the day's detail is kept, or -1 when it is not. */
  private int slot(int day) {
    return day <= lastDay && day > lastDay - DETAILED_DAYS && !isEmpty()
        ? Math.floorMod(day, DETAILED_DAYS)
        : -1;
  }

  /** Events of a day. */
  public int events(int day) {
    return at(events, day);
  }

  /** Seconds studied on a day. */
  public int studySeconds(int day) {
    return at(studySeconds, day);
  }

  /** Items completed on a day. */
  public int completions(int day) {
    return at(completions, day);
  }

  /** Deeds in the community on a day, of which a comment is four. */
  int communityUnits(int day) {
    return at(community, day);
  }

  private int at(int[] counts, int day) {
    int slot = slot(day);
    return slot < 0 ? 0 : counts[slot];
  }

  /**
   * About how many distinct items there were in the {@code window} days that end with {@code day}.
   *
   * <p>Linear counting (Whang, Vander-Zanden, Taylor: A linear-time probabilistic counting
   * algorithm, 1990) in 64 bits: right within a few up to thirty items, and at most 266.
   */
  public double distinctItems(int day, int window) {
    long union = 0L;
    for (int each = day; each > day - window; each--) {
      int slot = slot(each);
      union |= slot < 0 ? 0L : items[slot];
    }
    int unset = Math.max(1, Long.SIZE - Long.bitCount(union));
    return Long.SIZE * Math.log((double) Long.SIZE / unset);
  }

  /** The days as bytes; a detailed day takes 12 to 29, a quiet one none. */
  public byte[] serialize() {
    int longest =
        1
            + 2 * Integer.BYTES
            + DAYS / 8
            + DETAILED_DAYS * (5 * Varint.MOST_INT_BYTES + 2 * Long.BYTES);
    ByteBuffer buffer = ByteBuffer.allocate(longest);
    buffer.put(LAYOUT.version()).putInt(firstDay).putInt(lastDay);
    for (long word : active) {
      buffer.putLong(word);
    }
    for (int slot = 0; slot < DETAILED_DAYS; slot++) {
      if (events[slot] > 0) {
        buffer.put((byte) slot);
        Varint.put(buffer, events[slot]);
        Varint.put(buffer, studySeconds[slot]);
        Varint.put(buffer, completions[slot]);
        Varint.put(buffer, community[slot]);
        buffer.putLong(items[slot]);
      }
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** The days that {@link #serialize} wrote. */
  public static ActivityDays deserialize(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    LAYOUT.require(buffer.get());
    ActivityDays days = new ActivityDays();
    days.firstDay = buffer.getInt();
    days.lastDay = buffer.getInt();
    for (int word = 0; word < WORDS; word++) {
      days.active[word] = buffer.getLong();
    }
    while (buffer.hasRemaining()) {
      int slot = buffer.get();
      days.events[slot] = Varint.getInt(buffer);
      days.studySeconds[slot] = Varint.getInt(buffer);
      days.completions[slot] = Varint.getInt(buffer);
      days.community[slot] = Varint.getInt(buffer);
      days.items[slot] = buffer.getLong();
    }
    return days;
  }
}
