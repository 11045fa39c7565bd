package dev.freshet.runtime.kafka;

import dev.freshet.runtime.kafka.catalogue.StartCheck;
import dev.freshet.runtime.start.StartRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks whether all topics are there, since the one of rejected records is first needed weeks
 * later, and whether a job that knows nothing would go on where its consumer group left off.
 */
final class KafkaStartCheck implements StartCheck {

  private static final long serialVersionUID = 1L;

  private final KafkaSettings kafka;
  private final List<String> events;
  private final List<String> compacted;
  private final List<String> further;

  /**
   * @param events the topics of events that the job reads
   * @param compacted compacted topics that it needs beside the catalogue's
   * @param further other topics that it needs beside those that all jobs need
   */
  KafkaStartCheck(
      KafkaSettings kafka, List<String> events, List<String> compacted, List<String> further) {
    this.kafka = kafka;
    this.events = List.copyOf(events);
    this.compacted = List.copyOf(compacted);
    this.further = List.copyOf(further);
  }

  @Override
  public void check(boolean hasState) {
    try (Admin admin = Admin.create(kafka.ofConsumer())) {
      requireTopics(admin);
      if (!hasState && kafka.start() == StartOffsets.GROUP && !kafka.allowsEmptyState()) {
        requireNewGroup(admin);
      }
    } catch (ExecutionException e) {
      throw new FlinkRuntimeException(
          "cannot ask Kafka at %s for its topics and for the consumer group %s"
              .formatted(kafka.bootstrapServers(), kafka.groupId()),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FlinkRuntimeException("interrupted before the start", e);
    }
  }

  /** Missing topics may be made while the job tries again: it may be restarted. */
  private void requireTopics(Admin admin) throws ExecutionException, InterruptedException {
    List<String> needed =
        Stream.of(
                events,
                List.of(kafka.topics().items(), kafka.topics().rejected()),
                compacted,
                further)
            .flatMap(List::stream)
            .toList();
    List<String> missing = new ArrayList<>();
    Map<String, KafkaFuture<TopicDescription>> found =
        admin.describeTopics(needed).topicNameValues();
    for (String topic : needed) {
      if (!isThere(Objects.requireNonNull(found.get(topic)))) {
        missing.add(topic);
      }
    }
    if (!missing.isEmpty()) {
      throw missing(kafka, missing, this::isCompacted);
    }
  }

  /** Topics are missing: which, and how to make them. */
  static FlinkRuntimeException missing(
      KafkaSettings kafka, List<String> topics, Predicate<String> isCompacted) {
    return new FlinkRuntimeException(
        topics.stream()
            .map(topic -> command(kafka, topic, isCompacted.test(topic)))
            .collect(
                Collectors.joining(
                    "\n  ",
                    "Kafka does not have the topics "
                        + String.join(", ", topics)
                        + ". Create them, for example with\n  ",
                    "\nor leave out topics of events that the platform does not have, and topics"
                        + " of users' states that nobody reads, by an empty option, such as"
                        + " kafka.topics.study.")));
  }

  private static boolean isThere(KafkaFuture<TopicDescription> topic)
      throws ExecutionException, InterruptedException {
    try {
      topic.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  private static String command(KafkaSettings kafka, String topic, boolean isCompacted) {
    return "kafka-topics.sh --bootstrap-server %s --create --topic %s%s"
        .formatted(
            kafka.bootstrapServers(), topic, isCompacted ? " --config cleanup.policy=compact" : "");
  }

  private boolean isCompacted(String topic) {
    return topic.equals(kafka.topics().items()) || compacted.contains(topic);
  }

  private void requireNewGroup(Admin admin) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        admin.listConsumerGroupOffsets(kafka.groupId()).partitionsToOffsetAndMetadata().get();
    List<TopicPartition> known =
        offsets.entrySet().stream()
            .filter(each -> each.getValue() != null && events.contains(each.getKey().topic()))
            .map(Map.Entry::getKey)
            .toList();
    if (!known.isEmpty()) {
      throw new StartRefusedException(
          """
          The job was started without state, but its consumer group %s has read %s before. It would \
          go on there, know nothing of what came earlier, and overwrite good documents.\
          """
              .formatted(
                  kafka.groupId(),
                  known.stream()
                      .map(TopicPartition::topic)
                      .distinct()
                      .sorted()
                      .collect(Collectors.joining(", "))),
          "go on with what it knew: start it from its newest savepoint or checkpoint"
              + " (execution.state-recovery.path)",
          "read everything again: --kafka.start earliest",
          "begin with the next event: --kafka.start latest",
          "go on there without state all the same: --kafka.start.allow-empty-state true");
    }
  }
}
