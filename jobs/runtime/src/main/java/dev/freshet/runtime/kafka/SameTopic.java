package dev.freshet.runtime.kafka;

import java.util.Set;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * All partitions of one topic. Where somebody has deleted it and made it anew while it is read, the
 * job is restarted once, as Kafka's client may go on in the middle of the new one.
 */
final class SameTopic implements KafkaSubscriber {

  private static final long serialVersionUID = 1L;

  private final NamedTopic topic;

  /** What the job manager knows, which outlives a restart of the job. */
  private transient volatile @Nullable String known;

  SameTopic(NamedTopic topic) {
    this.topic = topic;
  }

  @Override
  public Set<TopicPartition> getSubscribedTopicPartitions(AdminClient admin) {
    String before = known;
    String now = topic.id(admin);
    known = now;
    if (before != null && !before.equals(now)) {
      throw new FlinkRuntimeException(
          ("Somebody has deleted the topic %s and made it anew. The job is restarted to read it from"
                  + " its beginning.")
              .formatted(topic.topic()));
    }
    return topic.getSubscribedTopicPartitions(admin);
  }
}
