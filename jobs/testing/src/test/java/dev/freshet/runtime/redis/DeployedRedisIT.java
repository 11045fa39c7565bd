package dev.freshet.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.runtime.RuntimeSettings;
import dev.freshet.runtime.settings.JobConfiguration;
import dev.freshet.schemas.ReaderFunction;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis and the options of jobs as k8s/components/redis-tls-acl has them: TLS and users. */
class DeployedRedisIT {

  private static final Path COMPONENT = Path.of("../../k8s/components/redis-tls-acl");
  private static final String MOUNTED = "/opt/freshet/redis-tls-acl";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private EmbeddedRedis server;
  private Configuration options;

  @BeforeEach
  void start() throws Exception {
    TestCertificates certificates = TestCertificates.make(directory.resolve("certificates"));
    server = EmbeddedRedis.startTls(certificates, COMPONENT.resolve("users.acl"));

    Files.writeString(directory.resolve("password"), "change-me\n");
    Files.copy(certificates.serverCertificate(), directory.resolve("ca.crt"));
    String deployed = Files.readString(COMPONENT.resolve("redis-tls-acl.yaml"));
    Path file = directory.resolve("redis-tls-acl.yaml");
    Files.writeString(file, deployed.replace(MOUNTED, directory.toString()));
    options =
        JobConfiguration.from(
            new String[] {"--config", file.toString(), "--redis.uri", server.uri()},
            RuntimeSettings.optionsWith());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RedisSession session() {
    return new RedisSession(
        RedisSettings.from(options),
        List.of(
            new RedisLibrary(ReaderFunction.NAME, ReaderFunction.VERSION, ReaderFunction.code())),
        new WriterTask("job", "graph", "1", 0));
  }

  @Test
  void loadsTheReaderAndWritesAsAUserWhoMayDoNoMore() throws Exception {
    List<RedisWrite> batch =
        new ArrayList<>(
            List.of(
                RedisWrite.set("rec:ada", "{}", 1_000_000L),
                RedisWrite.hash("stickiness:ada", Map.of("score", "7")),
                RedisWrite.member("stickiness:top", "ada", 7.0, 10L),
                RedisWrite.noMember("stickiness:at-risk", "ada"),
                RedisWrite.delete("pulse:go")));
    Counts counts = new Counts();
    try (RedisSession session = session()) {
      session.serve();
      RedisMetrics metrics = new RedisMetrics(counts, Clock.systemUTC());
      session.send(batch, new Refusals(metrics, RedisKeys.plain()));
    }

    assertThat(batch).isEmpty();
    assertThat(counts.of("numRecordsSendErrors")).isZero();
  }

  @Test
  void tellsWhatRedisHasLost() {
    try (GenerationWatch watch =
        new GenerationWatch(RedisSettings.from(options), 0, "redis-watch")) {
      await().atMost(PATIENCE).until(() -> watch.generation() > 0);
    }
  }

  @Test
  void trustsNobodyElse() throws Exception {
    Path other = TestCertificates.make(directory.resolve("other")).serverCertificate();
    options.set(RedisOptions.TLS_TRUST_STORE, other.toString());
    try (RedisSession session = session()) {
      assertThatThrownBy(session::serve).isInstanceOf(RedisAwayException.class);
    }
  }
}
