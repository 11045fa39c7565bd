package dev.freshet.runtime.userstate;

import dev.freshet.runtime.record.UserState;
import dev.freshet.scoring.codec.Layout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What a topic says of a user, and what it is to say next. Times are those of the clock. */
final class PacedUser {

  static final long NEVER = Long.MAX_VALUE;

  public static final Layout LAYOUT = Layout.of("paced user", 1);
  private static final byte[] EMPTY = {};
  private static final int NOTHING_WAITS = -1;
  private static final int WITHOUT_VALUE = -2;

  /** What the topic says, by its fingerprint. */
  private long content = UserState.FORGOTTEN;

  /** When that was written; long ago if nothing was. */
  private long writtenMillis = Long.MIN_VALUE;

  /** When the job told of the user last. */
  private long toldMillis;

  /** The timer that is set, or {@link #NEVER}. */
  long alarmMillis = NEVER;

  private @Nullable Waiting waiting;

  /** What is to be written when the interval is over. */
  private record Waiting(byte @Nullable [] value, long content) {}

  /** Whether something is to be written. */
  boolean waits() {
    return waiting != null;
  }

  /** The job tells of the user: what waited is not to be written any more. */
  void tell(UserState state, long now) {
    toldMillis = now;
    waiting = state.content() == content ? null : new Waiting(state.value(), state.content());
  }

  /** Whether the user was not told of for so long that the job has forgotten. */
  boolean isForgotten(long now, long lifeMillis) {
    return lifeMillis > 0 && now >= toldMillis + lifeMillis;
  }

  /** When something is to be done, or {@link #NEVER}. */
  long dueMillis(long intervalMillis, long lifeMillis) {
    if (waits()) {
      return writtenMillis + intervalMillis;
    }
    return lifeMillis > 0 ? toldMillis + lifeMillis : NEVER;
  }

  /** Takes what waits, which is written now; null if nothing waits. */
  @Nullable UserState take(String user, long now) {
    Waiting next = waiting;
    if (next == null) {
      return null;
    }
    waiting = null;
    content = next.content();
    writtenMillis = now;
    return new UserState(user, next.value(), next.content());
  }

  byte[] serialize() {
    Waiting next = waiting;
    byte[] value = next == null || next.value() == null ? EMPTY : next.value();
    return ByteBuffer.allocate(1 + 5 * Long.BYTES + Integer.BYTES + value.length)
        .put(LAYOUT.version())
        .putLong(content)
        .putLong(writtenMillis)
        .putLong(toldMillis)
        .putLong(alarmMillis)
        .putLong(next == null ? 0L : next.content())
        .putInt(length(next))
        .put(value)
        .array();
  }

  private static int length(@Nullable Waiting next) {
    if (next == null) {
      return NOTHING_WAITS;
    }
    return next.value() == null ? WITHOUT_VALUE : next.value().length;
  }

  /** The user that {@link #serialize} wrote. */
  static PacedUser deserialize(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    LAYOUT.require(buffer.get());
    PacedUser paced = new PacedUser();
    paced.content = buffer.getLong();
    paced.writtenMillis = buffer.getLong();
    paced.toldMillis = buffer.getLong();
    paced.alarmMillis = buffer.getLong();
    long next = buffer.getLong();
    int length = buffer.getInt();
    if (length == WITHOUT_VALUE) {
      paced.waiting = new Waiting(null, next);
    } else if (length >= 0) {
      byte[] value = new byte[length];
      buffer.get(value);
      paced.waiting = new Waiting(value, next);
    }
    return paced;
  }
}
