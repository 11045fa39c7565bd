package dev.freshet.runtime.redis;

import static dev.freshet.runtime.settings.OptionChecks.atLeast;
import static dev.freshet.runtime.settings.OptionChecks.lasting;
import static dev.freshet.runtime.settings.OptionChecks.notNegative;
import static dev.freshet.runtime.settings.OptionChecks.required;
import static dev.freshet.runtime.settings.OptionChecks.wrong;

import dev.freshet.runtime.settings.Secrets;
import dev.freshet.schemas.RedisKeys;
import java.io.Serializable;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Where the results go, and how patiently.
 *
 * @param uri where Redis is
 * @param username whom to authenticate as, empty for the default user
 * @param password what to authenticate with, empty for no authentication
 * @param tls how it is recognised where it is behind TLS
 * @param cluster whether it is a Redis Cluster
 * @param keys how the keys are named; with hash tags on a cluster
 * @param batchSize most writes sent together
 * @param linger how long a write may wait for others
 * @param maxInFlight writes that may wait or be unacknowledged before the job is held back, at
 *     least a batch
 * @param timeout time without an answer after which a connection is given up
 * @param initialBackOff wait before the first repetition
 * @param maxBackOff longest wait between repetitions, at least the first
 * @param maxAttempts attempts in a row that may fail, or 0 for any number
 * @param functionCheck how often to look whether the functions and the documents are still there
 * @param republishRate keys a second and task that are published again after a loss, or 0 for none
 */
public record RedisSettings(
    String uri,
    String username,
    String password,
    RedisTls tls,
    boolean cluster,
    RedisKeys keys,
    int batchSize,
    Duration linger,
    int maxInFlight,
    Duration timeout,
    Duration initialBackOff,
    Duration maxBackOff,
    int maxAttempts,
    Duration functionCheck,
    int republishRate)
    implements Serializable {

  private static final Pattern USER_INFO = Pattern.compile("^[^/]*//[^/]*@");

  public RedisSettings {
    required(RedisOptions.URI, uri);
    if (USER_INFO.matcher(uri).find()) {
      // Addresses end up in logs, so the value is not shown here either.
      throw new IllegalArgumentException(
          "%s must not have a user or a password before @: give %s, and %s or %s"
              .formatted(
                  RedisOptions.URI.key(),
                  RedisOptions.USERNAME.key(),
                  RedisOptions.PASSWORD_FILE.key(),
                  RedisOptions.PASSWORD.key()));
    }
    tls.requireUse(uri);
    if (cluster && keys.hashTags() == 0) {
      throw wrong(
          RedisOptions.HASH_TAGS,
          keys.hashTags(),
          "must be 1 or more on a Redis Cluster (" + RedisOptions.CLUSTER.key() + ")");
    }
    atLeast(1, RedisOptions.BATCH_SIZE, batchSize);
    notNegative(RedisOptions.LINGER, linger);
    atLeast(batchSize, RedisOptions.MAX_IN_FLIGHT, maxInFlight);
    lasting(RedisOptions.TIMEOUT, timeout);
    lasting(RedisOptions.BACK_OFF_INITIAL, initialBackOff);
    atLeast(initialBackOff, RedisOptions.BACK_OFF_MAX, maxBackOff);
    atLeast(0, RedisOptions.MAX_ATTEMPTS, maxAttempts);
    lasting(RedisOptions.FUNCTION_CHECK, functionCheck);
    atLeast(0, RedisOptions.REPUBLISH_RATE, republishRate);
  }

  /**
   * Reads the options of {@link RedisOptions}.
   *
   * @throws IllegalArgumentException if a value is wrong, naming its key
   */
  public static RedisSettings from(ReadableConfig config) {
    return new RedisSettings(
        config.get(RedisOptions.URI),
        config.getOptional(RedisOptions.USERNAME).orElse(""),
        Secrets.read(config, RedisOptions.PASSWORD, RedisOptions.PASSWORD_FILE),
        RedisTls.from(config),
        config.get(RedisOptions.CLUSTER),
        keys(config),
        config.get(RedisOptions.BATCH_SIZE),
        config.get(RedisOptions.LINGER),
        config.get(RedisOptions.MAX_IN_FLIGHT),
        config.get(RedisOptions.TIMEOUT),
        config.get(RedisOptions.BACK_OFF_INITIAL),
        config.get(RedisOptions.BACK_OFF_MAX),
        config.get(RedisOptions.MAX_ATTEMPTS),
        config.get(RedisOptions.FUNCTION_CHECK),
        config.get(RedisOptions.REPUBLISH_RATE));
  }

  private static RedisKeys keys(ReadableConfig config) {
    int hashTags = config.get(RedisOptions.HASH_TAGS);
    atLeast(0, RedisOptions.HASH_TAGS, hashTags);
    String prefix = config.get(RedisOptions.PREFIX);
    try {
      return new RedisKeys(prefix, hashTags);
    } catch (IllegalArgumentException e) {
      throw wrong(RedisOptions.PREFIX, prefix, "is wrong: " + e.getMessage());
    }
  }

  /** Leaves the password out, as settings end up in logs. */
  @Override
  public String toString() {
    return "RedisSettings[uri=" + uri + ", cluster=" + cluster + ", keys=" + keys + "]";
  }
}
