package dev.freshet.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.ReaderFunction;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.TlsCertificate;
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

/** A session with a Redis as k8s/components/redis-tls-acl asks for it: TLS, and a user of ours. */
class RedisTlsIT {

  private static final Path USERS = Path.of("../../k8s/components/redis-tls-acl/users.acl");

  @TempDir private Path directory;

  private final Configuration options = new Configuration();
  private EmbeddedRedis server;

  @BeforeEach
  void start() throws Exception {
    TlsCertificate certificate = TlsCertificate.in(directory);
    server = EmbeddedRedis.startWithTls(directory.resolve("redis"), certificate, USERS);

    Path password = Files.writeString(directory.resolve("password"), "change-me\n");
    options.set(RedisOptions.URI, "rediss://localhost:" + server.port());
    options.set(RedisOptions.USERNAME, "freshet");
    options.set(RedisOptions.PASSWORD_FILE, password.toString());
    options.set(RedisOptions.CA_FILE, certificate.certificate().toString());
    options.set(RedisOptions.TIMEOUT, Duration.ofSeconds(5));
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
  void trustsNobodyElse() throws Exception {
    Path other = TlsCertificate.in(directory.resolve("other")).certificate();
    options.set(RedisOptions.CA_FILE, other.toString());
    try (RedisSession session = session()) {
      assertThatThrownBy(session::serve).isInstanceOf(RedisAwayException.class);
    }
  }

  @Test
  void refusesCertificatesWithoutTls() {
    options.set(RedisOptions.URI, "redis://localhost:6379");

    assertThatThrownBy(() -> RedisSettings.from(options))
        .hasMessageContaining("redis.ca-file")
        .hasMessageContaining("rediss://");
  }
}
