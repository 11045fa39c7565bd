package dev.freshet.runtime.kafka;

import dev.freshet.runtime.cleaning.ExposureStreams;
import dev.freshet.runtime.kafka.catalogue.CatalogueFirstOffsets;
import dev.freshet.runtime.kafka.catalogue.CatalogueFirstSource;
import dev.freshet.runtime.record.DecodedExposure;
import dev.freshet.runtime.record.EventSettings;
import java.time.Clock;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The topic of what users were shown.
 *
 * @param kafka where it is
 * @param events which of its records are used
 */
public record ExposureTopic(KafkaSettings kafka, EventSettings events) {

  /** Reads it from where events are read. */
  public ExposureStreams read(StreamExecutionEnvironment env) {
    NamedTopic topic = new NamedTopic(kafka, kafka.topics().exposures(), false);
    return clean(env, source(topic).build(), SourceAlignment.NONE);
  }

  /**
   * Reads it beside events, by {@link EventTopics}, of the same alignment: like them not before the
   * catalogue is known, as what is not read yet cannot hold it back.
   */
  public ExposureStreams readBesideEvents(
      StreamExecutionEnvironment env, SourceAlignment alignment) {
    String items = kafka.topics().items();
    NamedTopic topic = new NamedTopic(kafka, kafka.topics().exposures(), false);
    KafkaSource<DecodedExposure> source =
        source(new CatalogueBeside(topic, new NamedTopic(kafka, items, true)))
            .setStartingOffsets(new CatalogueFirstOffsets(items, EventTopics.start(kafka)))
            .build();
    return clean(
        env,
        new CatalogueFirstSource<>(
                source,
                items,
                kafka.ofConsumer(),
                hasState -> {},
                env.getCheckpointConfig().isCheckpointingEnabled())
            .besideOthers(),
        alignment);
  }

  private KafkaSourceBuilder<DecodedExposure> source(KafkaSubscriber topics) {
    return KafkaSource.<DecodedExposure>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setKafkaSubscriber(topics)
        .setGroupId(kafka.groupId())
        .setStartingOffsets(EventTopics.start(kafka))
        .setProperties(kafka.ofConsumer())
        .setDeserializer(
            new DecodedExposureReader(kafka.topics().exposures(), events, Clock.systemUTC()));
  }

  private ExposureStreams clean(
      StreamExecutionEnvironment env,
      Source<DecodedExposure, ?, ?> source,
      SourceAlignment alignment) {
    return ExposureStreams.clean(
        env.fromSource(source, alignment.of(RecordWatermarks.ofExposures(events)), "Read exposures")
            .uid("read-exposures"),
        kafka.topics(),
        events,
        places ->
            RejectedRecordFetcher.fetched(places, kafka, events, "Fetch rejected exposures")
                .uid("flooded-exposures"));
  }
}
