package dev.freshet.localstack.resubmit;

import dev.freshet.localstack.recording.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record of the topic of rejected ones. Behind the headers that it came with it has those of the
 * job that rejected it: they begin with the last {@code reason}.
 *
 * @param reason why it was rejected
 * @param job which job did
 * @param place where it lay
 * @param isCut whether it was too large to be kept whole
 * @param original the record as it lay there
 */
record Rejected(String reason, String job, Place place, boolean isCut, LogRecord original) {

  private static final String REASON = "reason";

  /** A place on Kafka. */
  record Place(String topic, int partition, long offset) {}

  /** What a record tells, unless no job has written it. */
  static Optional<Rejected> of(ConsumerRecord<byte[], byte[]> record) {
    LogRecord found = LogRecord.of(record);
    int first = lastReason(found.headers());
    if (first < 0) {
      return Optional.empty();
    }
    Map<String, String> told = new HashMap<>();
    for (Header header : found.headers().subList(first, found.headers().size())) {
      if (header.value() != null) {
        told.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    @Nullable Place place = place(told);
    return place == null
        ? Optional.empty()
        : Optional.of(
            new Rejected(
                told.getOrDefault(REASON, ""),
                told.getOrDefault("job", ""),
                place,
                told.containsKey("size"),
                original(found, place, first)));
  }

  private static int lastReason(List<Header> headers) {
    int last = headers.size() - 1;
    while (last >= 0 && !headers.get(last).key().equals(REASON)) {
      last--;
    }
    return last;
  }

  private static @Nullable Place place(Map<String, String> told) {
    try {
      return new Place(
          told.getOrDefault("topic", ""),
          Integer.parseInt(told.getOrDefault("partition", "")),
          Long.parseLong(told.getOrDefault("offset", "")));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static LogRecord original(LogRecord found, Place place, int ownHeaders) {
    return new LogRecord(
        place.topic(),
        place.partition(),
        place.offset(),
        LogRecord.ANYWHERE,
        found.key(),
        found.value(),
        new ArrayList<>(found.headers().subList(0, ownHeaders)));
  }

  boolean hasBytes() {
    return original.value() != null;
  }
}
