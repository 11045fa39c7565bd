package dev.freshet.runtime.kafka;

import dev.freshet.runtime.cleaning.RejectedPlace;
import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RejectedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the records of rejected events from Kafka, some hundred at once: a flood comes by the
 * thousand, and most of its records lie next to each other. None is kept across a checkpoint.
 */
final class RejectedRecordFetcher extends AbstractStreamOperator<RejectedRecord>
    implements OneInputStreamOperator<RejectedPlace, RejectedRecord> {

  private static final long serialVersionUID = 1L;

  private static final int MOST_AT_ONCE = 500;
  private static final long LONGEST_WAIT_MILLIS = 100;

  private final Properties properties;
  private final int keptValueBytes;
  private final List<RejectedPlace> places = new ArrayList<>();
  private transient @Nullable RejectedRecordReader reader;

  /**
   * @param properties how to reach Kafka, bootstrap servers included
   * @param keptValueBytes how much of a large value is kept
   */
  RejectedRecordFetcher(Properties properties, int keptValueBytes) {
    this.properties = properties;
    this.keptValueBytes = keptValueBytes;
  }

  /** Fetches what lies at these places, in one task. */
  static SingleOutputStreamOperator<RejectedRecord> fetched(
      DataStream<RejectedPlace> places, KafkaSettings kafka, EventSettings events, String name) {
    return places
        .transform(
            name,
            TypeInformation.of(RejectedRecord.class),
            new RejectedRecordFetcher(kafka.ofConsumer(), events.maxBytes()))
        .setParallelism(1)
        .setMaxParallelism(1);
  }

  @Override
  public void processElement(StreamRecord<RejectedPlace> place) {
    if (places.isEmpty()) {
      long then = getProcessingTimeService().getCurrentProcessingTime() + LONGEST_WAIT_MILLIS;
      Future<?> unused = getProcessingTimeService().registerTimer(then, atMillis -> fetch());
    }
    places.add(place.getValue());
    if (places.size() >= MOST_AT_ONCE) {
      fetch();
    }
  }

  private void fetch() {
    if (!places.isEmpty()) {
      if (reader == null) {
        reader = new RejectedRecordReader(properties, keptValueBytes);
      }
      reader.read(places).forEach(record -> output.collect(new StreamRecord<>(record)));
      places.clear();
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    fetch();
  }

  @Override
  public void finish() throws Exception {
    fetch();
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (reader != null) {
      reader.close();
    }
    super.close();
  }
}
