package dev.freshet.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.TestCertificates;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a job trusts, and who trusts it, where a real Redis speaks TLS. */
class RedisTlsIT {

  @TempDir private static Path directory;
  private static TestCertificates certificates;
  private static EmbeddedRedis redis;

  private final Configuration options = new Configuration();

  @BeforeAll
  static void start() {
    certificates = TestCertificates.make(directory);
    redis = EmbeddedRedis.startTls(certificates);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void configure() {
    options.set(RedisOptions.URI, redis.uri());
    options.set(RedisOptions.TLS_TRUST_STORE, certificates.trustOfClient().toString());
    options.set(RedisOptions.TLS_TRUST_STORE_PASSWORD, TestCertificates.PASSWORD);
    options.set(RedisOptions.TLS_KEY_STORE, certificates.clientStore().toString());
    options.set(RedisOptions.TLS_KEY_STORE_PASSWORD, TestCertificates.PASSWORD);
  }

  private void connect() throws Exception {
    try (RedisSession session = new RedisSession(RedisSettings.from(options), List.of())) {
      session.serve();
    }
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertNotConnected() {
    return assertThatThrownBy(this::connect).hasMessageNotContaining(TestCertificates.PASSWORD);
  }

  private void callByAddress() {
    options.set(RedisOptions.URI, redis.uri().replace("localhost", "127.0.0.1"));
  }

  @Test
  void connectsWhereBothTrustEachOther() {
    assertThatCode(this::connect).doesNotThrowAnyException();
  }

  @Test
  void refusesAServerOfAnotherHost() {
    callByAddress();

    assertNotConnected().isInstanceOf(RedisAwayException.class).hasMessageContaining("127.0.0.1");
  }

  @Test
  void takesAServerOfAnotherHostIfOnlyItsTrustIsChecked() {
    callByAddress();
    options.set(RedisOptions.TLS_CHECK, RedisTls.Check.CA);

    assertThatCode(this::connect).doesNotThrowAnyException();
  }

  @Test
  void refusesAServerThatItDoesNotTrust() {
    options.set(RedisOptions.TLS_TRUST_STORE, certificates.trustOfServer().toString());

    assertNotConnected().isInstanceOf(RedisAwayException.class);
  }

  @Test
  void takesAServerThatItDoesNotTrustIfNothingIsChecked() {
    options.removeConfig(RedisOptions.TLS_TRUST_STORE);
    options.removeConfig(RedisOptions.TLS_TRUST_STORE_PASSWORD);
    options.set(RedisOptions.TLS_CHECK, RedisTls.Check.NONE);

    assertThatCode(this::connect).doesNotThrowAnyException();
  }

  @Test
  void isRefusedWithoutACertificateOfItsOwn() {
    options.removeConfig(RedisOptions.TLS_KEY_STORE);

    assertNotConnected().isInstanceOf(RedisAwayException.class);
  }

  @Test
  void namesTheStoreThatItCannotOpen() {
    options.set(RedisOptions.TLS_KEY_STORE_PASSWORD, "hunter2");

    assertNotConnected()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis.tls.key-store: cannot open " + certificates.clientStore())
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void refusesStoresForAConnectionWithoutTls() {
    options.set(RedisOptions.URI, "redis://localhost:6379");

    assertNotConnected()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis.tls.trust-store")
        .hasMessageContaining("rediss://");
  }

  @Test
  void keepsThePasswordsOfItsStoresOutOfItsText() {
    assertThat(RedisTls.from(options).toString()).doesNotContain(TestCertificates.PASSWORD);
  }
}
