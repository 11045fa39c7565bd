package dev.freshet.localstack.bench.job;

import dev.freshet.runtime.record.Topics;
import dev.freshet.schemas.ClickEvent;
import dev.freshet.schemas.CommentEvent;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.StudyEvent;
import dev.freshet.schemas.UnknownSchemaException;
import java.io.IOException;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes Avro and checks nothing. */
public final class BareEventReader implements KafkaRecordDeserializationSchema<BareEvent> {

  private static final long serialVersionUID = 1L;

  private final Topics topics;
  private transient RecordEncoding<ClickEvent> clicks;
  private transient RecordEncoding<StudyEvent> study;
  private transient RecordEncoding<CommentEvent> comments;

  public BareEventReader(Topics topics) {
    this.topics = topics;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    clicks = RecordEncoding.clicks();
    study = RecordEncoding.study();
    comments = RecordEncoding.comments();
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<BareEvent> out)
      throws IOException {
    out.collect(event(record));
  }

  /** The event that a record holds. */
  public BareEvent event(ConsumerRecord<byte[], byte[]> record) throws IOException {
    try {
      return event(record.topic(), record.value());
    } catch (UnknownSchemaException | MalformedRecordException e) {
      throw new IOException("the log was written by this very build", e);
    }
  }

  private BareEvent event(String topic, byte[] value)
      throws UnknownSchemaException, MalformedRecordException {
    if (topic.equals(topics.clicks())) {
      ClickEvent event = clicks.decode(value);
      return new BareEvent(event.getUser(), event.getItem(), event.getOccurredAt().toEpochMilli());
    }
    if (topic.equals(topics.study())) {
      StudyEvent event = study.decode(value);
      return new BareEvent(event.getUser(), event.getItem(), event.getOccurredAt().toEpochMilli());
    }
    CommentEvent event = comments.decode(value);
    return new BareEvent(event.getUser(), event.getItem(), event.getOccurredAt().toEpochMilli());
  }

  @Override
  public TypeInformation<BareEvent> getProducedType() {
    return TypeInformation.of(BareEvent.class);
  }
}
