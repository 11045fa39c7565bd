package dev.freshet.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.TestCertificates;
import java.nio.file.Files;
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
    options.set(RedisOptions.TLS_TRUST_STORE, certificates.serverCertificate().toString());
    options.set(RedisOptions.TLS_KEY_STORE, certificates.clientCertificate().toString());
    options.set(RedisOptions.TLS_KEY_FILE, certificates.clientKey().toString());
  }

  /** PKCS12 in the place of PEM. */
  private void configureStoresOfJava() {
    options.removeConfig(RedisOptions.TLS_KEY_FILE);
    options.set(RedisOptions.TLS_TRUST_STORE, certificates.trustOfClient().toString());
    options.set(RedisOptions.TLS_TRUST_STORE_PASSWORD, TestCertificates.PASSWORD);
    options.set(RedisOptions.TLS_KEY_STORE, certificates.clientStore().toString());
    options.set(RedisOptions.TLS_KEY_STORE_PASSWORD, TestCertificates.PASSWORD);
  }

  private void connect() throws Exception {
    try (RedisSession session =
        new RedisSession(
            RedisSettings.from(options), List.of(), new WriterTask("job", "graph", "1", 0))) {
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
  void takesStoresOfJavaAsWell() {
    configureStoresOfJava();

    assertThatCode(this::connect).doesNotThrowAnyException();
  }

  @Test
  void takesCertificateAndKeyFromOneFile() throws Exception {
    String both =
        Files.readString(certificates.clientKey())
            + Files.readString(certificates.clientCertificate());
    Path file = Files.writeString(directory.resolve("both.pem"), both);
    options.set(RedisOptions.TLS_KEY_STORE, file.toString());
    options.removeConfig(RedisOptions.TLS_KEY_FILE);

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
    options.set(RedisOptions.TLS_TRUST_STORE, certificates.clientCertificate().toString());

    assertNotConnected().isInstanceOf(RedisAwayException.class);
  }

  @Test
  void takesAServerThatItDoesNotTrustIfNothingIsChecked() {
    options.removeConfig(RedisOptions.TLS_TRUST_STORE);
    options.set(RedisOptions.TLS_CHECK, RedisTls.Check.NONE);

    assertThatCode(this::connect).doesNotThrowAnyException();
  }

  @Test
  void isRefusedWithoutACertificateOfItsOwn() {
    options.removeConfig(RedisOptions.TLS_KEY_STORE);
    options.removeConfig(RedisOptions.TLS_KEY_FILE);

    assertNotConnected().isInstanceOf(RedisAwayException.class);
  }

  @Test
  void namesTheStoreThatItCannotOpen() {
    configureStoresOfJava();
    options.set(RedisOptions.TLS_KEY_STORE_PASSWORD, "hunter2");

    assertNotConnected()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis.tls.key-store: cannot open " + certificates.clientStore())
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void namesTheFileThatHasNoCertificate() {
    options.set(RedisOptions.TLS_TRUST_STORE, certificates.clientKey().toString());

    assertNotConnected()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis.tls.trust-store: cannot open " + certificates.clientKey());
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
  void refusesAKeyWithoutACertificate() {
    options.removeConfig(RedisOptions.TLS_KEY_STORE);

    assertNotConnected()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis.tls.key-file")
        .hasMessageContaining("needs its certificate in redis.tls.key-store");
  }

  @Test
  void keepsThePasswordsOfItsStoresOutOfItsText() {
    configureStoresOfJava();

    assertThat(RedisTls.from(options).toString()).doesNotContain(TestCertificates.PASSWORD);
  }
}
