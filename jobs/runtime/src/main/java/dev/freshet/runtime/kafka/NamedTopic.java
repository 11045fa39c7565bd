package dev.freshet.runtime.kafka;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * All partitions of one topic. If it is missing, that is told as {@link KafkaStartCheck} tells it,
 * which may come second.
 *
 * @param isCompacted whether it is to be made as a compacted topic
 */
record NamedTopic(KafkaSettings kafka, String topic, boolean isCompacted)
    implements KafkaSubscriber {

  @Override
  public Set<TopicPartition> getSubscribedTopicPartitions(AdminClient admin) {
    try {
      return KafkaSubscriber.getTopicListSubscriber(List.of(topic))
          .getSubscribedTopicPartitions(admin);
    } catch (RuntimeException e) {
      if (ExceptionUtils.findThrowable(e, UnknownTopicOrPartitionException.class).isPresent()) {
        throw KafkaStartCheck.missing(kafka, List.of(topic), any -> isCompacted);
      }
      throw e;
    }
  }

  /** The id of the topic: one that is made anew has another id. */
  String id(Admin admin) {
    try {
      return Objects.requireNonNull(
              admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
          .get()
          .topicId()
          .toString();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw KafkaStartCheck.missing(kafka, List.of(topic), any -> isCompacted);
      }
      throw new FlinkRuntimeException("cannot ask Kafka for the topic " + topic, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FlinkRuntimeException("interrupted while Kafka is asked for a topic", e);
    }
  }
}
