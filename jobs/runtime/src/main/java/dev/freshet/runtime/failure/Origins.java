package dev.freshet.runtime.failure;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * Where on Kafka a record lies and when it came there, in one number. Behind the operators that
 * clean records it takes the place of the time of a {@code StreamRecord}, which nobody reads there
 * (an interaction has its own) and which Flink passes from what goes into an operator to what comes
 * out: so every operator can tell which record it failed on, and how long what follows from it has
 * taken, at no cost.
 *
 * <p>Below a sign and a mark that no time has: 3 bits for the topic's place in the list, 12 for the
 * partition, 19 for the offset, 28 for the time in steps of 4 ms. Of each but the first these are
 * the lowest bits. Two records have one number only if they came within the same 4 ms to one
 * partition, and 524,288 or a multiple of that lay between them.
 *
 * @param topics the topics of a job; the first eight count
 */
public record Origins(List<String> topics) implements Serializable {

  /** What has no origin. */
  public static final long NONE = Long.MIN_VALUE;

  /** As precise as a time is kept. */
  public static final long STEP_MILLIS = 4;

  private static final long MARK = 1L << 62;
  private static final int MOST_TOPICS = 1 << 3;
  private static final int PARTITION_BITS = 12;
  private static final int OFFSET_BITS = 19;
  private static final int TIME_BITS = 28;

  /** Twelve days, after which times are the same again. */
  private static final long PERIOD_MILLIS = STEP_MILLIS << TIME_BITS;

  /** How far the clock of Kafka, or of a producer, may be ahead of ours. */
  private static final long AHEAD_MILLIS = 3_600_000;

  public Origins {
    topics = List.copyOf(topics);
  }

  /**
   * The origin of a record; none for one of another topic.
   *
   * @param arrivedMillis when Kafka got it, or 0 or less if that is not known
   */
  public long of(String topic, int partition, long offset, long arrivedMillis) {
    int place = topics.indexOf(topic);
    if (place < 0 || place >= MOST_TOPICS) {
      return NONE;
    }
    long number = ((long) place << PARTITION_BITS) | lowest(partition, PARTITION_BITS);
    number = (number << OFFSET_BITS) | lowest(offset, OFFSET_BITS);
    long steps = Math.max(0L, arrivedMillis) / STEP_MILLIS;
    return MARK | (number << TIME_BITS) | lowest(steps, TIME_BITS);
  }

  private static long lowest(long number, int bits) {
    return number & ((1L << bits) - 1);
  }

  /** A number that is the origin of no record, by the lowest bits of one. */
  static long other(long number) {
    return number & (MARK - 1);
  }

  /** Whether a number is the origin of a record, and no time. */
  static boolean isOne(long number) {
    return number > 0 && (number & MARK) != 0;
  }

  /**
   * When Kafka got the record of an origin: the latest time that it can be. That is right if it
   * came within the last twelve days.
   *
   * @param nowMillis by the clock
   * @return 0 if it is not known
   */
  public static long arrivedMillis(long origin, long nowMillis) {
    long steps = lowest(origin, TIME_BITS);
    if (!isOne(origin) || steps == 0) {
      return 0L;
    }
    long latest = nowMillis + AHEAD_MILLIS;
    return latest - Math.floorMod(latest - steps * STEP_MILLIS, PERIOD_MILLIS);
  }

  /** An origin for people, as far as it tells. */
  static String text(long origin, long nowMillis) {
    long partition = lowest(origin >>> (TIME_BITS + OFFSET_BITS), PARTITION_BITS);
    long arrived = arrivedMillis(origin, nowMillis);
    return "partition " + partition + (arrived == 0 ? "" : " of " + Instant.ofEpochMilli(arrived));
  }
}
