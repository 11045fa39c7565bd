package dev.freshet.stickiness;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.stickiness.ActivityDays;
import dev.freshet.scoring.stickiness.PlatformChange;
import dev.freshet.scoring.stickiness.PlatformCounts;
import java.nio.ByteBuffer;
import java.time.ZoneId;

/** The platform's figures, and how far its days were counted. */
final class RollUp {

  static final long NOT_DUE = Long.MIN_VALUE;

  static final Layout LAYOUT = Layout.of("platform roll-up", 2, PlatformCounts.LAYOUT);

  final PlatformCounts counts;

  /** The latest moment of a change or of a day's beginning, event time. */
  long asOfMillis = Long.MIN_VALUE;

  /** The event time at which the next day begins. */
  long dueMillis = NOT_DUE;

  RollUp(PlatformCounts counts) {
    this.counts = counts;
  }

  /** Counts what a user has changed. */
  void apply(PlatformChange change, ZoneId zone) {
    counts.apply(change, ActivityDays.day(change.atMillis(), zone));
    asOfMillis = Math.max(asOfMillis, change.atMillis());
  }

  /** Begins the day that begins at this midnight. */
  void beginDay(long midnightMillis, ZoneId zone) {
    counts.moveTo(ActivityDays.day(midnightMillis, zone));
    asOfMillis = Math.max(asOfMillis, midnightMillis);
  }

  byte[] serialize() {
    byte[] serialized = counts.serialize();
    return ByteBuffer.allocate(1 + 2 * Long.BYTES + serialized.length)
        .put(LAYOUT.version())
        .putLong(asOfMillis)
        .putLong(dueMillis)
        .put(serialized)
        .array();
  }

  static RollUp deserialize(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    LAYOUT.require(buffer.get());
    long asOfMillis = buffer.getLong();
    long dueMillis = buffer.getLong();
    byte[] counts = new byte[buffer.remaining()];
    buffer.get(counts);
    RollUp rollUp = new RollUp(PlatformCounts.deserialize(counts));
    rollUp.asOfMillis = asOfMillis;
    rollUp.dueMillis = dueMillis;
    return rollUp;
  }
}
