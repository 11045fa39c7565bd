package dev.freshet.stickiness;

import dev.freshet.scoring.PackedVersion;
import dev.freshet.scoring.stickiness.ActivityDays;
import dev.freshet.scoring.stickiness.Footprint;
import dev.freshet.scoring.stickiness.PurchaseDays;
import dev.freshet.scoring.stickiness.Tier;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A user's activity and purchases, and how far the user was followed. */
final class Membership {

  static final long NO_ALARM = Long.MIN_VALUE;

  private static final byte VERSION = 3;

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

  /** The processing time at which it is told, if it has to wait. */
  long tellMillis = NO_ALARM;

  /** The latest moment at which the user was looked at, event time. */
  long asOfMillis = Long.MIN_VALUE;

  /** When what readers see changes next by itself, event time; long ago if that is not known. */
  long changeMillis = Long.MIN_VALUE;

  /** The midnight with which something changes next, for which there is a look. */
  long dueMillis = NO_ALARM;

  /** The last day for which a lesson was given, if one was due. */
  int taughtDay;

  /** What readers were shown last, to tell whether something changed. */
  int shown;

  /** The tier that the user is counted in. */
  @Nullable Tier tier;

  /** The score that the user is counted with, whole points. */
  int score;

  /** What of the user is counted for the platform; null before the first look. */
  @Nullable Footprint counted;

  Membership(ActivityDays days) {
    this.days = days;
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

  byte[] pack() {
    byte[] packedPurchases = purchases == null ? NONE : purchases.pack();
    byte[] packedDays = days.pack();
    ByteBuffer buffer =
        ByteBuffer.allocate(
            5 + 5 * Long.BYTES + 4 * Integer.BYTES + packedPurchases.length + packedDays.length);
    buffer.put(VERSION).put(tier == null ? NO_TIER : (byte) tier.place()).put((byte) score);
    buffer
        .put((byte) (hasActed ? 1 : 0))
        .putLong(tellMillis)
        .putLong(latestMillis)
        .putLong(asOfMillis)
        .putLong(changeMillis)
        .putLong(dueMillis);
    buffer.putInt(taughtDay).putInt(shown);
    Footprint known = counted;
    Integer bought = known == null ? null : known.lastPurchaseDay();
    buffer
        .putInt(known == null ? 0 : known.lastActiveDay())
        .putInt(bought == null ? NEVER : bought);
    buffer.put((byte) packedPurchases.length).put(packedPurchases).put(packedDays);
    return buffer.array();
  }

  static Membership unpack(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    PackedVersion.require("membership", VERSION, buffer.get());
    byte tier = buffer.get();
    int score = buffer.get();
    boolean hasActed = buffer.get() != 0;
    long tellMillis = buffer.getLong();
    long latestMillis = buffer.getLong();
    long asOfMillis = buffer.getLong();
    long changeMillis = buffer.getLong();
    long dueMillis = buffer.getLong();
    int taughtDay = buffer.getInt();
    int shown = buffer.getInt();
    int countedDay = buffer.getInt();
    int countedPurchase = buffer.getInt();
    byte[] purchases = new byte[buffer.get()];
    buffer.get(purchases);
    byte[] days = new byte[buffer.remaining()];
    buffer.get(days);
    Membership membership = new Membership(ActivityDays.unpack(days));
    membership.purchases = purchases.length == 0 ? null : PurchaseDays.unpack(purchases);
    membership.tier = tier == NO_TIER ? null : Tier.at(tier);
    membership.score = score;
    membership.hasActed = hasActed;
    membership.tellMillis = tellMillis;
    membership.latestMillis = latestMillis;
    membership.asOfMillis = asOfMillis;
    membership.changeMillis = changeMillis;
    membership.dueMillis = dueMillis;
    membership.taughtDay = taughtDay;
    membership.shown = shown;
    if (tier != NO_TIER) {
      membership.counted =
          new Footprint(
              Tier.at(tier), score, countedDay, countedPurchase == NEVER ? null : countedPurchase);
    }
    return membership;
  }
}
