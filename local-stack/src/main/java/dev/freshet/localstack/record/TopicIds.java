package dev.freshet.localstack.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The ids of topics, by which a topic is told from another of the same name. */
public final class TopicIds {

  private TopicIds() {}

  /**
   * The id of each partition's topic.
   *
   * @param client how to reach Kafka
   * @throws KafkaException if Kafka does not know a topic, or does not answer
   */
  public static Map<TopicPartition, String> of(Map<String, Object> client, List<String> names) {
    Map<TopicPartition, String> topicIds = new HashMap<>();
    try (Admin admin = Admin.create(client)) {
      for (Map.Entry<String, KafkaFuture<TopicDescription>> described :
          admin.describeTopics(names).topicNameValues().entrySet()) {
        TopicDescription topic = await(described.getKey(), described.getValue());
        topic
            .partitions()
            .forEach(
                partition ->
                    topicIds.put(
                        new TopicPartition(topic.name(), partition.partition()),
                        topic.topicId().toString()));
      }
      return topicIds;
    }
  }

  private static TopicDescription await(String topic, KafkaFuture<TopicDescription> described) {
    try {
      return described.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new UnknownTopicOrPartitionException(topic, e.getCause());
      }
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }
}
