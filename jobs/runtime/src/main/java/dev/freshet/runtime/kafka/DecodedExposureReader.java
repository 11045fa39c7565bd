package dev.freshet.runtime.kafka;

import dev.freshet.runtime.record.DecodedExposure;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.ExposureDecoder;
import dev.freshet.runtime.record.RawRecord;
import java.time.Clock;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decodes and checks exposures already in the source, so that a partition's event time is told by
 * its good ones alone. Never fails on a record: what is wrong with it travels on as a rejection.
 */
final class DecodedExposureReader implements KafkaRecordDeserializationSchema<DecodedExposure> {

  private static final long serialVersionUID = 1L;

  private final String topic;
  private final EventSettings settings;
  private final Clock clock;
  private transient ExposureDecoder decoder;

  /**
   * @param topic of exposures; records of others are left out
   * @param clock what exposures may not be too far ahead of; serializable
   */
  DecodedExposureReader(String topic, EventSettings settings, Clock clock) {
    this.topic = topic;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    decoder = new ExposureDecoder(settings, clock);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<DecodedExposure> out) {
    if (record.topic().equals(topic)) {
      out.collect(DecodedExposure.by(decoder, RawRecord.of(record, settings.maxBytes())));
    }
  }

  @Override
  public TypeInformation<DecodedExposure> getProducedType() {
    return TypeInformation.of(DecodedExposure.class);
  }
}
