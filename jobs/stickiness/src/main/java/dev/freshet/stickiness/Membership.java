package dev.freshet.stickiness;

import dev.freshet.scoring.PackedVersion;
import dev.freshet.scoring.stickiness.ActivityDays;
import dev.freshet.scoring.stickiness.Tier;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A user's activity, and how far the user was followed. */
final class Membership {

  static final long NO_ALARM = Long.MIN_VALUE;

  private static final byte VERSION = 2;
  private static final byte NO_TIER = -1;

  final ActivityDays days;

  /** When the user did something last, event time. */
  long latestMillis = Long.MIN_VALUE;

  /** The latest moment at which the user was looked at, event time. */
  long asOfMillis = Long.MIN_VALUE;

  /** When what readers see changes next by itself, event time; long ago if that is not known. */
  long changeMillis = Long.MIN_VALUE;

  /** The event time of the next look. */
  long dueMillis = NO_ALARM;

  /** The processing time at which the next look is due if event time stands still. */
  long alarmMillis = NO_ALARM;

  /** The last day for which a lesson was given, if one was due. */
  int taughtDay;

  /** What readers were shown last, to tell whether something changed. */
  int shown;

  /** The tier that the user is counted in. */
  @Nullable Tier tier;

  Membership(ActivityDays days) {
    this.days = days;
  }

  byte[] pack() {
    byte[] packedDays = days.pack();
    ByteBuffer buffer =
        ByteBuffer.allocate(2 + 5 * Long.BYTES + 2 * Integer.BYTES + packedDays.length);
    buffer.put(VERSION).put(tier == null ? NO_TIER : (byte) tier.place());
    buffer.putLong(latestMillis).putLong(asOfMillis).putLong(changeMillis);
    buffer.putLong(dueMillis).putLong(alarmMillis);
    buffer.putInt(taughtDay).putInt(shown).put(packedDays);
    return buffer.array();
  }

  static Membership unpack(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    PackedVersion.require("membership", VERSION, buffer.get());
    byte tier = buffer.get();
    long latestMillis = buffer.getLong();
    long asOfMillis = buffer.getLong();
    long changeMillis = buffer.getLong();
    long dueMillis = buffer.getLong();
    long alarmMillis = buffer.getLong();
    int taughtDay = buffer.getInt();
    int shown = buffer.getInt();
    byte[] days = new byte[buffer.remaining()];
    buffer.get(days);
    Membership membership = new Membership(ActivityDays.unpack(days));
    membership.tier = tier == NO_TIER ? null : Tier.at(tier);
    membership.latestMillis = latestMillis;
    membership.asOfMillis = asOfMillis;
    membership.changeMillis = changeMillis;
    membership.dueMillis = dueMillis;
    membership.alarmMillis = alarmMillis;
    membership.taughtDay = taughtDay;
    membership.shown = shown;
    return membership;
  }
}
