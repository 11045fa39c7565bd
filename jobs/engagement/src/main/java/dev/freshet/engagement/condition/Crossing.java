package dev.freshet.engagement.condition;

import dev.freshet.scoring.audience.Turn;
import dev.freshet.scoring.engagement.ConditionException;
import dev.freshet.scoring.engagement.Moment;
import java.time.Duration;
import java.util.function.Function;

/**
 * The moment at which two sides are equal, of which the one less the other grows or shrinks as fast
 * as time goes by.
 *
 * @param ahead the left side less the right
 * @param isGrowing whether that grows
 */
record Crossing(Function<Moment, Duration> ahead, boolean isGrowing) implements Turn {

  private static final long SECOND_MILLIS = 1_000;
  private static final int MILLI_NANOS = 1_000_000;

  @Override
  public long nextMillis(Moment moment) {
    Duration left;
    try {
      left = ahead.apply(moment);
    } catch (ConditionException e) {
      // It fails for what is known of the user, which time does not change.
      return NEVER;
    }
    Duration now = Duration.ofMillis(moment.nowMillis());
    return after(moment.nowMillis(), isGrowing ? now.minus(left) : now.plus(left));
  }

  /** Before, at and after the crossing each answer may be another. */
  private static long after(long nowMillis, Duration crossing) {
    long downMillis = crossing.getSeconds() * SECOND_MILLIS + crossing.getNano() / MILLI_NANOS;
    if (crossing.getNano() % MILLI_NANOS == 0 && downMillis > nowMillis) {
      return downMillis;
    }
    return downMillis + 1 > nowMillis ? downMillis + 1 : NEVER;
  }
}
