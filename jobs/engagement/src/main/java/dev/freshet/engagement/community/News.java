package dev.freshet.engagement.community;

import java.util.Comparator;

/**
 * Something that a step hears. What follows from one event has its moment and its cause, so that
 * all steps hear of events in the same order, however many tasks there are.
 */
interface News {

  /** The cause of what time alone does: before all events of that moment. */
  long TIME = Long.MIN_VALUE;

  Comparator<News> ORDER =
      Comparator.comparingLong(News::atMillis)
          .thenComparingLong(News::cause)
          .thenComparingInt(News::place);

  /** When it occurred, event time, epoch milliseconds. */
  long atMillis();

  /** The fingerprint of the event that it follows from, or {@link #TIME}. */
  long cause();

  /** Its place in what follows from one event. */
  default int place() {
    return 0;
  }
}
