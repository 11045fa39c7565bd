package dev.freshet.runtime.kafka;

import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.cleaning.ItemLimits;
import dev.freshet.runtime.kafka.catalogue.CatalogueFirstOffsets;
import dev.freshet.runtime.kafka.catalogue.CatalogueFirstSource;
import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RejectedRecord;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * The topics of a job: reads the catalogue and events, no event before what the catalogue said when
 * the job was started, and writes rejected records to their own topic.
 */
public final class EventTopics {

  private final KafkaSettings kafka;
  private final EventSettings events;
  private final List<String> compacted;
  private final SourceAlignment alignment;

  /**
   * @param kafka where the topics are
   * @param events which of their records are used
   */
  public EventTopics(KafkaSettings kafka, EventSettings events) {
    this(kafka, events, List.of());
  }

  /**
   * @param kafka where the topics are
   * @param events which of their records are used
   * @param compacted further compacted topics that the job needs when it starts
   */
  public EventTopics(KafkaSettings kafka, EventSettings events, List<String> compacted) {
    this(kafka, events, compacted, SourceAlignment.NONE);
  }

  private EventTopics(
      KafkaSettings kafka,
      EventSettings events,
      List<String> compacted,
      SourceAlignment alignment) {
    this.kafka = kafka;
    this.events = events;
    this.compacted = List.copyOf(compacted);
    this.alignment = alignment;
  }

  /** The same, of which events stay together with those of other sources. */
  public EventTopics aligned(SourceAlignment together) {
    return new EventTopics(kafka, events, compacted, together);
  }

  /** Reads events of items within limits, purchases among them if there is a topic of them. */
  public EventStreams read(StreamExecutionEnvironment env, ItemLimits limits) {
    return read(env, limits, List.of(), Optional.empty());
  }

  /**
   * The same for a job that reads further topics.
   *
   * @param further topics that must be there at the start, too
   * @param rejected records of them that cannot be used, if any are read
   */
  public EventStreams read(
      StreamExecutionEnvironment env,
      ItemLimits limits,
      List<String> further,
      Optional<DataStream<RejectedRecord>> rejected) {
    EventStreams streams = clean(env, limits, further);
    write(rejected.map(streams.rejected()::union).orElse(streams.rejected()));
    return streams;
  }

  /** Reads events of all items, and purchases with them if there is a topic of them. */
  public EventStreams readWithPurchases(StreamExecutionEnvironment env) {
    return read(env, ItemLimits.NONE);
  }

  /**
   * The same for a job that reads and writes further topics.
   *
   * @param further topics that must be there at the start, too
   * @param rejected records of them that cannot be used
   */
  public EventStreams readWithPurchases(
      StreamExecutionEnvironment env, List<String> further, DataStream<RejectedRecord> rejected) {
    return read(env, ItemLimits.NONE, further, Optional.of(rejected));
  }

  private EventStreams clean(
      StreamExecutionEnvironment env, ItemLimits limits, List<String> further) {
    DataStream<DecodedRecord> records =
        env.fromSource(
                source(further, env.getCheckpointConfig().isCheckpointingEnabled()),
                alignment.of(RecordWatermarks.ofInteractions(events)),
                "Read catalogue and events")
            .uid("read-records");
    return EventStreams.clean(
        records,
        kafka.topics(),
        events,
        limits,
        places ->
            RejectedRecordFetcher.fetched(places, kafka, events, "Fetch rejected records")
                .uid("flooded-records"));
  }

  private void write(DataStream<RejectedRecord> rejected) {
    rejected.sinkTo(rejectedSink()).uid("rejected").name("Write rejected records");
  }

  private CatalogueFirstSource<DecodedRecord> source(List<String> further, boolean hasCheckpoints) {
    String items = kafka.topics().items();
    List<String> topics = kafka.topics().interactionsAndPurchases();
    KafkaSource<DecodedRecord> source =
        KafkaSource.<DecodedRecord>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setTopics(Stream.concat(Stream.of(items), topics.stream()).toList())
            .setGroupId(kafka.groupId())
            .setStartingOffsets(new CatalogueFirstOffsets(items, start(kafka)))
            .setProperties(kafka.ofConsumer())
            .setDeserializer(new DecodedRecordReader(kafka.topics(), events, Clock.systemUTC()))
            .build();
    CatalogueFirstSource<DecodedRecord> first =
        new CatalogueFirstSource<>(
            source,
            items,
            kafka.ofConsumer(),
            new KafkaStartCheck(kafka, topics, compacted, further),
            hasCheckpoints);
    return alignment.equals(SourceAlignment.NONE) ? first : first.besideOthers();
  }

  /** Where a job without a savepoint begins to read. */
  // The connector takes no other type yet.
  @SuppressWarnings("deprecation")
  static OffsetsInitializer start(KafkaSettings kafka) {
    return switch (kafka.start()) {
      case EARLIEST -> OffsetsInitializer.earliest();
      case LATEST -> OffsetsInitializer.latest();
      case GROUP -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
    };
  }

  private KafkaSink<RejectedRecord> rejectedSink() {
    return new ResultTopic(kafka, kafka.rejectedDelivery(), kafka.rejectedTransactions())
        .sink(new RejectedRecordWriter(kafka));
  }
}
