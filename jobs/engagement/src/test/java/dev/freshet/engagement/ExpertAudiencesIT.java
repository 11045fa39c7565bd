package dev.freshet.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engagement.community.ArrivingEvents;
import dev.freshet.engagement.community.CommunityInProcess;
import dev.freshet.engagement.community.CommunityJobSettings;
import dev.freshet.engagement.community.CommunityLife;
import dev.freshet.engagement.community.CommunityTopology;
import dev.freshet.engagement.condition.Conditions;
import dev.freshet.engagement.condition.MemberCondition;
import dev.freshet.runtime.JobEnvironment;
import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.cleaning.EventStreams;
import dev.freshet.runtime.condition.WrongConditionException;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.runtime.redis.RedisWrite;
import dev.freshet.scoring.audience.Audience;
import dev.freshet.scoring.audience.UsableAudience;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.LoopbackCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

/** Audiences of experts on Flink: whoever answers well by now. */
class ExpertAudiencesIT {

  private static final EngagementSettings SETTINGS = Rules.SETTINGS;

  /** Few places, so that many come and go. */
  private static final CommunityJobSettings COMMUNITY =
      SETTINGS.community(Configuration.fromMap(Map.of("engagement.community.places", "5")));

  private static final Audience BEST =
      new Audience(
          "best",
          "'tag1' in user.expertIn && user.activeDays28 > 1",
          Duration.ZERO,
          Duration.ZERO,
          10_000);

  @RegisterExtension static final MiniClusterExtension CLUSTER = LoopbackCluster.of(4);

  private static Map<String, String> inProcess(List<Interaction> events, long endMillis)
      throws WrongConditionException {
    MemberCondition member = new Conditions().compileMember(BEST.member());
    WrittenDocuments written = new WrittenDocuments();
    EngagementInProcess job =
        new EngagementInProcess(
            SETTINGS,
            List.of(),
            List.of(new UsableAudience(BEST, member.holds(), member.turn())),
            written);
    CommunityInProcess community =
        new CommunityInProcess(COMMUNITY, Set.of(), write -> {}, job::accept);
    CommunityLife.catalogue().forEach(community::accept);
    for (Interaction event : events) {
      job.accept(event);
      community.accept(event);
    }
    community.pass(endMillis - Rules.MINUTE - 1);
    job.pass(endMillis - Rules.MINUTE - 1);
    return written.documents();
  }

  @SuppressWarnings("try") // An interruption ends the test.
  private static Map<String, String> onFlink(List<Interaction> arriving, int tasks)
      throws Exception {
    Configuration options = new Configuration();
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, "none");
    options.set(EventOptions.MAX_OUT_OF_ORDERNESS, Duration.ofMinutes(1));
    options.set(CoreOptions.DEFAULT_PARALLELISM, tasks);
    StreamExecutionEnvironment env = JobEnvironment.create(options);
    EventStreams events =
        ArrivingEvents.read(env, arriving, RuntimeSettings.from(options, "engagement"));
    DataStream<Notice> notices =
        env.fromData(TypeInformation.of(Notice.class), Rules.notice(BEST, 1L), Notice.endOfStart())
            .uid("notices")
            .setParallelism(1);
    CommunityTopology.Streams community =
        CommunityTopology.of(
            events.interactionsByUser(), events.catalogue(), Optional.empty(), COMMUNITY, null);
    Map<String, String> documents = new HashMap<>();
    try (CloseableIterator<RedisWrite> writes =
        EngagementTopology.of(
                events.interactionsByUser(),
                events.catalogue(),
                notices,
                Optional.empty(),
                community.experts(),
                SETTINGS,
                null)
            .audiences()
            .executeAndCollect()) {
      writes.forEachRemaining(write -> WrittenDocuments.enter(write, documents));
    }
    return documents;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void areTheSameInAnyNumberOfTasksAndInAnyOrderAsInProcess(int tasks) throws Exception {
    List<Interaction> events = CommunityLife.events();
    long endMillis = CommunityLife.endMillis(events);
    Map<String, String> expected = inProcess(events, endMillis);
    List<Interaction> arriving =
        Stream.concat(
                CommunityLife.disordered(events, tasks).stream(),
                Stream.of(Interaction.click("end", "time", "time", endMillis)))
            .toList();

    assertThat(onFlink(arriving, tasks)).isEqualTo(expected);
    assertThat(expected).hasSizeBetween(1, 5);
  }
}
