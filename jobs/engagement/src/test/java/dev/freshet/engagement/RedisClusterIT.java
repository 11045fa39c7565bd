package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.DAY;
import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engagement.community.CommunityLife;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.record.EventOptions;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.engagement.Every;
import dev.freshet.scoring.engagement.Limit;
import dev.freshet.scoring.engagement.Rule;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.testing.EmbeddedRedisCluster;
import dev.freshet.testing.RedisContents;
import io.lettuce.core.ScoredValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job before a real Redis Cluster, beside the same job before a single Redis. */
@Tag("faults")
class RedisClusterIT extends OnPlatform {

  private static final RedisKeys KEYS = new RedisKeys("", 16);
  private static final int MASTERS = 3;

  /** Of some weeks. */
  private static final int EVENTS = 1_000;

  /** Belongs to an activity. */
  private static final Rule SPRING =
      new Rule(
          "spring",
          Set.of("study"),
          "",
          Every.EVENT,
          Limit.NONE,
          "",
          0L,
          MONDAY_NOON + 14 * DAY,
          "spring-days",
          0.0,
          0L,
          Rules.TEN);

  @TempDir private Path nodes;

  /** What occurs is there before the job is started, and each topic of it ends at one moment. */
  private void happen() {
    List<Interaction> events = new ArrayList<>(CommunityLife.events().subList(0, EVENTS));
    long endMillis = CommunityLife.endMillis(events);
    events.add(CommunityLife.study("time", endMillis));
    for (InteractionKind kind :
        List.of(InteractionKind.CLICK, InteractionKind.SHARE, InteractionKind.PURCHASE)) {
      events.add(Interaction.of("end-" + kind, "time", "item1", endMillis, kind));
    }
    platform.apply(Rules.EACH, Rules.WEEKLY, Rules.MEASURED, SPRING);
    platform.apply(Rules.idle("idle", "2h"));
    platform.apply(Rules.idle("long-idle", "6h"));
    platform.send(CommunityLife.catalogue().stream().map(platform::record).toList());
    platform.happen(events);
  }

  private void prepare() {
    // No topic is silent: none must be taken for that while another one is read.
    options.set(EventOptions.IDLE_TIMEOUT, Duration.ofHours(1));
    options.set(EngagementOptions.QUIET, Duration.ofHours(1));
    // Two jobs with transactions of one name would end each other's.
    options.set(EngagementOptions.DELIVERY, DeliveryGuarantee.AT_LEAST_ONCE);
    options.set(EngagementOptions.AUDIENCES_DELIVERY, DeliveryGuarantee.AT_LEAST_ONCE);
    // Both jobs share what the class has for one of two tasks.
    options.set(CoreOptions.DEFAULT_PARALLELISM, 1);
  }

  @Test
  void holdsWhatASingleRedisHolds() throws Exception {
    prepare();
    happen();
    try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start(MASTERS, nodes)) {
      platform.start(options);
      platform.start(cluster.in(options, KEYS).set(KafkaOptions.GROUP_ID, "before-the-cluster"));

      eventually()
          .untilAsserted(
              () -> {
                Map<String, String> single = RedisContents.of(platform.redis());
                assertThat(kinds(single))
                    .containsExactlyInAnyOrder(
                        "engagement",
                        "points",
                        "activity",
                        "audience",
                        "rule",
                        "experts",
                        "threads",
                        "questions",
                        "partners");
                assertThat(cluster.contents()).isEqualTo(clustered(single));
              });
      assertThat(cluster.masters())
          .hasSize(MASTERS)
          .allSatisfy(
              master ->
                  assertThat(master.commands().keys("*engagement:user*"))
                      .isNotEmpty()
                      .allMatch(key -> cluster.masterOf(key) == master));
    }
  }

  private static Set<String> kinds(Map<String, String> contents) {
    return contents.keySet().stream()
        .map(key -> key.substring(0, key.indexOf(':')))
        .collect(Collectors.toSet());
  }

  /** The same by the keys of a cluster, with the copies that only a cluster has. */
  private Map<String, String> clustered(Map<String, String> single) {
    Map<String, String> clustered = new TreeMap<>();
    single.forEach(
        (key, value) -> {
          String[] name = key.split(":", 2);
          if (name[0].equals("audience")) {
            clustered.putAll(membersOf(name[1]));
          } else {
            clustered.put(clustered(name[0], name[1]), value);
          }
        });
    return clustered;
  }

  private static String clustered(String kind, String name) {
    return switch (kind) {
      case "engagement" -> KEYS.engagement(name);
      case "points" -> KEYS.pointsTop();
      case "activity" -> KEYS.activityTop(name.substring(0, name.lastIndexOf(':')));
      case "rule" -> KEYS.rule(name);
      case "experts" -> KEYS.experts(name);
      case "threads" -> KEYS.threads(name);
      case "questions" -> KEYS.questions(name);
      case "partners" -> KEYS.partners(name);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private Map<String, String> membersOf(String audience) {
    Map<String, List<ScoredValue<String>>> members = new TreeMap<>();
    for (ScoredValue<String> member :
        platform.redis().zrangeWithScores("audience:" + audience, 0, -1)) {
      for (String key : KEYS.audiences(audience, member.getValue())) {
        members.computeIfAbsent(key, none -> new ArrayList<>()).add(member);
      }
    }
    return members.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().toString()));
  }
}
