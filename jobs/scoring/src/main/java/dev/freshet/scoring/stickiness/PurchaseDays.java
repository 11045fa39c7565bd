package dev.freshet.scoring.stickiness;

import dev.freshet.scoring.codec.Layout;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How many purchases a user made on each of the {@value #DAYS} days that end with the latest one,
 * and how many in all: a function of the set of purchases, whatever their order.
 *
 * <p>Days are numbered like those of {@link ActivityDays}.
 */
public final class PurchaseDays {

  /** Days of which is known how many purchases there were. */
  public static final int DAYS = 64;

  public static final Layout LAYOUT = Layout.of("purchases by day", 1);
  private static final int MOST_A_DAY = 255;

  private int lastDay = ActivityDays.NO_DAY;
  private int total;

  /** Day d has the place d modulo {@link #DAYS}; no day counts more than {@link #MOST_A_DAY}. */
  private final int[] counts = new int[DAYS];

  /** Enters a purchase. */
  public void add(int day) {
    total++;
    if (lastDay == ActivityDays.NO_DAY) {
      lastDay = day;
    }
    for (int next = Math.max(lastDay + 1, day - DAYS + 1); next <= day; next++) {
      counts[Math.floorMod(next, DAYS)] = 0;
    }
    lastDay = Math.max(lastDay, day);
    if (day > lastDay - DAYS) {
      int place = Math.floorMod(day, DAYS);
      counts[place] = Math.min(MOST_A_DAY, counts[place] + 1);
    }
  }

  /** The day of the latest purchase. */
  public int lastDay() {
    return lastDay;
  }

  /** How many purchases there were in all. */
  public int total() {
    return total;
  }

  /** Purchases on the {@code window} days that end with {@code day}, as far as they are known. */
  public int count(int day, int window) {
    int count = 0;
    int oldest = Math.max(day - window, lastDay - DAYS);
    for (int each = Math.min(day, lastDay); each > oldest; each--) {
      count += counts[Math.floorMod(each, DAYS)];
    }
    return count;
  }

  /** Purchases up to {@code day}, which must not be longer ago than {@value #DAYS} days. */
  int upTo(int day) {
    return day >= lastDay ? total : Math.max(0, total - count(lastDay, lastDay - day));
  }

  /** The days as bytes, at most 81. */
  public byte[] serialize() {
    ByteBuffer buffer = ByteBuffer.allocate(1 + 2 * Integer.BYTES + Long.BYTES + DAYS);
    long bought = 0L;
    for (int place = 0; place < DAYS; place++) {
      bought |= counts[place] > 0 ? 1L << place : 0L;
    }
    buffer.put(LAYOUT.version()).putInt(lastDay).putInt(total).putLong(bought);
    for (int count : counts) {
      if (count > 0) {
        buffer.put((byte) count);
      }
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** The days that {@link #serialize} wrote. */
  public static PurchaseDays deserialize(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    LAYOUT.require(buffer.get());
    PurchaseDays days = new PurchaseDays();
    days.lastDay = buffer.getInt();
    days.total = buffer.getInt();
    long bought = buffer.getLong();
    for (int place = 0; place < DAYS; place++) {
      if ((bought & 1L << place) != 0) {
        days.counts[place] = Byte.toUnsignedInt(buffer.get());
      }
    }
    return days;
  }
}
