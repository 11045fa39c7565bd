package dev.freshet.runtime.kafka;

import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.RecordDecoder;
import dev.freshet.runtime.record.Topics;
import java.time.Clock;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decodes and checks records already in the source, so that a partition's event time is told by its
 * good events alone. Never fails on a record: what is wrong with it travels on as a rejection.
 */
final class DecodedRecordReader implements KafkaRecordDeserializationSchema<DecodedRecord> {

  private static final long serialVersionUID = 1L;

  private final Topics topics;
  private final EventSettings settings;
  private final Clock clock;
  private transient RecordDecoder decoder;

  /**
   * @param clock what events may not be too far ahead of; serializable
   */
  DecodedRecordReader(Topics topics, EventSettings settings, Clock clock) {
    this.topics = topics;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    decoder = new RecordDecoder(topics, settings, clock);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<DecodedRecord> out) {
    out.collect(decoder.decode(RawRecord.of(record, settings.maxBytes())));
  }

  @Override
  public TypeInformation<DecodedRecord> getProducedType() {
    return TypeInformation.of(DecodedRecord.class);
  }
}
