package dev.freshet.stickiness;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.stickiness.ActivityDays;
import dev.freshet.scoring.stickiness.Footprint;
import dev.freshet.scoring.stickiness.PurchaseDays;
import dev.freshet.scoring.stickiness.Tier;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A user's activity and purchases, and how far the user was tracked. */
final class TrackedUser {

  static final long NO_ALARM = Long.MIN_VALUE;

  static final Layout LAYOUT =
      Layout.of("tracked user", 3, ActivityDays.LAYOUT, PurchaseDays.LAYOUT);

  private static final byte NO_TIER = -1;
  private static final byte[] NONE = {};
  private static final int NEVER = Integer.MIN_VALUE;

  final ActivityDays days;

  /** Null for a user who never bought. */
  @Nullable PurchaseDays purchases;

  /** When the user did something last, event time. */
  long latestMillis = Long.MIN_VALUE;

  /** Whether the user did something of which nothing was told yet. */
  boolean hasActed;

  /**
   * When the first event came to Kafka of which nothing was told yet, or 0. It is not kept in
   * state: what is measured by it may be missing now and then.
   */
  private long arrivedMillis;

  /** The processing time at which it is told, if it has to wait. */
  long tellMillis = NO_ALARM;

  /** The latest moment at which the user was looked at, event time. */
  long asOfMillis = Long.MIN_VALUE;

  /** When what readers see changes next by itself, event time; long ago if that is not known. */
  long changeMillis = Long.MIN_VALUE;

  /** The midnight with which something changes next, for which there is a look. */
  long dueMillis = NO_ALARM;

  /** The last day for which an example was given, if one was due. */
  int emittedDay;

  /** What readers were shown last, to tell whether something changed. */
  int shown;

  /** The tier that the user is counted in. */
  @Nullable Tier tier;

  /** The score that the user is counted with, whole points. */
  int score;

  /** What of the user is counted for the platform; null before the first look. */
  @Nullable Footprint counted;

  TrackedUser(ActivityDays days) {
    this.days = days;
  }

  /** An event came to Kafka at this time, or at one that is not known if it is 0 or less. */
  void arrived(long atMillis) {
    if (atMillis > 0 && (arrivedMillis == 0 || atMillis < arrivedMillis)) {
      arrivedMillis = atMillis;
    }
  }

  /** When the first event came of which nothing was told until now. */
  long takeArrival() {
    long first = arrivedMillis;
    arrivedMillis = 0;
    return first;
  }

  /** Enters a purchase. */
  void buy(int day) {
    PurchaseDays bought = purchases == null ? new PurchaseDays() : purchases;
    bought.add(day);
    purchases = bought;
  }

  /** What of the user is to be counted for the platform; null before the first look. */
  @Nullable Footprint footprint() {
    Tier now = tier;
    return now == null
        ? null
        : new Footprint(now, score, days.lastDay(), purchases == null ? null : purchases.lastDay());
  }

  byte[] serialize() {
    byte[] serializedPurchases = purchases == null ? NONE : purchases.serialize();
    byte[] serializedDays = days.serialize();
    ByteBuffer buffer =
        ByteBuffer.allocate(
            5
                + 5 * Long.BYTES
                + 4 * Integer.BYTES
                + serializedPurchases.length
                + serializedDays.length);
    buffer
        .put(LAYOUT.version())
        .put(tier == null ? NO_TIER : (byte) tier.place())
        .put((byte) score);
    buffer
        .put((byte) (hasActed ? 1 : 0))
        .putLong(tellMillis)
        .putLong(latestMillis)
        .putLong(asOfMillis)
        .putLong(changeMillis)
        .putLong(dueMillis);
    buffer.putInt(emittedDay).putInt(shown);
    Footprint known = counted;
    Integer bought = known == null ? null : known.lastPurchaseDay();
    buffer
        .putInt(known == null ? 0 : known.lastActiveDay())
        .putInt(bought == null ? NEVER : bought);
    buffer.put((byte) serializedPurchases.length).put(serializedPurchases).put(serializedDays);
    return buffer.array();
  }

  static TrackedUser deserialize(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    LAYOUT.require(buffer.get());
    byte tier = buffer.get();
    int score = buffer.get();
    boolean hasActed = buffer.get() != 0;
    long tellMillis = buffer.getLong();
    long latestMillis = buffer.getLong();
    long asOfMillis = buffer.getLong();
    long changeMillis = buffer.getLong();
    long dueMillis = buffer.getLong();
    int emittedDay = buffer.getInt();
    int shown = buffer.getInt();
    int countedDay = buffer.getInt();
    int countedPurchase = buffer.getInt();
    byte[] purchases = new byte[buffer.get()];
    buffer.get(purchases);
    byte[] days = new byte[buffer.remaining()];
    buffer.get(days);
    TrackedUser tracked = new TrackedUser(ActivityDays.deserialize(days));
    tracked.purchases = purchases.length == 0 ? null : PurchaseDays.deserialize(purchases);
    tracked.tier = tier == NO_TIER ? null : Tier.at(tier);
    tracked.score = score;
    tracked.hasActed = hasActed;
    tracked.tellMillis = tellMillis;
    tracked.latestMillis = latestMillis;
    tracked.asOfMillis = asOfMillis;
    tracked.changeMillis = changeMillis;
    tracked.dueMillis = dueMillis;
    tracked.emittedDay = emittedDay;
    tracked.shown = shown;
    if (tier != NO_TIER) {
      tracked.counted =
          new Footprint(
              Tier.at(tier), score, countedDay, countedPurchase == NEVER ? null : countedPurchase);
    }
    return tracked;
  }
}
