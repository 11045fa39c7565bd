package dev.freshet.engagement;

import static dev.freshet.engagement.Rules.HOUR;
import static dev.freshet.engagement.Rules.MINUTE;
import static dev.freshet.engagement.Rules.MONDAY_NOON;
import static dev.freshet.engagement.community.CommunityLife.said;
import static dev.freshet.engagement.community.CommunityLife.study;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engagement.community.CommunityLife;
import dev.freshet.runtime.redis.RedisOptions;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a community is shown of itself, between a real Kafka and a real Redis. */
class CommunityJobIT extends OnPlatform {

  private static final List<String> BOARDS =
      List.of("experts:", "threads:", "questions:", "partners:");

  @BeforeEach
  void prepare() {
    options.set(RedisOptions.FUNCTION_CHECK, Duration.ofMillis(200));
    // Only the last event of a topic brings time, and may be heard of before its watermark is.
    options.set(EngagementOptions.QUIET, Duration.ofMillis(100));
  }

  private void publish(List<CatalogueItem> catalogue) {
    platform.send(catalogue.stream().map(platform::record).toList());
  }

  /** All boards that Redis holds. */
  private Map<String, String> boards() {
    Map<String, String> boards = new TreeMap<>();
    for (String board : BOARDS) {
      for (String key : platform.redis().keys(board + "*")) {
        boards.put(key, String.valueOf(platform.redis().get(key)));
      }
    }
    return boards;
  }

  private String board(String key) {
    return String.valueOf(platform.redis().get(key));
  }

  /**
   * People learn; time goes on until that is heard of. Of two topics one may be read before the
   * other, which would make what happened on the other late: nothing is said before.
   */
  private void learn(String... users) {
    long atMillis = MONDAY_NOON;
    for (String user : users) {
      platform.happen(study(user, atMillis++));
    }
    platform.happen(study("time", MONDAY_NOON + MINUTE / 2).withIds("time", "time", "time"));
    String last = "partners:" + users[users.length - 1];
    eventually().untilAsserted(() -> assertThat(board(last)).isNotEqualTo("null"));
  }

  /** Things are said; time goes on until that is heard of. */
  private void say(long untilMillis, Interaction... posts) {
    platform.happen(posts);
    platform.happen(
        Interaction.of("until" + untilMillis, "time", "time", untilMillis, InteractionKind.SHARE));
  }

  @Test
  void takesAQuestionAwayThatIsAnsweredAndGoesOnFromASavepoint(
      @InjectMiniCluster MiniCluster cluster) throws Exception {
    publish(CommunityLife.catalogue());
    JobClient job = platform.start(options);
    learn("amy", "ben");
    say(MONDAY_NOON + HOUR, said("q", "ada", InteractionKind.QUESTION, "", MONDAY_NOON + MINUTE));
    eventually()
        .untilAsserted(
            () ->
                assertThat(board("questions:ben"))
                    .contains("\"thread\":\"q\"", "\"reason\":\"completed:algebra\""));
    assertThat(board("threads:algebra")).contains("\"reason\":\"question\"");

    EndOfStart.await(cluster, job);
    platform.resume(options, platform.stop(job));
    say(
        MONDAY_NOON + 3 * HOUR,
        said("a", "cyd", InteractionKind.ANSWER, "q", MONDAY_NOON + 2 * HOUR));

    eventually().untilAsserted(() -> assertThat(board("questions:ben")).isEqualTo("null"));
    eventually()
        .untilAsserted(
            () -> assertThat(board("threads:algebra")).contains("\"reason\":\"answered\""));
  }

  @Test
  void namesNobodyAnyMoreWhoOptsOut() throws Exception {
    platform.start(options);
    learn("ada", "ben", "cyd");
    eventually()
        .untilAsserted(
            () ->
                assertThat(board("partners:cyd"))
                    .contains(
                        "\"user\":\"ada\"", "\"user\":\"ben\"", "\"reason\":\"with:algebra\""));

    platform.prefer("ada", false);

    eventually()
        .untilAsserted(
            () ->
                assertThat(Stream.of("ada", "ben", "cyd").map(user -> board("partners:" + user)))
                    .satisfiesExactly(
                        adas -> assertThat(adas).isEqualTo("null"),
                        bens -> assertThat(bens).isEqualTo("null"),
                        cyds -> assertThat(cyds).contains("\"ben\"").doesNotContain("\"ada\"")));
  }

  @Test
  void showsAllBoardsAgainWhenRedisHasLostThem() throws Exception {
    publish(List.of(new CatalogueItem("algebra", "", List.of("sums"), "", 0L, false, List.of())));
    platform.start(options);
    learn("ada", "ben");
    say(
        MONDAY_NOON + HOUR,
        said("q", "cyd", InteractionKind.QUESTION, "", MONDAY_NOON + MINUTE),
        said("a", "dan", InteractionKind.ANSWER, "q", MONDAY_NOON + 2 * MINUTE),
        Interaction.of("r", "eve", "algebra", MONDAY_NOON + 4 * MINUTE, InteractionKind.QUESTION)
            .inThread("r", ""));
    Set<String> keys =
        Set.of(
            "experts:sums",
            "threads:algebra",
            "questions:ada",
            "questions:ben",
            "questions:dan",
            "partners:ben");
    eventually().untilAsserted(() -> assertThat(boards().keySet()).isEqualTo(keys));
    Map<String, String> before = boards();

    platform.redis().flushall();

    eventually().untilAsserted(() -> assertThat(boards()).isEqualTo(before));
    assertThat(before.values())
        .allSatisfy(board -> assertThat(board).startsWith("{\"v\":1,\"asOf\":"));
  }
}
