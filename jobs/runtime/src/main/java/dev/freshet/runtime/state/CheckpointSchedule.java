package dev.freshet.runtime.state;

/**
 * When the next checkpoint is due, as far as a task can tell: the interval is configured, and what
 * the task sees of each checkpoint is that it is taken.
 *
 * <p>A savepoint does not move the next periodic checkpoint, so it is ignored. A checkpoint counts
 * as periodic if it comes at about the expected time; a wrong guess is found out once a checkpoint
 * does not come when it is due.
 */
final class CheckpointSchedule {

  /** Of the interval: so much earlier or later than expected, a checkpoint is periodic. */
  private static final int TOLERANCE = 16;

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final long intervalMillis;
  private long takenMillis;
  private long dueMillis = UNKNOWN;

  /**
   * @param intervalMillis from one periodic checkpoint to the next; 0 if there are none
   */
  CheckpointSchedule(long intervalMillis) {
    this.intervalMillis = intervalMillis;
  }

  /**
   * Tells that a checkpoint is taken.
   *
   * @param atMillis when it was asked for, which unlike the moment it comes here is punctual
   */
  void taken(long atMillis) {
    if (dueMillis == UNKNOWN || atMillis >= dueMillis - intervalMillis / TOLERANCE) {
      dueMillis = atMillis + intervalMillis;
    }
    takenMillis = atMillis;
  }

  /** When the last checkpoint was asked for, in epoch milliseconds; 0 before the first. */
  long takenMillis() {
    return takenMillis;
  }

  /**
   * How long until the next one, in milliseconds; {@link Long#MAX_VALUE} if nothing is known, as
   * before the first and while one is overdue, which comes at once or not at all.
   */
  long leftMillis(long nowMillis) {
    if (dueMillis == UNKNOWN || intervalMillis <= 0) {
      return Long.MAX_VALUE;
    }
    if (nowMillis > dueMillis + intervalMillis / TOLERANCE) {
      long passed = (nowMillis - takenMillis) / intervalMillis;
      dueMillis = takenMillis + (passed + 1) * intervalMillis;
    }
    return nowMillis > dueMillis ? Long.MAX_VALUE : dueMillis - nowMillis;
  }
}
