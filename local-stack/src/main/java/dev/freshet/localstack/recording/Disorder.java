package dev.freshet.localstack.recording;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * Makes of a log one that arrived in disorder: some records come later than they should, some come
 * twice. The same seed does the same to the same log.
 *
 * <p>A record that is held back comes at most {@code bound} later, by the time of the log: one that
 * is {@code bound} newer never overtakes it. A second copy of a record comes as much later than the
 * first.
 *
 * @param bound how much later a record may come
 * @param lateShare share of the records that come later, 0–1
 * @param duplicateShare share of the records that come twice, 0–1
 * @param seed of the choice
 */
public record Disorder(Duration bound, double lateShare, double duplicateShare, long seed)
    implements Serializable {

  /** Everything as it was. */
  public static final Disorder NONE = new Disorder(Duration.ZERO, 0.0, 0.0, 0L);

  /**
   * @throws IllegalArgumentException if a share is not from 0 to 1 or the bound is below 0
   */
  public Disorder {
    requireShare("--shuffle-share", lateShare);
    requireShare("--duplicates", duplicateShare);
    if (bound.isNegative()) {
      throw new IllegalArgumentException("--shuffle must be 0 or more, is " + bound);
    }
  }

  private static void requireShare(String option, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(option + " must be 0 to 1, is " + share);
    }
  }

  /** Whether anything is changed at all. */
  public boolean isNone() {
    return lateShare == 0 && duplicateShare == 0;
  }

  /** The records as they arrive. */
  public Iterator<Timed> applyTo(Iterator<Timed> records) {
    return isNone() ? records : new Arrivals(records);
  }

  private final class Arrivals implements Iterator<Timed> {

    private final Iterator<Timed> records;
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Queue<Timed> ready = new ArrayDeque<>();
    private final PriorityQueue<Held> held =
        new PriorityQueue<>(
            Comparator.comparingLong((Held each) -> each.record().atMillis())
                .thenComparingLong(Held::number));
    private long number;

    /**
     * @param record with the time at which it comes
     * @param number settles the order of records that come at the same time
     */
    private record Held(Timed record, long number) {}

    private Arrivals(Iterator<Timed> records) {
      this.records = records;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && records.hasNext()) {
        take(records.next());
      }
      if (ready.isEmpty() && !held.isEmpty()) {
        ready.add(held.remove().record());
      }
      return !ready.isEmpty();
    }

    @Override
    public Timed next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void take(Timed record) {
      while (!held.isEmpty() && held.element().record().atMillis() <= record.atMillis()) {
        ready.add(held.remove().record());
      }
      // The same numbers are drawn for every record, so that one share does not change the choice
      // of the other.
      boolean late = random.nextDouble() < lateShare;
      Timed first = late ? later(record) : record;
      boolean twice = random.nextDouble() < duplicateShare;
      Timed second = later(first);
      if (late) {
        hold(first);
      } else {
        ready.add(first);
      }
      if (twice) {
        hold(second);
      }
    }

    private Timed later(Timed record) {
      long millis = (long) (random.nextDouble() * bound.toMillis());
      return new Timed(record.atMillis() + millis, record.record());
    }

    private void hold(Timed record) {
      held.add(new Held(record, number++));
    }
  }
}
