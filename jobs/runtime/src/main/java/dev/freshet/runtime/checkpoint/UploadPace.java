package dev.freshet.runtime.checkpoint;

/**
 * How fast the files of a job's checkpoints are uploaded by this process: so that as many bytes as
 * the last checkpoint had are spread evenly over a certain time. What is beyond that, or belongs to
 * a first checkpoint, need not wait. Each checkpoint lowers what is expected by half at most, since
 * one that was given up early tells little.
 */
final class UploadPace {

  /** Fewer bytes are not worth waiting. */
  private static final long LEAST_BYTES = 16L << 20;

  private final long spreadNanos;
  private long checkpoint = -1;
  private long begunNanos;
  private long bytes;
  private long expectedBytes;

  /**
   * @param spreadNanos over how long a checkpoint's bytes are spread
   */
  UploadPace(long spreadNanos) {
    this.spreadNanos = spreadNanos;
  }

  /**
   * Enters what is being uploaded.
   *
   * @param nowNanos as by {@link System#nanoTime}
   * @return how long to wait before going on, in nanoseconds
   */
  synchronized long enter(long ofCheckpoint, long size, long nowNanos) {
    if (ofCheckpoint > checkpoint) {
      checkpoint = ofCheckpoint;
      expectedBytes = Math.max(bytes, expectedBytes / 2);
      bytes = 0;
      begunNanos = nowNanos;
    }
    bytes += size;
    if (expectedBytes < LEAST_BYTES || bytes >= expectedBytes) {
      return 0;
    }
    long passedNanos = nowNanos - begunNanos;
    return Math.max(0, (long) ((double) bytes / expectedBytes * spreadNanos) - passedNanos);
  }
}
