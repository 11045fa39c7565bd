package dev.freshet.localstack.replay;

/** Says when each record of a log is due. */
sealed interface Tempo {

  /**
   * How long after the first record one is due, nanoseconds.
   *
   * @param index its place among the records, from 0
   * @param elapsedMillis how long after the first record it comes by the log's time
   */
  long dueNanos(long index, long elapsedMillis);

  /** As fast as possible. */
  record Unlimited() implements Tempo {

    @Override
    public long dueNanos(long index, long elapsedMillis) {
      return 0;
    }
  }

  /** So many a second. */
  record PerSecond(double records) implements Tempo {

    @Override
    public long dueNanos(long index, long elapsedMillis) {
      return (long) (index / records * 1e9);
    }
  }

  /** The log's own time, so many times as fast. */
  record Times(double factor) implements Tempo {

    @Override
    public long dueNanos(long index, long elapsedMillis) {
      return (long) (elapsedMillis / factor * 1e6);
    }
  }
}
