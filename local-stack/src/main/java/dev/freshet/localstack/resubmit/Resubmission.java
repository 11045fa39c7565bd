package dev.freshet.localstack.resubmit;

import dev.freshet.localstack.recording.LogRecord;
import dev.freshet.localstack.resubmit.Selection.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Goes through the topic of rejected records, sends back what is selected, and counts. */
final class Resubmission {

  private static final Duration POLL = Duration.ofMillis(200);

  private final Selection selection;
  private final Target target;
  private final Set<Rejected.Place> sent = new HashSet<>();
  private final Map<String, Map<Outcome, Long>> counts = new TreeMap<>();
  private long strange;

  /** Takes what is sent. */
  interface Target {
    void send(LogRecord record) throws IOException;
  }

  Resubmission(Selection selection, Target target) {
    this.selection = selection;
    this.target = target;
  }

  /**
   * Reads each partition from its start to its end.
   *
   * @throws IOException if a record has nowhere to go
   */
  void run(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> ends)
      throws IOException {
    consumer.assign(starts.keySet());
    starts.forEach(consumer::seek);
    while (starts.keySet().stream().anyMatch(each -> consumer.position(each) < end(each, ends))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < end(partition, ends)) {
          accept(record);
        }
      }
    }
  }

  private static long end(TopicPartition partition, Map<TopicPartition, Long> ends) {
    return ends.getOrDefault(partition, 0L);
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) throws IOException {
    Optional<Rejected> rejected = Rejected.of(record);
    if (rejected.isEmpty()) {
      strange++;
    } else if (selection.includes(rejected.get())) {
      accept(rejected.get());
    }
  }

  private void accept(Rejected rejected) throws IOException {
    Outcome outcome = selection.outcome(rejected, sent);
    if (outcome == Outcome.SENT) {
      target.send(rejected.original());
    }
    counts
        .computeIfAbsent(rejected.reason(), reason -> new EnumMap<>(Outcome.class))
        .merge(outcome, 1L, Long::sum);
  }

  /** Records that were sent. */
  long count() {
    return sent.size();
  }

  /** What became of the selected records: a line for each reason. */
  String account() {
    String lines =
        counts.entrySet().stream()
            .map(reason -> "%s: %s%n".formatted(reason.getKey(), account(reason.getValue())))
            .collect(Collectors.joining());
    return strange == 0
        ? lines
        : lines + String.format(Locale.ROOT, "%,d records that no job has written%n", strange);
  }

  private static String account(Map<Outcome, Long> outcomes) {
    return outcomes.entrySet().stream()
        .map(each -> String.format(Locale.ROOT, "%,d %s", each.getValue(), each.getKey()))
        .collect(Collectors.joining(", "));
  }
}
