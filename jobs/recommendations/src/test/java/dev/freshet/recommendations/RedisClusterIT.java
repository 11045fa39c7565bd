package dev.freshet.recommendations;

import static dev.freshet.recommendations.Moments.MINUTE;
import static dev.freshet.recommendations.Moments.NOON;
import static dev.freshet.recommendations.Moments.click;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.RedisKeys;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.EmbeddedRedisCluster;
import dev.freshet.testing.EmbeddedRedisCluster.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job before a real Redis Cluster, and a frontend that reads its lists there. */
@Tag("faults")
class RedisClusterIT extends OnPlatform {

  private static final RedisKeys KEYS = new RedisKeys("", 16);

  /** Enough to have some on each master. */
  private static final List<String> USERS =
      IntStream.range(0, 12).mapToObj(user -> "user-" + user).toList();

  @TempDir private Path nodes;

  private static List<String> read(Node node, String first, String second, String... filter) {
    return Platform.read(node.commands(), first, second, 20, filter).stream()
        .map(row -> row.get(0))
        .toList();
  }

  private static List<String> list(Node node, String user, String... filter) {
    return read(node, KEYS.rec(user), KEYS.pulseFor(user), filter);
  }

  private static void assertThatListsAreFiltered(Node node, String user) {
    assertThat(list(node, user, "TAG", "art")).containsExactly("paint");
    TaggedItems.assertThatListsAreFiltered(filter -> list(node, user, filter));
  }

  @Test
  void filtersListsByTagsOnTheNodesOfEachUser() throws Exception {
    platform.announce(TaggedItems.CATALOGUE);
    List<Interaction> events = new ArrayList<>();
    for (String item : List.of("python", "java", "go", "paint")) {
      events.add(click("ben", item, NOON + events.size() * MINUTE));
      events.add(click("cyd", item, NOON + events.size() * MINUTE));
    }
    for (String user : USERS) {
      events.add(click(user, "python", NOON + events.size() * MINUTE));
    }
    platform.happen(events);
    try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start(3, nodes)) {
      platform.start(cluster.in(options, KEYS));

      for (String user : USERS) {
        Node master = cluster.masterOf(KEYS.rec(user));
        Node replica = cluster.replicaOf(master);
        replica.commands().readOnly();
        eventually().untilAsserted(() -> assertThatListsAreFiltered(master, user));
        eventually().untilAsserted(() -> assertThatListsAreFiltered(replica, user));
      }
      assertThat(USERS.stream().map(user -> cluster.masterOf(KEYS.rec(user))).distinct())
          .hasSize(3);
      assertThatOnlyTheUsersHashTagServesTheUser(cluster);
    }
  }

  private static void assertThatOnlyTheUsersHashTagServesTheUser(EmbeddedRedisCluster cluster) {
    String user = USERS.get(0);
    String other =
        KEYS.pulse().stream()
            .filter(pulse -> !pulse.equals(KEYS.pulseFor(user)))
            .findFirst()
            .orElseThrow();
    String misplaced = other.replace("pulse", "rec:" + user);

    assertThat(list(cluster.masterOf(KEYS.rec(user)), user)).doesNotContain("python");
    assertThat(read(cluster.masterOf(other), misplaced, other))
        .as("as of somebody of whom nothing is known")
        .contains("python");
    assertThatThrownBy(
            () -> read(cluster.masterOf(KEYS.rec(user)), KEYS.rec(user), other, "TAG", "art"))
        .hasMessageContaining("CROSSSLOT");
  }
}
