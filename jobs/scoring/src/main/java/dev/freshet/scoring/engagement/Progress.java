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

  /** The way of counting that all this belongs to. */
  private final int shape;

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

  private String occurrence(Every every) {
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

  /** Counts a reward. Returns whether there may be one more, before it is counted. */
  boolean give(Limit limit, int day) {
    int first = limit.per().firstDay(day);
    int kind = limit.per().name().hashCode();
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

  /** Whether nothing is left to be remembered on a day. */
  boolean isSpent(Limit limit, int day) {
    return count == 0 && (given == 0 || limit.per().firstDay(day) != limitWindow);
  }

  void write(StateWriter out) {
    out.number(shape);
    out.number(window);
    out.number(count);
    out.number(lastDay);
    out.number(limitKind);
    out.number(limitWindow);
    out.number(given);
    out.number(items.length);
    for (int item : items) {
      out.number(item);
    }
  }

  static Progress read(StateReader in) {
    Progress progress = new Progress(in.count());
    progress.window = in.count();
    progress.count = in.count();
    progress.lastDay = in.count();
    progress.limitKind = in.count();
    progress.limitWindow = in.count();
    progress.given = in.count();
    progress.items = new int[in.count()];
    for (int item = 0; item < progress.items.length; item++) {
      progress.items[item] = in.count();
    }
    return progress;
  }
}
