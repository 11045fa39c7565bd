package dev.freshet.recommendations;

import dev.freshet.scoring.candidates.UserProfile;
import java.time.Duration;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.function.ThrowingConsumer;

/**
 * Enters a user's interactions in the order of their numbers.
 *
 * <p>The rows of items enrich them in different tasks, so that they overtake one another. One that
 * did knows already what the user did in those before it: learned from first, it would make what
 * was chosen there look foreseen. So it waits in the user's state, unless so many are missing that
 * they are not on their way.
 *
 * @param <T> an interaction with what belongs to it
 */
final class InOrder<T> {

  /** Of a user's interactions so many are on their way at most. */
  private static final int FARTHEST = 16;

  private final MapState<Integer, T> waiting;

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static <T> MapStateDescriptor<Integer, T> waitingState(Class<T> type, Duration ttl) {
    MapStateDescriptor<Integer, T> descriptor =
        new MapStateDescriptor<>("early", Types.INT, TypeInformation.of(type));
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
    return descriptor;
  }

  /**
   * @param waiting keyed by user, by the number that follows the one waited for
   */
  InOrder(MapState<Integer, T> waiting) {
    this.waiting = waiting;
  }

  /**
   * Enters an interaction of the user who is the current key, and those that waited for it.
   *
   * @param follows the number of the user's interaction that comes before it here, 0 without one
   */
  void accept(UserProfile user, int follows, T enriched, ThrowingConsumer<T, Exception> entry)
      throws Exception {
    int missing = follows - user.entered();
    if (missing > 0 && missing < FARTHEST) {
      waiting.put(follows + 1, enriched);
      user.letWait(user.waiting() + 1);
      return;
    }
    if (missing > 0) {
      enterWaiting(user, FARTHEST, entry);
    }
    entry.accept(enriched);
    enterWaiting(user, 1, entry);
  }

  /**
   * @param step how far from one interaction to the next may be
   */
  private void enterWaiting(UserProfile user, int step, ThrowingConsumer<T, Exception> entry)
      throws Exception {
    int last = user.entered();
    for (int number = last + 1; user.waiting() > 0 && number <= last + step; number++) {
      T next = waiting.get(number);
      if (next != null) {
        waiting.remove(number);
        user.letWait(user.waiting() - 1);
        entry.accept(next);
        last = Math.max(number, user.entered());
        number = last;
      }
    }
  }
}
