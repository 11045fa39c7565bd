package dev.freshet.engagement.community;

import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.runtime.kafka.TableTopic;
import dev.freshet.runtime.record.RejectedRecord;
import java.util.Optional;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The compacted topic on which the platform tells what users prefer.
 *
 * @param name its name
 */
public record PreferenceTopic(String name) {

  /** The one that the options name, if they do. */
  public static Optional<PreferenceTopic> from(ReadableConfig config) {
    return KafkaSettings.further(config, KafkaOptions.TOPICS_PREFERENCES).map(PreferenceTopic::new);
  }

  /**
   * What was read.
   *
   * @param preferences what users want
   * @param rejected records that cannot be used
   */
  public record Streams(DataStream<Preference> preferences, DataStream<RejectedRecord> rejected) {}

  /** Reads it. */
  public Streams read(StreamExecutionEnvironment env, RuntimeSettings runtime) {
    TableTopic table = new TableTopic(runtime.kafka(), name, runtime.events().maxBytes());
    SingleOutputStreamOperator<Preference> preferences =
        table
            .read(env)
            .process(new PreferenceReader(runtime.events(), table.identity()))
            .returns(Preference.class)
            .uid("preference-records")
            .name("Check preferences")
            .setParallelism(1)
            .setMaxParallelism(1);
    return new Streams(preferences, preferences.getSideOutput(PreferenceReader.REJECTED));
  }
}
