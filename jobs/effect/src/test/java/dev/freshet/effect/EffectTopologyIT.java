package dev.freshet.effect;

import static dev.freshet.effect.Lists.MINUTE;
import static dev.freshet.effect.Lists.PULSE;
import static dev.freshet.effect.Lists.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.effect.Lists.Life;
import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.cleaning.ExposureStreams;
import dev.freshet.runtime.cleaning.ItemLimits;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.kafka.RecordWatermarks;
import dev.freshet.runtime.record.DecodedExposure;
import dev.freshet.runtime.record.DecodedRecord;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.record.ExperimentRecords;
import dev.freshet.runtime.record.RawRecord;
import dev.freshet.runtime.record.ToldExperiment;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.experiment.UserNews;
import dev.freshet.testing.LoopbackCluster;
import java.lang.reflect.Array;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of the job on Flink, from records as they arrive to what Redis would hold. */
class EffectTopologyIT {

  private static final int USERS = 600;

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(4);

  private static Configuration options(int tasks) {
    Configuration options = new Configuration();
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, "none");
    options.set(KafkaOptions.TOPICS_EXPOSURES, "exposures");
    options.set(KafkaOptions.TOPICS_PURCHASES, "purchases");
    options.set(EventOptions.MAX_OUT_OF_ORDERNESS, Duration.ofMinutes(1));
    options.set(CoreOptions.DEFAULT_PARALLELISM, tasks);
    return options;
  }

  private static UserNews sticky(int user) {
    return UserNews.sticky("user" + user, user % 100, Lists.MONDAY_NOON - Lists.DAY);
  }

  private static Map<String, String> inProcess(Life life) {
    Map<String, String> documents = new TreeMap<>();
    EffectInProcess job = new EffectInProcess(SETTINGS, List.of(PULSE));
    IntStream.range(0, USERS)
        .mapToObj(EffectTopologyIT::sticky)
        .forEach(told -> job.tell(told.user(), told.stickiness(), told.asOfMillis()));
    life.catalogue().forEach(job::accept);
    life.lists().forEach(job::accept);
    life.events().forEach(job::accept);
    job.pass(life.endMillis() - MINUTE - 1);
    job.publish(write -> documents.put(write.key(), write.value()));
    return documents;
  }

  /** Each arrives up to a minute after others that are later, and some arrive twice. */
  private static <T> List<T> disordered(
      List<T> all, ToLongFunction<T> millis, T end, Random random) {
    List<Arrival<T>> arrivals = new ArrayList<>();
    for (T each : all) {
      long atMillis = millis.applyAsLong(each) + (long) (random.nextDouble() * MINUTE);
      arrivals.add(new Arrival<>(each, atMillis));
      if (random.nextInt(10) == 0) {
        arrivals.add(new Arrival<>(each, atMillis + 1));
      }
    }
    arrivals.sort(Comparator.comparingLong(Arrival::atMillis));
    List<T> arriving = new ArrayList<>(arrivals.stream().map(Arrival::what).toList());
    arriving.add(end);
    return arriving;
  }

  private record Arrival<T>(T what, long atMillis) {}

  private static DecodedRecord arrival(Interaction event) {
    String topic =
        event.kind() == InteractionKind.CLICK
            ? "clicks"
            : event.kind() == InteractionKind.STUDY ? "study" : "purchases";
    return DecodedRecord.of(RawRecord.gone(topic, 0, 0L), event);
  }

  private static DecodedRecord described(CatalogueItem item) {
    return DecodedRecord.of(RawRecord.gone("items", 0, 0L), item);
  }

  @SuppressWarnings("try") // An interruption ends the test.
  private static Map<String, String> onFlink(
      List<ListExposure> lists, List<DecodedRecord> records, int tasks) throws Exception {
    Configuration options = options(tasks);
    RuntimeSettings runtime = RuntimeSettings.from(options, "effect");
    StreamExecutionEnvironment env = JobEnvironment.create(options);
    EventStreams cleanEvents =
        EventStreams.clean(
            log(
                env,
                "events-log",
                DecodedRecord.class,
                records,
                RecordWatermarks.ofInteractions(runtime.events())),
            runtime.kafka().topics(),
            runtime.events(),
            ItemLimits.NONE);
    ExposureStreams cleanLists =
        ExposureStreams.clean(
            log(
                env,
                "lists-log",
                DecodedExposure.class,
                lists.stream()
                    .map(list -> DecodedExposure.of(RawRecord.gone("exposures", 0, 0L), list))
                    .toList(),
                RecordWatermarks.ofExposures(runtime.events())),
            runtime.kafka().topics(),
            runtime.events());
    DataStream<ToldExperiment> experiments =
        env.fromData(
                TypeInformation.of(ToldExperiment.class),
                new ToldExperiment(
                    "pulse",
                    RecordEncoding.experiments().encode(ExperimentRecords.record(PULSE)),
                    0L),
                ToldExperiment.endOfStart())
            .uid("experiments")
            .setParallelism(1);
    DataStream<UserNews> stickiness =
        env.fromData(
                TypeInformation.of(UserNews.class),
                IntStream.range(0, USERS)
                    .mapToObj(EffectTopologyIT::sticky)
                    .toArray(UserNews[]::new))
            .uid("stickiness")
            .setParallelism(1);
    Map<String, String> documents = new TreeMap<>();
    try (CloseableIterator<RedisWrite> writes =
        EffectTopology.of(
                cleanEvents.interactions(),
                cleanLists.exposures(),
                cleanEvents.catalogue(),
                Optional.of(stickiness),
                Optional.of(experiments),
                SETTINGS,
                null)
            .documents()
            .executeAndCollect()) {
      writes.forEachRemaining(write -> documents.put(write.key(), write.value()));
    }
    return documents;
  }

  @SuppressWarnings("unchecked")
  private static <T> DataStream<T> log(
      StreamExecutionEnvironment env,
      String uid,
      Class<T> type,
      List<T> arriving,
      WatermarkStrategy<T> time) {
    T[] all = arriving.toArray((T[]) Array.newInstance(type, 0));
    return env.fromData(TypeInformation.of(type), all)
        .uid(uid)
        .setParallelism(1)
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<T>forGenerator(
                    context -> new AfterEachEvent<>(time.createWatermarkGenerator(context)))
                .withTimestampAssigner(time))
        .uid(uid + "-time")
        .setParallelism(1);
  }

  private record AfterEachEvent<T>(WatermarkGenerator<T> usual) implements WatermarkGenerator<T> {

    @Override
    public void onEvent(T arrival, long atMillis, WatermarkOutput output) {
      usual.onEvent(arrival, atMillis, output);
      usual.onPeriodicEmit(output);
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void tellsTheSameInAnyNumberOfTasksInAnyOrderAndWithDuplicatesAsInProcess(int tasks)
      throws Exception {
    Life life = Life.of(USERS);
    Map<String, String> expected = inProcess(life);
    Random random = new Random(tasks);
    List<ListExposure> lists =
        disordered(
            life.lists(),
            ListExposure::atMillis,
            Lists.shown("time", life.endMillis(), "home", Map.of(), "time"),
            random);
    List<Interaction> events =
        disordered(
            life.events(),
            Interaction::atMillis,
            Lists.click("time", "time", life.endMillis()),
            random);

    List<DecodedRecord> records =
        Stream.concat(
                life.catalogue().stream().map(EffectTopologyIT::described),
                events.stream().map(EffectTopologyIT::arrival))
            .toList();

    Map<String, String> actual = onFlink(lists, records, tasks);

    assertThat(actual).isEqualTo(expected);
    assertThat(expected.keySet())
        .containsExactly("effect:home", "effect:search", "experiment:pulse");
    assertThat(expected.get("experiment:pulse"))
        .contains("\"verdict\":\"better\",\"variant\":\"b\",\"text\":\"b is better: ctr +")
        .contains("; likes is not known yet");
    assertThat(expected.get("effect:home"))
        .contains("\"catalogue\":500", "\"items\":400,\"coverage\":0.800000,\"newShare\":0.")
        .doesNotContain("\"return28\":null", "\"newShare\":null")
        .contains("{\"kind\":\"similar\",\"shown\":", "{\"kind\":\"new\",\"shown\":");
    assertThat(lists.size()).isGreaterThan(life.lists().size() + 1);
  }
}
