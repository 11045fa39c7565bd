package dev.freshet.runtime.kafka.catalogue;

import dev.freshet.runtime.time.StartMark;
import java.io.IOException;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Reads the catalogue and events from Kafka, and no event before every operator knows what the
 * catalogue said when the job was started. Events wait on Kafka meanwhile.
 *
 * <p>That the catalogue was read is not enough: its records may still be under way where events
 * overtake them. They have arrived everywhere when a checkpoint is complete that holds their place
 * on Kafka, or when the job was restored from one. (Only unaligned ones, which Flink does not take
 * by itself, leave some under way.) So, while events wait, checkpoints are asked for. Afterwards
 * the catalogue never holds anything back again, whatever is added to it.
 *
 * <p>Watermark alignment would not do: it lets a source run freely until first told otherwise, and
 * knows nothing of what is under way.
 */
public final class CatalogueFirstSource<T>
    implements Source<T, KafkaPartitionSplit, KafkaSourceEnumState>, ResultTypeQueryable<T> {

  private static final long serialVersionUID = 1L;

  private final KafkaSource<T> kafka;
  private final String catalogue;
  private final Properties properties;
  private final StartCheck startCheck;
  private final boolean hasCheckpoints;
  private final boolean isBesideOthers;

  /**
   * @param kafka reads the catalogue and the topics of events; starts with {@link
   *     CatalogueFirstOffsets}
   * @param catalogue the topic of the catalogue
   * @param properties how to reach Kafka, bootstrap servers included
   * @param startCheck passes before anything is read
   * @param hasCheckpoints whether the job has any; without them events do not wait
   */
  public CatalogueFirstSource(
      KafkaSource<T> kafka,
      String catalogue,
      Properties properties,
      StartCheck startCheck,
      boolean hasCheckpoints) {
    this(kafka, catalogue, properties, startCheck, hasCheckpoints, false);
  }

  private CatalogueFirstSource(
      KafkaSource<T> kafka,
      String catalogue,
      Properties properties,
      StartCheck startCheck,
      boolean hasCheckpoints,
      boolean isBesideOthers) {
    this.kafka = kafka;
    this.catalogue = catalogue;
    this.properties = properties;
    this.startCheck = startCheck;
    this.hasCheckpoints = hasCheckpoints;
    this.isBesideOthers = isBesideOthers;
  }

  /**
   * The same beside others of the job: events of all of them begin together, which each says by a
   * {@link StartMark}, so that none is taken for silent that is not read yet.
   */
  public CatalogueFirstSource<T> besideOthers() {
    return new CatalogueFirstSource<>(
        kafka, catalogue, properties, startCheck, hasCheckpoints, true);
  }

  @Override
  public Boundedness getBoundedness() {
    return kafka.getBoundedness();
  }

  @Override
  public SourceReader<T, KafkaPartitionSplit> createReader(SourceReaderContext context)
      throws Exception {
    return new CatalogueFirstReader<>(
        kafka.createReader(context), context, catalogue, isBesideOthers);
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context) {
    return enumerator(kafka.createEnumerator(context), context, false);
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState checkpoint)
      throws IOException {
    return enumerator(kafka.restoreEnumerator(context, checkpoint), context, true);
  }

  private CatalogueFirstEnumerator enumerator(
      SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> enumerator,
      SplitEnumeratorContext<KafkaPartitionSplit> context,
      boolean hasState) {
    return new CatalogueFirstEnumerator(
        enumerator,
        context,
        () -> startCheck.check(hasState),
        new CatalogueEnd(properties, catalogue),
        isBesideOthers && hasCheckpoints ? CommonStart.of(context) : new CommonStart(),
        !hasCheckpoints);
  }

  @Override
  public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
    return kafka.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
    return kafka.getEnumeratorCheckpointSerializer();
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return kafka.getProducedType();
  }
}
