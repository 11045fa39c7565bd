package dev.freshet.runtime.failure;

import java.io.Serializable;
import java.util.List;

/**
 * Where on Kafka a record lies, in one number. Behind the operators that clean records it takes the
 * place of the time of a {@code StreamRecord}, which nobody reads there (an interaction has its
 * own) and which Flink passes from what goes into an operator to what comes out: so every operator
 * can tell which record it failed on, at no cost.
 *
 * <p>Below a sign and a mark that no time has: 3 bits for the topic's place in the list, 16 for the
 * partition, 43 for the offset.
 *
 * @param topics the topics of a job; the first eight count
 */
public record Origins(List<String> topics) implements Serializable {

  /** What has no origin. */
  public static final long NONE = Long.MIN_VALUE;

  private static final long MARK = 1L << 62;
  private static final int MOST_TOPICS = 1 << 3;
  private static final int MOST_PARTITIONS = 1 << 16;
  private static final int OFFSET_BITS = 43;
  private static final long MOST_OFFSETS = 1L << OFFSET_BITS;

  public Origins {
    topics = List.copyOf(topics);
  }

  /** The origin of a record; none for one in a place that is too far out. */
  public long of(String topic, int partition, long offset) {
    int place = topics.indexOf(topic);
    boolean fits =
        place >= 0
            && place < MOST_TOPICS
            && partition >= 0
            && partition < MOST_PARTITIONS
            && offset >= 0
            && offset < MOST_OFFSETS;
    return fits
        ? MARK | ((long) place * MOST_PARTITIONS + partition) << OFFSET_BITS | offset
        : NONE;
  }

  /** Whether a number is the origin of a record, and no time. */
  static boolean isOne(long number) {
    return number > 0 && (number & MARK) != 0;
  }

  /** An origin for people, as far as it tells. */
  static String text(long origin) {
    return "offset %d of partition %d"
        .formatted(origin & (MOST_OFFSETS - 1), (origin >>> OFFSET_BITS) & (MOST_PARTITIONS - 1));
  }
}
