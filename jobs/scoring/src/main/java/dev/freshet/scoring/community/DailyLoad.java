package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Which questions members get in a day (UTC): at most so many, and rather those that they likely
 * answer than the first ones.
 *
 * <p>What a place of a member's day is worth is told by the day before and by the day so far: so
 * many questions at most had a higher chance (a bid price: Talluri, van Ryzin: An analysis of
 * bid-price controls for network revenue management, 1998). It is 0 for who is wanted less than
 * that.
 */
final class DailyLoad {

  private static final long MILLIS_PER_DAY = 86_400_000L;

  private final int most;
  private final Map<String, Day> days = new HashMap<>();
  private long day = Long.MIN_VALUE;

  /** The day of a member. */
  private static final class Day {
    private final Set<String> threads = new HashSet<>();

    /** The highest chances with which the member was wanted, as many as there are places. */
    private final PriorityQueue<Double> wanted = new PriorityQueue<>();

    /** What a place was worth the day before. */
    private final double before;

    Day(double before) {
      this.before = before;
    }
  }

  DailyLoad(int most) {
    this.most = most;
  }

  /** Whether a member has had enough, and this question is not among it. */
  boolean isFull(String user, String thread, long nowMillis) {
    Day today = today(user, nowMillis);
    return today.threads.size() >= most && !today.threads.contains(thread);
  }

  /**
   * Whether a question is worth a place of the member's day, or has one.
   *
   * @param chance how likely the member answers it, 0 to 1
   */
  boolean isWorth(String user, String thread, double chance, long nowMillis) {
    Day today = today(user, nowMillis);
    if (today.threads.contains(thread)) {
      return true;
    }
    boolean isWorth = chance >= Math.max(today.before, price(today));
    today.wanted.add(chance);
    if (today.wanted.size() > most) {
      today.wanted.remove();
    }
    return isWorth;
  }

  /** Gives a question to a member. */
  void take(String user, String thread, long nowMillis) {
    today(user, nowMillis).threads.add(thread);
  }

  void write(StateWriter out) {
    out.number(day).number(days.size());
    days.forEach(
        (user, of) -> {
          out.text(user).real(of.before).number(of.threads.size());
          of.threads.forEach(out::text);
          out.number(of.wanted.size());
          of.wanted.forEach(out::real);
        });
  }

  /** Takes over what was written. */
  void restore(StateReader in) {
    day = in.number();
    for (int users = in.count(); users > 0; users--) {
      String user = in.text();
      Day of = new Day(in.real());
      for (int threads = in.count(); threads > 0; threads--) {
        of.threads.add(in.text());
      }
      for (int chances = in.count(); chances > 0; chances--) {
        of.wanted.add(in.real());
      }
      days.put(user, of);
    }
  }

  private double price(Day of) {
    Double lowest = of.wanted.peek();
    return lowest == null || of.wanted.size() < most ? 0.0 : lowest;
  }

  private Day today(String user, long nowMillis) {
    turnTo(Math.floorDiv(nowMillis, MILLIS_PER_DAY));
    return days.computeIfAbsent(user, ignored -> new Day(0.0));
  }

  private void turnTo(long today) {
    if (today <= day) {
      return;
    }
    boolean isNext = today == day + 1;
    day = today;
    days.replaceAll((user, of) -> new Day(isNext ? price(of) : 0.0));
    days.values().removeIf(of -> of.before == 0.0);
  }
}
