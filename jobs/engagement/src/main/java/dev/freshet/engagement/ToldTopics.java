package dev.freshet.engagement;

import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.TableTopic;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.userstate.UserStateSettings;
import dev.freshet.scoring.engagement.Told;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The topics on which other jobs tell what they know of users, as far as options name them.
 *
 * @param names by what they tell of
 */
record ToldTopics(Map<Told.Subject, String> names) {

  private static final Map<Told.Subject, ConfigOption<String>> OPTIONS =
      Map.of(
          Told.Subject.STICKINESS, KafkaOptions.TOPICS_STICKINESS,
          Told.Subject.INTERESTS, KafkaOptions.TOPICS_INTERESTS);

  /**
   * Those that the options name.
   *
   * @throws IllegalArgumentException naming the option whose topic is another one's
   */
  static ToldTopics from(ReadableConfig config, RuntimeSettings runtime) {
    Map<Told.Subject, String> names = new EnumMap<>(Told.Subject.class);
    OPTIONS.forEach(
        (subject, option) ->
            UserStateSettings.from(config, option, runtime.kafka())
                .ifPresent(topic -> names.put(subject, topic.topic())));
    return new ToldTopics(names);
  }

  /** Their names. */
  List<String> all() {
    return List.copyOf(names.values());
  }

  /**
   * What was read.
   *
   * @param notices what is told
   * @param rejected records that cannot be used
   */
  record Streams(DataStream<Notice> notices, DataStream<RejectedRecord> rejected) {

    private Streams with(Streams more) {
      return new Streams(notices.union(more.notices), rejected.union(more.rejected));
    }
  }

  /** Reads them, if there are any. */
  Optional<Streams> read(StreamExecutionEnvironment env, RuntimeSettings runtime) {
    return names.entrySet().stream()
        .map(topic -> read(env, runtime, topic.getKey(), topic.getValue()))
        .reduce(Streams::with);
  }

  private static Streams read(
      StreamExecutionEnvironment env, RuntimeSettings runtime, Told.Subject subject, String topic) {
    SingleOutputStreamOperator<Notice> notices =
        new TableTopic(runtime.kafka(), topic, runtime.events().maxBytes())
            .readOnce(env)
            .process(new ToldReader(subject, runtime.events()))
            .returns(Notice.class)
            .uid(topic + "-records")
            .name("Check " + topic);
    return new Streams(notices, notices.getSideOutput(ToldReader.REJECTED));
  }
}
