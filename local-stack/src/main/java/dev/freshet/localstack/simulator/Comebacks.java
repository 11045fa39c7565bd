package dev.freshet.localstack.simulator;

import dev.freshet.scoring.id.Fingerprint;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Learners whom a reward brings back: by {@link Simulator#COMEBACK} it does, for one session more,
 * which begins one to six days later, each moment as likely as any other. Who is about to come back
 * is not brought back twice.
 *
 * <p>What becomes of a reward follows from the seed, its user and its moment alone.
 */
final class Comebacks {

  private static final long FIRST_MILLIS = TimeUnit.DAYS.toMillis(1);
  private static final long WIDTH_MILLIS = TimeUnit.DAYS.toMillis(5);

  /** Who finds nobody there, as the simulator was not running, does not come that much later. */
  private static final long PATIENCE_MILLIS = TimeUnit.DAYS.toMillis(1);

  private final long seed;
  private final Set<String> awaited = new HashSet<>();
  private final PriorityQueue<Comeback> coming =
      new PriorityQueue<>(
          Comparator.comparingLong(Comeback::atMillis).thenComparing(Comeback::user));

  private record Comeback(String user, long atMillis) {}

  Comebacks(long seed) {
    this.seed = seed;
  }

  /** A reward reaches a learner. */
  void reward(String user, long atMillis) {
    Random drawn = new Random(Fingerprint.of(seed + "|" + user + "|" + atMillis));
    if (drawn.nextDouble() < Simulator.COMEBACK && awaited.add(user)) {
      long afterMillis = FIRST_MILLIS + (long) (drawn.nextDouble() * WIDTH_MILLIS);
      coming.add(new Comeback(user, atMillis + afterMillis));
    }
  }

  /** Who comes back by a moment, one at a time; null if nobody does. */
  @Nullable String next(long nowMillis) {
    for (Comeback next = coming.peek();
        next != null && next.atMillis() <= nowMillis;
        next = coming.peek()) {
      coming.remove();
      awaited.remove(next.user());
      if (nowMillis - next.atMillis() <= PATIENCE_MILLIS) {
        return next.user();
      }
    }
    return null;
  }
}
