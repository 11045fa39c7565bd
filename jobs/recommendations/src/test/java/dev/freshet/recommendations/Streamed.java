package dev.freshet.recommendations;

import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Streams that end, without Kafka. */
final class Streamed {

  private Streamed() {}

  /** A stream of some elements, in their order. */
  static <T> DataStream<T> of(
      StreamExecutionEnvironment env, String uid, List<T> elements, Class<T> type) {
    return env.fromData(elements, TypeInformation.of(type)).uid(uid).setParallelism(1);
  }

  /**
   * A stream in the order of its elements.
   *
   * @param element by its index, from 0
   */
  static <T> DataStream<T> of(
      StreamExecutionEnvironment env,
      String uid,
      GeneratorFunction<Long, T> element,
      int count,
      Class<T> type) {
    DataGeneratorSource<T> source =
        new DataGeneratorSource<>(element, count, TypeInformation.of(type));
    return env.fromSource(source, WatermarkStrategy.noWatermarks(), uid).uid(uid).setParallelism(1);
  }
}
