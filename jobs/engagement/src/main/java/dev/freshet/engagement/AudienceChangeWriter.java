package dev.freshet.engagement;

import dev.freshet.schemas.AudienceChange;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.audience.Passage;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes who enters and leaves audiences to the topic, changes of a user to one partition. */
record AudienceChangeWriter(String topic) implements KafkaRecordSerializationSchema<Passage> {

  private static final RecordEncoding<AudienceChange> ENCODING = RecordEncoding.audienceChanges();

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Passage passage, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(
        topic,
        passage.user().getBytes(StandardCharsets.UTF_8),
        ENCODING.encode(AudienceRecords.change(passage)));
  }
}
