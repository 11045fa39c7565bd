package dev.freshet.runtime.redis;

import static dev.freshet.runtime.settings.OptionChecks.wrong;

import dev.freshet.runtime.settings.Secrets;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/**
 * How a Redis behind TLS is recognised, and how it recognises the job. The files are those of the
 * machine that connects; they are read anew for each connection.
 *
 * @param trustStore file with the certificates to trust, empty for those of the JVM
 * @param trustStorePassword its password, empty without one
 * @param keyStore file with the job's own certificate and key, empty without one
 * @param keyFile file with the key where the other has the certificate alone, or empty
 * @param keyStorePassword password of the key store or the key, empty without one
 * @param check what of the server's certificate is checked
 */
public record RedisTls(
    String trustStore,
    String trustStorePassword,
    String keyStore,
    String keyFile,
    String keyStorePassword,
    Check check)
    implements Serializable {

  private static final String PEM = "-----BEGIN ";

  /** What of the server's certificate is checked. */
  public enum Check {
    /** That it is trusted, and that it is of the host that was asked for. */
    FULL(SslVerifyMode.FULL),
    /** That it is trusted, whatever host it is of. */
    CA(SslVerifyMode.CA),
    /** Nothing. */
    NONE(SslVerifyMode.NONE);

    private final SslVerifyMode mode;

    Check(SslVerifyMode mode) {
      this.mode = mode;
    }

    SslVerifyMode mode() {
      return mode;
    }
  }

  /**
   * Reads the options {@code redis.tls.*}.
   *
   * @throws IllegalArgumentException if a value is wrong, naming its key
   */
  static RedisTls from(ReadableConfig config) {
    return new RedisTls(
        config.getOptional(RedisOptions.TLS_TRUST_STORE).orElse(""),
        Secrets.read(
            config,
            RedisOptions.TLS_TRUST_STORE_PASSWORD,
            RedisOptions.TLS_TRUST_STORE_PASSWORD_FILE),
        config.getOptional(RedisOptions.TLS_KEY_STORE).orElse(""),
        config.getOptional(RedisOptions.TLS_KEY_FILE).orElse(""),
        Secrets.read(
            config, RedisOptions.TLS_KEY_STORE_PASSWORD, RedisOptions.TLS_KEY_STORE_PASSWORD_FILE),
        config.get(RedisOptions.TLS_CHECK));
  }

  /**
   * Refuses stores for connections without TLS, which would be believed to be safe, and a key
   * without a certificate.
   *
   * @throws IllegalArgumentException naming the key
   */
  void requireUse(String uri) {
    if (!uri.startsWith("rediss")) {
      requireNone(RedisOptions.TLS_TRUST_STORE, trustStore);
      requireNone(RedisOptions.TLS_KEY_STORE, keyStore);
    }
    if (keyStore.isEmpty() && !keyFile.isEmpty()) {
      throw wrong(
          RedisOptions.TLS_KEY_FILE,
          keyFile,
          "needs its certificate in " + RedisOptions.TLS_KEY_STORE.key());
    }
  }

  private static void requireNone(ConfigOption<String> option, String file) {
    if (!file.isEmpty()) {
      throw wrong(option, file, "needs " + RedisOptions.URI.key() + " to begin with rediss://");
    }
  }

  /**
   * The stores as Lettuce takes them.
   *
   * @throws IllegalArgumentException if one cannot be read here, naming its key
   */
  SslOptions options() {
    SslOptions.Builder options = SslOptions.builder();
    if (!trustStore.isEmpty()) {
      open(RedisOptions.TLS_TRUST_STORE, trustStore, file -> trust(options, file));
    }
    if (!keyStore.isEmpty()) {
      open(RedisOptions.TLS_KEY_STORE, keyStore, file -> identify(options, file));
    }
    return options.build();
  }

  private SslOptions.Builder trust(SslOptions.Builder options, File file) throws IOException {
    return isPem(file)
        ? options.trustManager(file)
        : options.truststore(SslOptions.Resource.from(file), trustStorePassword.toCharArray());
  }

  private SslOptions.Builder identify(SslOptions.Builder options, File file) throws IOException {
    char[] password = keyStorePassword.toCharArray();
    return isPem(file)
        ? options.keyManager(file, keyFile.isEmpty() ? file : new File(keyFile), password)
        : options.keystore(SslOptions.Resource.from(file), password);
  }

  private static boolean isPem(File file) throws IOException {
    return Files.readString(file.toPath(), StandardCharsets.ISO_8859_1).contains(PEM);
  }

  /** Adds a store to options. */
  private interface Step {
    SslOptions.Builder with(File file) throws IOException;
  }

  /** A store that cannot be opened is no outage of Redis that would pass: it is tried at once. */
  private static void open(ConfigOption<String> option, String store, Step step) {
    try {
      step.with(new File(store)).build().createSslContextBuilder();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: cannot open %s on this machine; is the file there, and its password right? (%s)"
              .formatted(option.key(), store, e.getMessage()),
          e);
    }
  }

  /** Leaves the passwords out, as settings end up in logs. */
  @Override
  public String toString() {
    return "RedisTls[trustStore=%s, keyStore=%s, keyFile=%s, check=%s]"
        .formatted(trustStore, keyStore, keyFile, check);
  }
}
