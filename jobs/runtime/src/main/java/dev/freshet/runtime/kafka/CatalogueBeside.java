package dev.freshet.runtime.kafka;

import java.util.HashSet;
import java.util.Set;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.common.TopicPartition;

/**
 * A topic, and the catalogue beside it, which is read to know when it is known.
 *
 * @param topic what is asked for
 * @param catalogue the topic of the catalogue
 */
record CatalogueBeside(NamedTopic topic, NamedTopic catalogue) implements KafkaSubscriber {

  @Override
  public Set<TopicPartition> getSubscribedTopicPartitions(AdminClient admin) {
    Set<TopicPartition> partitions = new HashSet<>(topic.getSubscribedTopicPartitions(admin));
    partitions.addAll(catalogue.getSubscribedTopicPartitions(admin));
    return partitions;
  }
}
