package dev.freshet.scoring.effect;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.id.Fingerprint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;

/**
 * What becomes of a user whom rules have met. Each rule's first occasion counts, alike for those
 * whom it rewards and those whom it holds out, and is followed for {@value #DAYS} days; a rule that
 * was followed to the end never is again.
 *
 * <p>Rewards of rules with a budget are told by others than what the user does. So everything waits
 * until nothing earlier can come, and is entered in the order of its time.
 */
public final class FollowedUser {

  public static final Layout LAYOUT = Layout.of("followed-user", 1);

  /** For how many days after the day of the first occasion a user is followed. */
  public static final int DAYS = 28;

  /** How many rules a user is followed for, ever, so that users do not pile them up. */
  static final int MOST_RULES = 100;

  private static final int NO_DAY = Integer.MAX_VALUE;

  private final SortedMap<String, Exposure> open = new TreeMap<>();

  private final List<FollowUp> waiting = new ArrayList<>();

  /** Fingerprints of the rules for which it is over, sorted. */
  private long[] done = {};

  /** For which watermark there is a timer, or {@link Long#MIN_VALUE}. Kept for its owner. */
  public long dueMillis = Long.MIN_VALUE;

  /** Keeps what counts until nothing earlier can come. */
  public void await(FollowUp news) {
    waiting.add(news);
  }

  /** When the first of what is kept occurred, or {@link Long#MAX_VALUE}. */
  public long waitingMillis() {
    return waiting.stream().mapToLong(FollowUp::atMillis).min().orElse(Long.MAX_VALUE);
  }

  /**
   * Enters what occurred up to a moment, before which nothing comes any more, and tells what is
   * known by then.
   *
   * @param day the day of that moment
   * @param beginnings the first moment of a day, event time
   * @return how many rules the user is not followed for, as there was no room
   */
  public int pass(
      long untilMillis, int day, IntToLongFunction beginnings, Consumer<OutcomeChange> changes) {
    int unfollowed = 0;
    for (FollowUp news : takeUntil(untilMillis)) {
      if (news.isAction()) {
        open.values().forEach(exposure -> exposure.acted(news));
      } else if (!met(news, changes)) {
        unfollowed++;
      }
    }
    reach(day, beginnings, changes);
    return unfollowed;
  }

  /** Takes out what occurred up to a moment, in the order of its time. */
  public List<FollowUp> takeUntil(long untilMillis) {
    List<FollowUp> due =
        waiting.stream()
            .filter(news -> news.atMillis() <= untilMillis)
            .sorted(FollowUp.ORDER)
            .toList();
    waiting.removeAll(due);
    return due;
  }

  private boolean met(FollowUp met, Consumer<OutcomeChange> changes) {
    Exposure known = open.get(met.rule());
    if (known != null) {
      known.rewarded(met);
      return true;
    }
    if (Arrays.binarySearch(done, Fingerprint.of(met.rule())) >= 0) {
      return true;
    }
    if (open.size() + done.length >= MOST_RULES) {
      return false;
    }
    Exposure exposure = Exposure.of(met);
    open.put(met.rule(), exposure);
    changes.accept(exposure.begun(met.rule()));
    return true;
  }

  /** Whether nothing is known of the user. */
  public boolean isForgotten() {
    return open.isEmpty() && waiting.isEmpty() && done.length == 0;
  }

  /** The day with whose beginning something is known, or {@link Integer#MAX_VALUE} for none. */
  public int nextDay() {
    return open.values().stream().mapToInt(Exposure::nextDay).min().orElse(NO_DAY);
  }

  private void reach(int day, IntToLongFunction beginnings, Consumer<OutcomeChange> changes) {
    Iterator<Map.Entry<String, Exposure>> all = open.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, Exposure> each = all.next();
      Exposure exposure = each.getValue();
      if (!exposure.isWeekTold() && exposure.nextDay() <= day) {
        long atMillis = beginnings.applyAsLong(exposure.nextDay());
        changes.accept(exposure.endOfWeek(each.getKey(), atMillis));
      }
      if (exposure.isWeekTold() && exposure.nextDay() <= day) {
        long atMillis = beginnings.applyAsLong(exposure.nextDay());
        changes.accept(exposure.end(each.getKey(), atMillis));
        all.remove();
        finish(each.getKey());
      }
    }
  }

  private void finish(String rule) {
    done = Arrays.copyOf(done, done.length + 1);
    done[done.length - 1] = Fingerprint.of(rule);
    Arrays.sort(done);
  }

  /** All of it as bytes. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    out.number(dueMillis);
    out.number(open.size());
    for (Map.Entry<String, Exposure> each : open.entrySet()) {
      out.text(each.getKey());
      each.getValue().write(out);
    }
    out.number(waiting.size());
    for (FollowUp news : waiting) {
      news.write(out);
    }
    out.number(done.length);
    for (long rule : done) {
      out.number(rule);
    }
    return out.bytes();
  }

  /** What {@link #serialize} wrote. */
  public static FollowedUser deserialize(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    FollowedUser user = new FollowedUser();
    user.dueMillis = in.number();
    for (int rules = in.count(); rules > 0; rules--) {
      user.open.put(in.text(), Exposure.read(in));
    }
    for (int news = in.count(); news > 0; news--) {
      user.waiting.add(FollowUp.read(in));
    }
    user.done = new long[in.count()];
    for (int rule = 0; rule < user.done.length; rule++) {
      user.done[rule] = in.number();
    }
    return user;
  }
}
