package dev.freshet.localstack.bench.peer;

import dev.freshet.localstack.bench.job.BareEvent;
import dev.freshet.localstack.bench.job.BareEventReader;
import dev.freshet.runtime.record.Topics;
import java.io.IOException;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes as {@link BareEventReader} does, and weighs what was done by its topic. */
final class ActionReader implements KafkaRecordDeserializationSchema<Action> {

  private static final long serialVersionUID = 1L;

  private static final double CLICK = 1.0;
  private static final double STUDY = 2.0;
  private static final double COMMENT = 3.0;

  private final Topics topics;
  private final BareEventReader events;

  ActionReader(Topics topics) {
    this.topics = topics;
    events = new BareEventReader(topics);
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    events.open(context);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Action> out)
      throws IOException {
    BareEvent event = events.event(record);
    out.collect(new Action(event.user(), event.item(), event.atMillis(), weight(record.topic())));
  }

  private double weight(String topic) {
    if (topic.equals(topics.clicks())) {
      return CLICK;
    }
    return topic.equals(topics.study()) ? STUDY : COMMENT;
  }

  @Override
  public TypeInformation<Action> getProducedType() {
    return TypeInformation.of(Action.class);
  }
}
