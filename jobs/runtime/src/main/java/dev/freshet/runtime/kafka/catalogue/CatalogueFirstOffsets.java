package dev.freshet.runtime.kafka.catalogue;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/** A job without a savepoint reads the catalogue from its beginning, events as it is told to. */
public final class CatalogueFirstOffsets implements OffsetsInitializer {

  private static final long serialVersionUID = 1L;

  private final String catalogue;
  private final OffsetsInitializer events;

  /**
   * @param catalogue the topic of the catalogue
   * @param events where to begin on the others
   */
  public CatalogueFirstOffsets(String catalogue, OffsetsInitializer events) {
    this.catalogue = catalogue;
    this.events = events;
  }

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    Map<Boolean, List<TopicPartition>> ofCatalogue =
        partitions.stream()
            .collect(Collectors.partitioningBy(each -> each.topic().equals(catalogue)));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    ofCatalogue.forEach(
        (isCatalogue, found) ->
            offsets.putAll(
                (isCatalogue ? OffsetsInitializer.earliest() : events)
                    .getPartitionOffsets(found, retriever)));
    return offsets;
  }

  /** Where Kafka no longer has the place to go on from. */
  // The connector knows no other type yet.
  @SuppressWarnings("deprecation")
  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.EARLIEST;
  }
}
