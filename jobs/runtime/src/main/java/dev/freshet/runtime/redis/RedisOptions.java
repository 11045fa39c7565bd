package dev.freshet.runtime.redis;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Where results are written, and how patiently. */
public final class RedisOptions {

  public static final ConfigOption<String> URI =
      ConfigOptions.key("redis.uri")
          .stringType()
          .defaultValue("redis://localhost:6379")
          .withDescription(
              "redis://host:port/database, rediss:// with TLS, or"
                  + " redis-sentinel://host,host/database#master. With redis.cluster one or"
                  + " more of its nodes, redis://host:port,host:port.");

  public static final ConfigOption<String> USERNAME =
      ConfigOptions.key("redis.username")
          .stringType()
          .noDefaultValue()
          .withDescription("User to authenticate as. Without it Redis' default user.");

  public static final ConfigOption<String> PASSWORD =
      ConfigOptions.key("redis.password")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Password to authenticate with. Not on the command line. Without it and without"
                  + " redis.password-file no authentication.");

  public static final ConfigOption<String> PASSWORD_FILE =
      ConfigOptions.key("redis.password-file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "File with nothing but the password, such as a mounted secret; read at the start.");

  public static final ConfigOption<String> TLS_TRUST_STORE =
      ConfigOptions.key("redis.tls.trust-store")
          .stringType()
          .noDefaultValue()
          .withDeprecatedKeys("redis.ca-file")
          .withDescription(
              "File with the certificates to trust: PEM, PKCS12 or JKS. On every task manager, read"
                  + " for each connection. For rediss://. Without it those of the JVM.");

  public static final ConfigOption<String> TLS_TRUST_STORE_PASSWORD =
      ConfigOptions.key("redis.tls.trust-store-password")
          .stringType()
          .noDefaultValue()
          .withDescription("The trust store's password; PEM has none. Not on the command line.");

  public static final ConfigOption<String> TLS_TRUST_STORE_PASSWORD_FILE =
      ConfigOptions.key("redis.tls.trust-store-password-file")
          .stringType()
          .noDefaultValue()
          .withDescription("File with nothing but that password; read at the start.");

  public static final ConfigOption<String> TLS_KEY_STORE =
      ConfigOptions.key("redis.tls.key-store")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "File with the job's own certificate and key, for a Redis that asks for it: PEM,"
                  + " PKCS12 or JKS. On every task manager, read for each connection.");

  public static final ConfigOption<String> TLS_KEY_FILE =
      ConfigOptions.key("redis.tls.key-file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "File with the key, PEM with PKCS #8, where redis.tls.key-store has the certificate"
                  + " alone, as Kubernetes keeps them (tls.crt, tls.key).");

  public static final ConfigOption<String> TLS_KEY_STORE_PASSWORD =
      ConfigOptions.key("redis.tls.key-store-password")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The password of the key store, or of a key in PEM that has one. Not on the command"
                  + " line.");

  public static final ConfigOption<String> TLS_KEY_STORE_PASSWORD_FILE =
      ConfigOptions.key("redis.tls.key-store-password-file")
          .stringType()
          .noDefaultValue()
          .withDescription("File with nothing but that password; read at the start.");

  public static final ConfigOption<RedisTls.Check> TLS_CHECK =
      ConfigOptions.key("redis.tls.check")
          .enumType(RedisTls.Check.class)
          .defaultValue(RedisTls.Check.FULL)
          .withDescription(
              "What of the server's certificate is checked: that it is trusted and of the host that"
                  + " was asked for, only that it is trusted, or nothing.");

  public static final ConfigOption<Boolean> CLUSTER =
      ConfigOptions.key("redis.cluster")
          .booleanType()
          .defaultValue(false)
          .withDescription("Whether this is a Redis Cluster; needs redis.hash-tags.");

  public static final ConfigOption<String> PREFIX =
      ConfigOptions.key("redis.prefix")
          .stringType()
          .defaultValue("")
          .withDescription("Put before every key.");

  public static final ConfigOption<Integer> HASH_TAGS =
      ConfigOptions.key("redis.hash-tags")
          .intType()
          .defaultValue(0)
          .withDescription(
              "Number of hash tags that keys are spread over on a Redis Cluster, a multiple of its"
                  + " masters. Part of the keys' names: clients must use the same number. 0:"
                  + " none.");

  public static final ConfigOption<Integer> BATCH_SIZE =
      ConfigOptions.key("redis.batch-size")
          .intType()
          .defaultValue(256)
          .withDescription("Most writes that are sent together.");

  public static final ConfigOption<Duration> LINGER =
      ConfigOptions.key("redis.linger")
          .durationType()
          .defaultValue(Duration.ofMillis(2))
          .withDescription("How long a write may wait for others to be sent with.");

  public static final ConfigOption<Integer> MAX_IN_FLIGHT =
      ConfigOptions.key("redis.max-in-flight")
          .intType()
          .defaultValue(4096)
          .withDescription(
              "Writes per sink task that may wait or be unacknowledged before the job is held"
                  + " back.");

  public static final ConfigOption<Duration> TIMEOUT =
      ConfigOptions.key("redis.timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription("Time without an answer after which a connection is given up.");

  public static final ConfigOption<Duration> BACK_OFF_INITIAL =
      ConfigOptions.key("redis.back-off.initial")
          .durationType()
          .defaultValue(Duration.ofMillis(50))
          .withDescription("Wait before the first repetition of what failed; doubles each time.");

  public static final ConfigOption<Duration> BACK_OFF_MAX =
      ConfigOptions.key("redis.back-off.max")
          .durationType()
          .defaultValue(Duration.ofSeconds(5))
          .withDescription("Longest wait between repetitions.");

  public static final ConfigOption<Integer> MAX_ATTEMPTS =
      ConfigOptions.key("redis.max-attempts")
          .intType()
          .defaultValue(0)
          .withDescription(
              "Attempts in a row that may fail before the job does. 0: it waits for Redis for ever,"
                  + " held back but losing nothing.");

  public static final ConfigOption<Duration> FUNCTION_CHECK =
      ConfigOptions.key("redis.function-check")
          .durationType()
          .defaultValue(Duration.ofSeconds(2))
          .withDescription(
              "How often to look whether Redis, each master of a cluster, still has the functions and"
                  + " the documents, and whether a cluster has new nodes; the functions also"
                  + " after each reconnection.");

  public static final ConfigOption<Integer> REPUBLISH_RATE =
      ConfigOptions.key("redis.republish-rate")
          .intType()
          .defaultValue(5_000)
          .withDescription(
              "Users or items a second and task that are published again when Redis has lost"
                  + " something, beside what is written all the time. It is noticed within"
                  + " redis.function-check. 0: nothing is published again.");

  private RedisOptions() {}
}
