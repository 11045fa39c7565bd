package dev.freshet.localstack.record;

import dev.freshet.localstack.command.Progress;
import dev.freshet.localstack.command.StopSignal;
import dev.freshet.localstack.recording.LogRecord;
import dev.freshet.localstack.recording.RecordingWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Copies partitions into a folder, one file {@code <topic>-<partition>.avro} for each, and checks
 * what it wrote.
 */
final class Recorder {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Path folder;
  private final Map<TopicPartition, RecordingWriter> writers =
      new TreeMap<>(
          Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));

  Recorder(KafkaConsumer<byte[], byte[]> consumer, Path folder) {
    this.consumer = consumer;
    this.folder = folder;
  }

  /**
   * What became of one partition.
   *
   * @param partition which
   * @param file its recording
   * @param held what the file holds, read again after it was written
   * @param endOffset the offset up to which everything was read
   * @param added records that were added this time
   * @param counted records that the file should hold
   */
  record Account(
      TopicPartition partition,
      Path file,
      RecordingWriter.Contents held,
      long endOffset,
      long added,
      long counted) {

    /** Offsets that hold no record for a reader: compacted away, or transaction markers. */
    long empty() {
      return endOffset - held.startOffset() - held.records();
    }

    boolean isComplete() {
      return held.records() == counted && empty() >= 0;
    }

    /** What became of it, for people. */
    String line() {
      return "%s: offsets %,d to %,d, %,d records%s%s%s"
          .formatted(
              file,
              held.startOffset(),
              endOffset,
              held.records(),
              added == held.records() ? "" : ", %,d of them new".formatted(added),
              empty() == 0
                  ? ""
                  : "; %,d offsets hold none (compacted, or transaction markers)"
                      .formatted(empty()),
              isComplete() ? "" : "; NOT complete: %,d records were copied".formatted(counted));
    }
  }

  /**
   * Records partitions.
   *
   * @param topicIds each partition's topic's identity
   * @param starts where each begins if there is no recording of it yet
   * @param ends where each is over; one that is not named is followed until the signal
   */
  List<Account> record(
      Map<TopicPartition, String> topicIds,
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> ends,
      StopSignal stop,
      Progress progress)
      throws IOException {
    Map<TopicPartition, Long> reached = new HashMap<>();
    Set<TopicPartition> partitions = topicIds.keySet();
    try {
      open(
          topicIds, starts, consumer.beginningOffsets(partitions), consumer.endOffsets(partitions));
      consumer.assign(partitions);
      writers.forEach((partition, writer) -> consumer.seek(partition, writer.nextOffset()));
      while (!stop.isAsked() && !isDone(ends)) {
        copy(ends, progress);
      }
      for (TopicPartition partition : partitions) {
        reached.put(partition, Math.min(consumer.position(partition), endOf(partition, ends)));
      }
    } finally {
      for (RecordingWriter writer : writers.values()) {
        writer.close();
      }
    }
    return verify(reached);
  }

  private Path file(TopicPartition partition) {
    return folder.resolve(partition.topic() + "-" + partition.partition() + ".avro");
  }

  private void open(
      Map<TopicPartition, String> topicIds,
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> oldest,
      Map<TopicPartition, Long> newest)
      throws IOException {
    for (Map.Entry<TopicPartition, String> each : topicIds.entrySet()) {
      TopicPartition partition = each.getKey();
      Path file = file(partition);
      if (!Files.exists(file)) {
        writers.put(
            partition,
            RecordingWriter.begin(file, each.getValue(), starts.getOrDefault(partition, 0L)));
        continue;
      }
      RecordingWriter writer = RecordingWriter.resume(file);
      writers.put(partition, writer);
      if (!writer.before().topicId().equals(each.getValue())
          || writer.nextOffset() > newest.getOrDefault(partition, 0L)) {
        throw new IOException(
            file
                + ": records another topic of this name, which was made again since; record into"
                + " another folder");
      }
      if (writer.nextOffset() < oldest.getOrDefault(partition, 0L)) {
        throw new IOException(
            "%s: ends before offset %,d, but Kafka has deleted what comes before %,d; record into another folder"
                .formatted(file, writer.nextOffset(), oldest.get(partition)));
      }
    }
  }

  private static long endOf(TopicPartition partition, Map<TopicPartition, Long> ends) {
    return ends.getOrDefault(partition, Long.MAX_VALUE);
  }

  private boolean isDone(Map<TopicPartition, Long> ends) {
    return writers.keySet().stream()
        .allMatch(partition -> consumer.position(partition) >= endOf(partition, ends));
  }

  private void copy(Map<TopicPartition, Long> ends, Progress progress) throws IOException {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    for (TopicPartition partition : records.partitions()) {
      RecordingWriter writer = Objects.requireNonNull(writers.get(partition));
      for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
        if (record.offset() < endOf(partition, ends)) {
          writer.append(LogRecord.of(record));
          progress.step();
        }
      }
      if (consumer.position(partition) >= endOf(partition, ends)) {
        consumer.pause(Set.of(partition));
      }
    }
    if (records.isEmpty()) {
      for (RecordingWriter writer : writers.values()) {
        writer.flush();
      }
    }
  }

  private List<Account> verify(Map<TopicPartition, Long> reached) throws IOException {
    List<Account> accounts = new ArrayList<>();
    for (Map.Entry<TopicPartition, RecordingWriter> each : writers.entrySet()) {
      TopicPartition partition = each.getKey();
      RecordingWriter writer = each.getValue();
      RecordingWriter.Contents held = RecordingWriter.verify(file(partition));
      accounts.add(
          new Account(
              partition,
              file(partition),
              held,
              Math.max(held.nextOffset(), reached.getOrDefault(partition, 0L)),
              writer.records() - writer.before().records(),
              writer.records()));
    }
    return accounts;
  }
}
