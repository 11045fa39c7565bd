package dev.freshet.runtime.kafka;

/** Where a job without a savepoint begins to read a topic. */
public enum StartOffsets {
  /** The oldest record that Kafka still holds. */
  EARLIEST,
  /** Only what arrives from now on. */
  LATEST,
  /** Where the consumer group left off, or the oldest record if it was never there. */
  GROUP
}
