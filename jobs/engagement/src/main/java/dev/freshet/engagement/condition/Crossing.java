package dev.freshet.engagement.condition;

import com.google.protobuf.Timestamp;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.freshet.scoring.audience.Turn;
import dev.freshet.scoring.engagement.Moment;
import java.time.Duration;
import java.time.Instant;

/**
 * The moment at which two sides are equal, of which the one less the other grows or shrinks as fast
 * as time goes by.
 *
 * @param left timestamp or duration
 * @param right of the same type
 * @param isGrowing whether left less right grows
 */
record Crossing(CelRuntime.Program left, CelRuntime.Program right, boolean isGrowing)
    implements Turn {

  private static final long SECOND_MILLIS = 1_000;
  private static final int MILLI_NANOS = 1_000_000;

  @Override
  public long nextMillis(Moment moment) {
    Duration ahead;
    try {
      ahead = value(left, moment).minus(value(right, moment));
    } catch (CelEvaluationException e) {
      // It fails for what is known of the user, which time does not change.
      return NEVER;
    }
    Duration now = Duration.ofMillis(moment.nowMillis());
    return after(moment.nowMillis(), isGrowing ? now.minus(ahead) : now.plus(ahead));
  }

  /** Before, at and after the crossing each answer may be another. */
  private static long after(long nowMillis, Duration crossing) {
    long downMillis = crossing.getSeconds() * SECOND_MILLIS + crossing.getNano() / MILLI_NANOS;
    if (crossing.getNano() % MILLI_NANOS == 0 && downMillis > nowMillis) {
      return downMillis;
    }
    return downMillis + 1 > nowMillis ? downMillis + 1 : NEVER;
  }

  private static Duration value(CelRuntime.Program side, Moment moment)
      throws CelEvaluationException {
    Object value = side.eval(name -> Variable.find(name, moment));
    if (value instanceof Instant instant) {
      return Duration.between(Instant.EPOCH, instant);
    }
    if (value instanceof Timestamp timestamp) {
      return Duration.ofSeconds(timestamp.getSeconds(), timestamp.getNanos());
    }
    if (value instanceof com.google.protobuf.Duration duration) {
      return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }
    return (Duration) value;
  }
}
