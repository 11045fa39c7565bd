package dev.freshet.scoring.stickiness;

import dev.freshet.scoring.codec.Layout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many users come, how sticky they are and how many buy: the figures of the platform over the
 * {@value #DAYS} days that end today.
 *
 * <p>Users are counted by the latest day on which they were active, and on which they bought, so
 * that the figures of a window are sums over its days, and a user leaves it with the day and
 * without being looked at. Whole numbers all of them: what is taken away again is what was added.
 */
public final class PlatformCounts {

  /** Length of the longest window, days. */
  public static final int DAYS = Stickiness.MONTH;

  public static final Layout LAYOUT = Layout.of("platform counts", 1);

  private int today = ActivityDays.NO_DAY;
  private long users;

  /** Each day has the place day modulo {@link #DAYS}. */
  private final long[] active = new long[DAYS];

  private final long[] lastActive = new long[DAYS];
  private final long[] scores = new long[DAYS];
  private final long[] purchases = new long[DAYS];

  /** By tier, then by day of the latest purchase. */
  private final long[] buyers = new long[Tier.COUNT * DAYS];

  /** Begins a day, if it has not begun yet; what is older than the window is no longer counted. */
  public void moveTo(int day) {
    if (today == ActivityDays.NO_DAY) {
      today = day;
    }
    for (int next = Math.max(today + 1, day - DAYS + 1); next <= day; next++) {
      int place = Math.floorMod(next, DAYS);
      active[place] = 0;
      lastActive[place] = 0;
      scores[place] = 0;
      purchases[place] = 0;
      for (int tier = 0; tier < Tier.COUNT; tier++) {
        buyers[tier * DAYS + place] = 0;
      }
    }
    today = Math.max(today, day);
  }

  /**
   * Counts a change.
   *
   * @param day the day of the change
   */
  public void apply(PlatformChange change, int day) {
    moveTo(day);
    count(change.before(), -1);
    count(change.after(), 1);
    add(active, change.activeDay(), 1);
    add(purchases, change.purchaseDay(), 1);
  }

  private void count(@Nullable Footprint user, int sign) {
    if (user == null) {
      return;
    }
    users += sign;
    add(lastActive, user.lastActiveDay(), sign);
    add(scores, user.lastActiveDay(), (long) sign * user.score());
    Integer bought = user.lastPurchaseDay();
    if (bought != null && isInside(bought)) {
      buyers[user.tier().place() * DAYS + Math.floorMod(bought, DAYS)] += sign;
    }
  }

  private void add(long[] counts, @Nullable Integer day, long more) {
    if (day != null && isInside(day)) {
      counts[Math.floorMod(day, DAYS)] += more;
    }
  }

  private boolean isInside(int day) {
    return day > today - DAYS && day <= today;
  }

  /** The day that the windows end with. */
  public int today() {
    return today;
  }

  /** How many users are known. */
  public long users() {
    return users;
  }

  /** Users active on each of the {@code window} days that end today, at least once. */
  public long activeUsers(int window) {
    return sum(lastActive, 0, window);
  }

  /**
   * The customary DAU/MAU: the mean of the users active on a day, over those active at least once
   * in the window; in other words the share of days on which the mean user comes, 0–1.
   */
  public double dailyOfMonthly() {
    return ratio((double) sum(active, 0, DAYS) / DAYS, activeUsers(DAYS));
  }

  /** Mean score of the users active in the window, 0–100. */
  public double meanScore() {
    return ratio((double) sum(scores, 0, DAYS), activeUsers(DAYS));
  }

  /** Purchases in the window. */
  public long purchases() {
    return sum(purchases, 0, DAYS);
  }

  /** Users of a tier who bought in the window. */
  public long buyers(Tier tier) {
    return sum(buyers, tier.place() * DAYS, DAYS);
  }

  /** Users who bought in the window. */
  public long buyers() {
    return Arrays.stream(buyers).sum();
  }

  /** Share of the users active in the window who bought in it, 0–1. */
  public double conversionRate() {
    return ratio((double) buyers(), activeUsers(DAYS));
  }

  private static double ratio(double part, long whole) {
    return whole == 0 ? 0.0 : part / whole;
  }

  private long sum(long[] counts, int from, int window) {
    long sum = 0;
    for (int age = 0; age < window; age++) {
      sum += counts[from + Math.floorMod(today - age, DAYS)];
    }
    return sum;
  }

  /** The figures as bytes, to be kept as state. */
  public byte[] serialize() {
    ByteBuffer buffer =
        ByteBuffer.allocate(1 + Integer.BYTES + (1 + (4 + Tier.COUNT) * DAYS) * Long.BYTES);
    buffer.put(LAYOUT.version()).putInt(today).putLong(users);
    for (long[] counts : rows()) {
      for (long count : counts) {
        buffer.putLong(count);
      }
    }
    return buffer.array();
  }

  /** The figures that {@link #serialize} wrote. */
  public static PlatformCounts deserialize(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    LAYOUT.require(buffer.get());
    PlatformCounts figures = new PlatformCounts();
    figures.today = buffer.getInt();
    figures.users = buffer.getLong();
    for (long[] counts : figures.rows()) {
      Arrays.setAll(counts, i -> buffer.getLong());
    }
    return figures;
  }

  private long[][] rows() {
    return new long[][] {active, lastActive, scores, purchases, buyers};
  }
}
