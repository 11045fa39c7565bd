package dev.freshet.runtime.kafka;

import dev.freshet.runtime.record.EventSettings;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.record.ToldExperiment;
import java.util.Optional;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The compacted topic on which people put experiments.
 *
 * @param name its name
 */
public record ExperimentTopic(String name) {

  /** The one that the options name, if they do. */
  public static Optional<ExperimentTopic> from(ReadableConfig config) {
    return KafkaSettings.further(config, KafkaOptions.TOPICS_EXPERIMENTS).map(ExperimentTopic::new);
  }

  /**
   * What was read.
   *
   * @param experiments those that can be used, and which are no more
   * @param rejected records that cannot be used
   */
  public record Streams(
      DataStream<ToldExperiment> experiments, DataStream<RejectedRecord> rejected) {}

  /** Reads it. */
  public Streams read(StreamExecutionEnvironment env, KafkaSettings kafka, EventSettings events) {
    TableTopic table = new TableTopic(kafka, name, events.maxBytes());
    SingleOutputStreamOperator<ToldExperiment> experiments =
        table
            .read(env)
            .process(new ExperimentReader(table.identity()))
            .returns(ToldExperiment.class)
            .uid("experiment-records")
            .name("Check experiments")
            .setParallelism(1)
            .setMaxParallelism(1);
    return new Streams(experiments, experiments.getSideOutput(ExperimentReader.REJECTED));
  }
}
