package dev.freshet.scoring.engagement;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.id.Fingerprint;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far one user has come with one rule. Events are entered in the order of their time; one that
 * comes when its window is over does not count.
 */
final class Progress {

  private static final int NEVER = Integer.MIN_VALUE;
  private static final int[] NO_ITEMS = {};

  /** The shape of no way of counting. */
  private static final int ENDED = 0;

  /** No window but the one without an end has more days. */
  private static final int LONGEST_WINDOW = 31;

  /** The way of counting that all this belongs to. */
  private int shape;

  /** How often counting began anew, as the rule counts in another way or had ended. */
  private int begunAnew;

  /** First day of the window that is counted in. */
  private int window = NEVER;

  /** What was counted in it; the length of a streak. */
  private int count;

  /** The last day that counted, of days and streaks. */
  private int lastDay = NEVER;

  /** The items that were counted, as the lower halves of their fingerprints, sorted. */
  private int[] items = NO_ITEMS;

  /** Which windows the limit is for; another kind begins anew. */
  private int limitKind;

  /** First day of the window that the limit is for. */
  private int limitWindow = NEVER;

  /** What was given in it. */
  private int given;

  Progress(Every every) {
    this(every.shape());
  }

  private Progress(int shape) {
    this.shape = shape;
  }

  /** Counting begins anew in another way; what was given stays given. */
  Progress anew(Every every) {
    Progress progress = new Progress(every);
    progress.begunAnew = begunAnew + 1;
    progress.limitKind = limitKind;
    progress.limitWindow = limitWindow;
    progress.given = given;
    return progress;
  }

  /** Whether it was counted the way that a rule counts. */
  boolean isOf(Every every) {
    return shape == every.shape();
  }

  /**
   * Enters an event that meets the condition.
   *
   * @return which reward is due by it, or null if none is
   */
  @Nullable String enter(Every every, Occasion occasion, int day) {
    if (every.equals(Every.EVENT)) {
      // Known by the event itself, whatever is forgotten.
      return Long.toHexString(occasion.fingerprint());
    }
    boolean counts =
        every.counted() == Counted.STREAK ? goOn(day) : count(every, occasion.item(), day);
    return counts && count % every.count() == 0 ? occurrence(every) : null;
  }

  private boolean goOn(int day) {
    if (day <= lastDay) {
      return false;
    }
    count = lastDay == day - 1 ? count + 1 : 1;
    lastDay = day;
    return true;
  }

  private boolean count(Every every, String item, int day) {
    int first = every.within().firstDay(day);
    if (first < window) {
      return false;
    }
    if (first > window) {
      begin(first);
    }
    boolean counts =
        switch (every.counted()) {
          case EVENTS -> true;
          case ITEMS -> add((int) Fingerprint.of(item));
          case DAYS, STREAK -> day > lastDay;
        };
    lastDay = Math.max(lastDay, day);
    count += counts ? 1 : 0;
    return counts;
  }

  private void begin(int first) {
    window = first;
    count = 0;
    items = NO_ITEMS;
  }

  private boolean add(int item) {
    int place = Arrays.binarySearch(items, item);
    if (place >= 0 || items.length == Every.MOST_ITEMS) {
      return false;
    }
    int[] more = Arrays.copyOf(items, items.length + 1);
    System.arraycopy(items, -place - 1, more, -place, items.length + place + 1);
    more[-place - 1] = item;
    items = more;
    return true;
  }

  /** No two are alike, also of those before counting began anew. */
  private String occurrence(Every every) {
    return begunAnew == 0 ? place(every) : place(every) + '~' + begunAnew;
  }

  private String place(Every every) {
    if (every.counted() == Counted.STREAK) {
      return "streak-" + LocalDate.ofEpochDay(lastDay);
    }
    String within =
        every.within() == Window.EVER
            ? Window.EVER.label()
            : every.within().label() + '-' + LocalDate.ofEpochDay(window);
    return within + '/' + count / every.count();
  }

  /** How much of the next reward is done. */
  int done(Every every) {
    return count % every.count();
  }

  /** The day with which what is done is void unless more is done. */
  int endDay(Every every) {
    if (count == 0) {
      return Window.NO_END;
    }
    // The day after the last one is not idle before it is over.
    return every.counted() == Counted.STREAK ? lastDay + 2 : every.within().endDay(window);
  }

  /** What is done is void. */
  void end() {
    count = 0;
    items = NO_ITEMS;
  }

  /** The rule has ended: of what is known there stays what was given. */
  void endRule(int day) {
    end();
    shape = ENDED;
    lastDay = day;
  }

  /** Whether the rule has ended, or had. */
  boolean isOfEndedRule() {
    return shape == ENDED;
  }

  /** The last day that counted; of an ended rule the day of which that is known. */
  int lastDay() {
    return lastDay;
  }

  /** Counts a reward. Returns whether there may be one more, before it is counted. */
  boolean give(Limit limit, int day) {
    int first = limit.per().firstDay(day);
    int kind = kind(limit.per());
    if (first > limitWindow || kind != limitKind) {
      limitKind = kind;
      limitWindow = first;
      given = 0;
    }
    // How much was given in a window that is over is not known any more.
    if (first < limitWindow || given >= limit.times()) {
      return false;
    }
    given++;
    return true;
  }

  /**
   * Whether nothing is left to be remembered on a day. Where counting began anew, the next
   * beginning must be told apart from all before it.
   */
  boolean isSpent(Limit limit, int day) {
    return count == 0 && begunAnew == 0 && (given == 0 || limit.per().firstDay(day) != limitWindow);
  }

  /** The same of an ended rule, of which the windows alone are known. */
  boolean isSpent(int day) {
    return given == 0 || (begunAnew == 0 && isLimitOver(day) && isCountingOver(day));
  }

  private boolean isLimitOver(int day) {
    for (Window per : Window.values()) {
      if (kind(per) == limitKind) {
        return day >= per.endDay(limitWindow);
      }
    }
    return true;
  }

  /** Streaks and single events have no window, and rewards of other days by themselves. */
  private boolean isCountingOver(int day) {
    return window == NEVER
        || (window != Window.EVER.firstDay(day) && day >= window + LONGEST_WINDOW);
  }

  private static int kind(Window per) {
    return per.name().hashCode();
  }

  void write(StateWriter out) {
    out.number(shape);
    out.number(window);
    out.number(count);
    out.number(lastDay);
    out.number(limitKind);
    out.number(limitWindow);
    out.number(given);
    out.number(begunAnew);
    out.number(items.length);
    for (int item : items) {
      out.number(item);
    }
  }

  /**
   * What {@link #write} wrote.
   *
   * @param hasBeginnings whether it was written with how often counting began anew
   */
  static Progress read(StateReader in, boolean hasBeginnings) {
    Progress progress = new Progress(in.count());
    progress.window = in.count();
    progress.count = in.count();
    progress.lastDay = in.count();
    progress.limitKind = in.count();
    progress.limitWindow = in.count();
    progress.given = in.count();
    progress.begunAnew = hasBeginnings ? in.count() : 0;
    progress.items = new int[in.count()];
    for (int item = 0; item < progress.items.length; item++) {
      progress.items[item] = in.count();
    }
    return progress;
  }
}
