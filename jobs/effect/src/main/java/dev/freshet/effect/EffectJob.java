package dev.freshet.effect;

import static dev.freshet.runtime.settings.OptionChecks.notNegative;
import static dev.freshet.runtime.settings.OptionChecks.required;

import dev.freshet.runtime.JobMain;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.cleaning.ExposureStreams;
import dev.freshet.runtime.kafka.EventTopics;
import dev.freshet.runtime.kafka.ExperimentTopic;
import dev.freshet.runtime.kafka.ExposureTopic;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.KafkaSettings;
import dev.freshet.runtime.kafka.ResultTopic;
import dev.freshet.runtime.kafka.SourceAlignment;
import dev.freshet.runtime.kafka.TableTopic;
import dev.freshet.runtime.record.RejectedRecord;
import dev.freshet.runtime.redis.RedisSink;
import dev.freshet.runtime.settings.JobConfiguration;
import dev.freshet.runtime.time.TimelessOperator;
import dev.freshet.runtime.userstate.UserStateSettings;
import dev.freshet.scoring.experiment.UserNews;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs the effect job. */
public final class EffectJob {

  /** The job's name, which is also its consumer group. */
  public static final String NAME = "effect";

  private static final Class<?>[] OPTIONS = RuntimeSettings.optionsWith(EffectOptions.class);

  private EffectJob() {}

  /** Runs the job with the options of the command line; {@code --help} lists them. */
  public static void main(String[] args) throws Exception {
    JobMain.run(NAME, args, OPTIONS, EffectJob::define);
  }

  /**
   * The options that the command line and its files give.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static Configuration options(String[] args) {
    return JobConfiguration.from(args, OPTIONS);
  }

  /**
   * Defines the job between Kafka and Redis.
   *
   * @throws IllegalArgumentException naming the option whose value can't be
   */
  public static void define(StreamExecutionEnvironment env, Configuration options) {
    RuntimeSettings runtime = RuntimeSettings.from(options, NAME);
    EffectSettings settings = EffectSettings.from(options, runtime.redis().keys());
    runtime.events().requireMemoryFor(EffectOptions.LATENESS, settings.scoring().lateness());
    KafkaSettings.requireApart(options, List.of(EffectOptions.TOPIC_EFFECTS));
    String exposuresTopic =
        required(KafkaOptions.TOPICS_EXPOSURES, runtime.kafka().topics().exposures());
    String effectsTopic =
        required(EffectOptions.TOPIC_EFFECTS, options.get(EffectOptions.TOPIC_EFFECTS));
    Optional<String> stickinessTopic =
        UserStateSettings.from(options, KafkaOptions.TOPICS_STICKINESS, runtime.kafka())
            .map(UserStateSettings::topic);
    Optional<ExperimentTopic> experimentsTopic = ExperimentTopic.from(options);
    notNegative(EffectOptions.MAX_DRIFT, options.get(EffectOptions.MAX_DRIFT));
    SourceAlignment alignment = new SourceAlignment(NAME, options.get(EffectOptions.MAX_DRIFT));
    ExposureStreams exposures =
        new ExposureTopic(runtime.kafka(), runtime.events()).readBesideEvents(env, alignment);
    Optional<SingleOutputStreamOperator<UserNews>> stickiness =
        stickinessTopic.map(topic -> stickiness(env, runtime, topic));
    Optional<ExperimentTopic.Streams> experiments =
        experimentsTopic.map(topic -> topic.read(env, runtime.kafka(), runtime.events()));
    DataStream<RejectedRecord> rejected =
        Stream.of(
                stickiness.<DataStream<RejectedRecord>>map(
                    each -> each.getSideOutput(StickinessReader.REJECTED)),
                experiments.map(ExperimentTopic.Streams::rejected))
            .flatMap(Optional::stream)
            .reduce(exposures.rejected(), DataStream::union);
    EventStreams events =
        new EventTopics(
                runtime.kafka(),
                runtime.events(),
                Stream.of(
                        Stream.of(effectsTopic),
                        stickinessTopic.stream(),
                        experimentsTopic.map(ExperimentTopic::name).stream())
                    .flatMap(Function.identity())
                    .toList())
            .aligned(alignment)
            .readWithPurchases(env, List.of(exposuresTopic), rejected);
    EffectTopology topology =
        EffectTopology.of(
            events.interactions(),
            exposures.exposures(),
            events.catalogue(),
            stickiness.map(EffectJob::withoutTime),
            experiments.map(ExperimentTopic.Streams::experiments),
            settings,
            runtime.redis());
    RedisSink.inOrder(topology.documents())
        .sinkTo(new RedisSink(runtime.redis(), List.of()))
        .uid("redis-effects")
        .name("Write effects to Redis");
    topology
        .records()
        .sinkTo(
            new ResultTopic(
                    runtime.kafka(),
                    options.get(EffectOptions.DELIVERY),
                    options.get(EffectOptions.TRANSACTIONS))
                .sink(new EffectWriter(effectsTopic)))
        .uid("effects-topic")
        .name("Write effects");
  }

  private static SingleOutputStreamOperator<UserNews> stickiness(
      StreamExecutionEnvironment env, RuntimeSettings runtime, String topic) {
    return new TableTopic(runtime.kafka(), topic, runtime.events().maxBytes())
        .readOnce(env)
        .process(new StickinessReader(runtime.events()))
        .returns(UserNews.class)
        .uid("stickiness-records")
        .name("Check stickiness");
  }

  private static DataStream<UserNews> withoutTime(DataStream<UserNews> stickiness) {
    return stickiness
        .transform(
            "Leave event time to events",
            TypeInformation.of(UserNews.class),
            new TimelessOperator<>())
        .uid("stickiness-time");
  }
}
