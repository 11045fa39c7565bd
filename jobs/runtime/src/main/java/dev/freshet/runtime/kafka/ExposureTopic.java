package dev.freshet.runtime.kafka;

import dev.freshet.runtime.cleaning.ExposureStreams;
import dev.freshet.runtime.record.DecodedExposure;
import dev.freshet.runtime.record.EventSettings;
import java.time.Clock;
import org.apache.flink.connector.kafka.source.KafkaSource;
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
    KafkaSource<DecodedExposure> source =
        KafkaSource.<DecodedExposure>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setKafkaSubscriber(new NamedTopic(kafka, kafka.topics().exposures(), false))
            .setGroupId(kafka.groupId())
            .setStartingOffsets(EventTopics.start(kafka))
            .setProperties(kafka.ofConsumer())
            .setDeserializer(new DecodedExposureReader(events, Clock.systemUTC()))
            .build();
    return ExposureStreams.clean(
        env.fromSource(source, RecordWatermarks.ofExposures(events), "Read exposures")
            .uid("read-exposures"),
        kafka.topics(),
        events,
        places ->
            RejectedRecordFetcher.fetched(places, kafka, events, "Fetch rejected exposures")
                .uid("flooded-exposures"));
  }
}
