package dev.freshet.runtime.kafka;

import dev.freshet.runtime.RuntimeSettings;
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
final class ArrivalReader implements KafkaRecordDeserializationSchema<Arrival> {

  private static final long serialVersionUID = 1L;

  private final RuntimeSettings settings;
  private final Clock clock;
  private transient RecordDecoder decoder;

  /**
   * @param clock what events may not be too far ahead of; serializable
   */
  ArrivalReader(RuntimeSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    decoder = new RecordDecoder(settings, clock);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Arrival> out) {
    out.collect(decoder.decode(RawRecord.of(record, settings.events().maxBytes())));
  }

  @Override
  public TypeInformation<Arrival> getProducedType() {
    return TypeInformation.of(Arrival.class);
  }
}
