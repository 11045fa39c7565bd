package dev.freshet.runtime.kafka;

import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.ToldListRule;
import java.util.Optional;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The compacted topic on which people put rules, for the sake of those on lists.
 *
 * @param name its name
 */
public record ListRuleTopic(String name) {

  /** The one that the options name, if they do. */
  public static Optional<ListRuleTopic> from(ReadableConfig config) {
    return KafkaSettings.further(config, KafkaOptions.TOPICS_RULES).map(ListRuleTopic::new);
  }

  /**
   * What was read.
   *
   * @param rules those that can be used, and which are no more
   * @param rejected records that cannot be used
   */
  public record Streams(DataStream<ToldListRule> rules, DataStream<RejectedRecord> rejected) {}

  /** Reads it. */
  public Streams read(StreamExecutionEnvironment env, KafkaSettings kafka, EventSettings events) {
    TableTopic table = new TableTopic(kafka, name, events.maxBytes());
    SingleOutputStreamOperator<ToldListRule> rules =
        table
            .read(env)
            .process(new ListRuleReader(table.identity()))
            .returns(ToldListRule.class)
            .uid("list-rule-records")
            .name("Check rules on lists")
            .setParallelism(1)
            .setMaxParallelism(1);
    return new Streams(rules, rules.getSideOutput(ListRuleReader.REJECTED));
  }
}
