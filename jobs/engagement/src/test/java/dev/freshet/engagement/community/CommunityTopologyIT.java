package dev.freshet.engagement.community;

import static dev.freshet.engagement.community.CommunityLife.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.testing.LoopbackCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of the community on Flink, from records as they arrive to what Redis would hold. */
@Tag("slow")
class CommunityTopologyIT {

  private static final Set<String> UNWILLING = Set.of("user3", "user8");
  private static final CommunityJobSettings SETTINGS = UserPartnersTest.SETTINGS;

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(4);

  private static Configuration options(int tasks) {
    Configuration options = new Configuration();
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, "none");
    options.set(EventOptions.MAX_OUT_OF_ORDERNESS, Duration.ofMinutes(1));
    options.set(CoreOptions.DEFAULT_PARALLELISM, tasks);
    return options;
  }

  private static void apply(RedisWrite write, Map<String, String> documents) {
    if (write.kind() == RedisWrite.Kind.NOTHING) {
      documents.remove(write.key());
    } else {
      documents.put(write.key(), write.value());
    }
  }

  private static Map<String, String> inProcess(List<Interaction> events, long endMillis) {
    Map<String, String> documents = new TreeMap<>();
    CommunityInProcess job =
        new CommunityInProcess(SETTINGS, UNWILLING, write -> apply(write, documents), change -> {});
    CommunityLife.catalogue().forEach(job::accept);
    events.forEach(job::accept);
    job.pass(endMillis - MINUTE - 1);
    return documents;
  }

  @SuppressWarnings("try") // An interruption ends the test.
  private static Map<String, String> onFlink(List<Interaction> arriving, int tasks)
      throws Exception {
    Configuration options = options(tasks);
    RuntimeSettings runtime = RuntimeSettings.from(options, "community");
    StreamExecutionEnvironment env = JobEnvironment.create(options);
    EventStreams events = ArrivingEvents.read(env, arriving, runtime);
    DataStream<Preference> preferences =
        env.fromData(
                TypeInformation.of(Preference.class),
                Stream.concat(
                        UNWILLING.stream().map(user -> new Preference(user, false, 0L)),
                        Stream.of(Preference.endOfStart()))
                    .toArray(Preference[]::new))
            .uid("preferences")
            .setParallelism(1);
    Map<String, String> documents = new TreeMap<>();
    try (CloseableIterator<RedisWrite> writes =
        CommunityTopology.of(
                events.interactionsByUser(),
                events.catalogue(),
                Optional.of(preferences),
                SETTINGS,
                null)
            .writes()
            .executeAndCollect()) {
      writes.forEachRemaining(write -> apply(write, documents));
    }
    return documents;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void areTheSameInAnyNumberOfTasksInAnyOrderAndWithDuplicatesAsInProcess(int tasks)
      throws Exception {
    List<Interaction> events = CommunityLife.events();
    long endMillis = CommunityLife.endMillis(events);
    Map<String, String> expected = inProcess(events, endMillis);
    List<Interaction> arriving =
        Stream.concat(
                CommunityLife.disordered(events, tasks).stream(),
                Stream.of(Interaction.click("end", "time", "time", endMillis)))
            .toList();

    Map<String, String> actual = onFlink(arriving, tasks);

    assertThat(actual).isEqualTo(expected);
    assertThat(
            expected.keySet().stream()
                .map(key -> key.substring(0, key.indexOf(':')))
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("experts", "threads", "questions", "partners");
    assertThat(expected).doesNotContainKeys("partners:user3", "partners:user8");
    assertThat(arriving.size()).isGreaterThan(events.size() + 1);
  }

  @Test
  void keepNothingOfWhatBelongsToNoThread() throws Exception {
    List<Interaction> arriving =
        List.of(
            Interaction.of("c", "ada", "item1", 1_583_150_400_000L, InteractionKind.QUESTION),
            Interaction.click("end", "time", "time", 1_583_154_000_000L));

    assertThat(onFlink(arriving, 1)).isEmpty();
  }
}
