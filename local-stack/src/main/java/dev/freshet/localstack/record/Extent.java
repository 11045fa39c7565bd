package dev.freshet.localstack.record;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which part of each partition is wanted. What is null is not limited.
 *
 * @param from the first moment, by the records' timestamps
 * @param to the moment at which it is over
 * @param fromOffset the first offset
 * @param toOffset the offset at which it is over
 * @param follows whether it never is over
 */
public record Extent(
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable Long fromOffset,
    @Nullable Long toOffset,
    boolean follows) {

  /** Everything there is now. */
  static final Extent ALL = new Extent(null, null, null, null, false);

  /**
   * Where to begin in each partition.
   *
   * @param whole whose beginning is not limited, as what came before is needed
   */
  public Map<TopicPartition, Long> starts(
      Consumer<?, ?> consumer, Set<TopicPartition> partitions, Predicate<TopicPartition> whole) {
    Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(partitions));
    Set<TopicPartition> limited =
        partitions.stream().filter(whole.negate()).collect(Collectors.toSet());
    if (from != null) {
      starts.putAll(offsetsAt(consumer, limited, from));
    }
    Long first = fromOffset;
    if (first != null) {
      limited.forEach(partition -> starts.merge(partition, first, Math::max));
    }
    return starts;
  }

  /** Where each partition is over; nothing for one that is followed. */
  public Map<TopicPartition, Long> ends(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
    if (follows) {
      return Map.of();
    }
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
    if (to != null) {
      offsetsAt(consumer, partitions, to).forEach((each, end) -> ends.merge(each, end, Math::min));
    }
    Long last = toOffset;
    if (last != null) {
      partitions.forEach(partition -> ends.merge(partition, last, Math::min));
    }
    return ends;
  }

  /** The offset of the first record at a moment or after it; the end if there is none. */
  private static Map<TopicPartition, Long> offsetsAt(
      Consumer<?, ?> consumer, Set<TopicPartition> partitions, Instant moment) {
    Map<TopicPartition, Long> offsets = new HashMap<>(consumer.endOffsets(partitions));
    consumer
        .offsetsForTimes(
            partitions.stream()
                .collect(Collectors.toMap(each -> each, each -> moment.toEpochMilli())))
        .forEach(
            (partition, found) -> {
              if (found != null) {
                offsets.put(partition, found.offset());
              }
            });
    return offsets;
  }
}
