package dev.freshet.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.effect.Lists.Life;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.testing.EmbeddedRedisCluster;
import dev.freshet.testing.OnJobPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job before a real Redis Cluster. */
@Tag("faults")
class RedisClusterIT extends OnJobPlatform<Platform> {

  private static final RedisKeys KEYS = new RedisKeys("", 16);
  private static final List<String> DOCUMENTS =
      List.of(KEYS.effect("home"), KEYS.effect("search"), KEYS.experiment("pulse"));

  @TempDir private Path nodes;

  RedisClusterIT() {
    super(Platform::new);
  }

  @Test
  void holdsWhatIsCountedInProcess() throws Exception {
    Life life = Life.of(400);
    Map<String, String> expected = platform.inProcess(life, KEYS);
    platform.live(life);
    try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start(3, nodes)) {
      platform.start(cluster.in(options, KEYS));

      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () -> {
                Map<String, String> contents = cluster.contents();
                contents.remove(KEYS.effect("time"));
                assertThat(contents).isEqualTo(expected);
              });
    }
    assertThat(expected).containsOnlyKeys(DOCUMENTS);
  }
}
