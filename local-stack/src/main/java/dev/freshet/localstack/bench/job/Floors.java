package dev.freshet.localstack.bench.job;

import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.runtime.redis.RedisSink;
import dev.freshet.runtime.redis.RedisWrite;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Bare jobs, each the least that anything on Flink with its kind of state would do: what is below
 * them is not ours to make faster.
 */
final class Floors {

  static final String USER_STATE = "Count a user's events";
  static final String USER_ITEMS = "Keep a user's last items";
  static final String ITEM_PAIRS = "Count an item's pairs";

  private static final String GROUP = "bench-floor";

  private Floors() {}

  /** Reads, decodes, and forgets. */
  static void decode(StreamExecutionEnvironment env, Configuration options) {
    discard(events(env, options));
  }

  /** One keyed state read and written for each event. */
  static void userState(StreamExecutionEnvironment env, Configuration options) {
    discard(counted(env, options));
  }

  /** The same, and one value written to Redis for each event. */
  static void userStateAndSet(StreamExecutionEnvironment env, Configuration options) {
    RuntimeSettings settings = RuntimeSettings.from(options, GROUP);
    counted(env, options)
        .map(new PlainSet(settings.redis().keys()))
        .returns(RedisWrite.class)
        .uid("set")
        .name("Make a write")
        .sinkTo(new RedisSink(settings.redis(), List.of()))
        .uid("redis")
        .name("Write users to Redis");
  }

  /** Co-occurrence as one would write it first: ten pairs of the item updated for each event. */
  static void itemPairs(StreamExecutionEnvironment env, Configuration options) {
    discard(
        events(env, options)
            .keyBy(BareEvent::user)
            .process(new LastItems())
            .uid("last-items")
            .name(USER_ITEMS)
            .keyBy(BarePairs::item)
            .process(new PairCounts())
            .uid("pair-counts")
            .name(ITEM_PAIRS));
  }

  private static DataStream<BareEvent> counted(
      StreamExecutionEnvironment env, Configuration options) {
    return events(env, options)
        .keyBy(BareEvent::user)
        .process(new EventCount())
        .uid("event-count")
        .name(USER_STATE);
  }

  private static DataStream<BareEvent> events(
      StreamExecutionEnvironment env, Configuration options) {
    KafkaSettings kafka = RuntimeSettings.from(options, GROUP).kafka();
    return EventSource.read(env, kafka, new BareEventReader(kafka.topics()));
  }

  private static void discard(DataStream<?> stream) {
    stream.sinkTo(new DiscardingSink<>()).uid("discard").name("Discard");
  }
}
