package dev.freshet.runtime;

import dev.freshet.schemas.RedisKeys;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.SchemaParseException;
import org.apache.avro.SchemaParser;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.base.DeliveryGuarantee;

/**
 * The options that all jobs share, read once and checked. Every error names the key that is wrong.
 *
 * @param kafka where events come from and rejected ones go to
 * @param events which events are used
 * @param catalogue what items must be like
 * @param redis where the results go
 */
public record RuntimeSettings(Kafka kafka, Events events, Catalogue catalogue, Redis redis)
    implements Serializable {

  /**
   * Reads and checks the options of {@link RuntimeOptions}.
   *
   * @param job the job's name, which consumer group and transactions are called after unless
   *     configured
   * @throws IllegalArgumentException if a value is missing or wrong, naming its key
   */
  public static RuntimeSettings from(ReadableConfig config, String job) {
    return new RuntimeSettings(
        Kafka.from(config, job), Events.from(config), Catalogue.from(config), Redis.from(config));
  }

  /** The job that reads, its consumer group, topics and delivery; sizes in bytes. */
  public record Kafka(
      String job,
      String bootstrapServers,
      Topics topics,
      String groupId,
      StartOffsets start,
      Map<String, String> properties,
      DeliveryGuarantee rejectedDelivery,
      String rejectedTransactions,
      int rejectedMaxBytes)
      implements Serializable {

    static Kafka from(ReadableConfig config, String job) {
      return new Kafka(
          job,
          required(config, RuntimeOptions.KAFKA_BOOTSTRAP_SERVERS),
          Topics.from(config),
          config.getOptional(RuntimeOptions.KAFKA_GROUP_ID).orElse(job),
          config.get(RuntimeOptions.KAFKA_START),
          config.get(RuntimeOptions.KAFKA_PROPERTIES),
          config.get(RuntimeOptions.KAFKA_REJECTED_DELIVERY),
          config.getOptional(RuntimeOptions.KAFKA_REJECTED_TRANSACTIONS).orElse(job + "-rejected"),
          bytes(config, RuntimeOptions.KAFKA_REJECTED_MAX_SIZE));
    }
  }

  /**
   * The names of the topics, all different.
   *
   * @param purchases may be empty: the platform has none
   */
  public record Topics(
      String clicks, String study, String comments, String purchases, String items, String rejected)
      implements Serializable {

    public Topics {
      List<String> names = List.of(clicks, study, comments, purchases, items, rejected);
      if (names.stream().distinct().count() < names.size()) {
        throw new IllegalArgumentException(
            "kafka.topics.* must name different topics, but are " + names);
      }
    }

    /** Topics of a platform without purchases. */
    public Topics(String clicks, String study, String comments, String items, String rejected) {
      this(clicks, study, comments, "", items, rejected);
    }

    static Topics from(ReadableConfig config) {
      return new Topics(
          required(config, RuntimeOptions.KAFKA_TOPICS_CLICKS),
          required(config, RuntimeOptions.KAFKA_TOPICS_STUDY),
          required(config, RuntimeOptions.KAFKA_TOPICS_COMMENTS),
          config.getOptional(RuntimeOptions.KAFKA_TOPICS_PURCHASES).orElse("").strip(),
          required(config, RuntimeOptions.KAFKA_TOPICS_ITEMS),
          required(config, RuntimeOptions.KAFKA_TOPICS_REJECTED));
    }

    /** The topics that hold what users did. */
    public List<String> interactions() {
      return List.of(clicks, study, comments);
    }

    /** Whether there is a topic of purchases. */
    public boolean hasPurchases() {
      return !purchases.isEmpty();
    }

    /** The topics that hold what users did, and what they bought if there is such a topic. */
    public List<String> interactionsAndPurchases() {
      return hasPurchases() ? List.of(clicks, study, comments, purchases) : interactions();
    }
  }

  /**
   * Which events are used.
   *
   * @param writerSchemas further Avro schemas of producers, as JSON
   * @param maxBytes the largest encoded record
   * @param maxIdLength the longest id, characters
   * @param maxFuture how far a producer's clock may be ahead
   * @param maxAge how old an event may be; zero for any age
   * @param duplicatesTtl how long an event's id is remembered, at least one minute
   * @param duplicatesMaxIds how many ids are remembered per user
   * @param floodLimit events per user and minute of event time, or 0 for no limit
   * @param cacheEntries users whose ids a task keeps in heap
   * @param maxOutOfOrderness how far watermarks stay behind the newest event
   * @param idleTimeout silence after which a partition no longer holds back watermarks
   */
  public record Events(
      List<String> writerSchemas,
      int maxBytes,
      int maxIdLength,
      Duration maxFuture,
      Duration maxAge,
      Duration duplicatesTtl,
      int duplicatesMaxIds,
      int floodLimit,
      int cacheEntries,
      Duration maxOutOfOrderness,
      Duration idleTimeout)
      implements Serializable {

    /** Reads and checks the options that begin with {@code events.}. */
    public static Events from(ReadableConfig config) {
      return new Events(
          config
              .getOptional(RuntimeOptions.EVENTS_SCHEMAS)
              .map(Events::schemasIn)
              .orElse(List.of()),
          bytes(config, RuntimeOptions.EVENTS_MAX_SIZE),
          atLeast(1, config, RuntimeOptions.EVENTS_MAX_ID_LENGTH),
          notNegative(config, RuntimeOptions.EVENTS_MAX_FUTURE),
          config
              .getOptional(RuntimeOptions.EVENTS_MAX_AGE)
              .map(age -> positive(age, RuntimeOptions.EVENTS_MAX_AGE))
              .orElse(Duration.ZERO),
          atLeast(Duration.ofMinutes(1), config, RuntimeOptions.EVENTS_DUPLICATES_TTL),
          atLeast(1, config, RuntimeOptions.EVENTS_DUPLICATES_MAX_IDS),
          atLeast(0, config, RuntimeOptions.EVENTS_FLOOD_LIMIT),
          atLeast(1, config, RuntimeOptions.EVENTS_CACHE_ENTRIES),
          notNegative(config, RuntimeOptions.EVENTS_MAX_OUT_OF_ORDERNESS),
          positive(
              config.get(RuntimeOptions.EVENTS_IDLE_TIMEOUT), RuntimeOptions.EVENTS_IDLE_TIMEOUT));
    }

    private static List<String> schemasIn(String directory) {
      List<String> schemas = new ArrayList<>();
      try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(directory), "*.avsc")) {
        for (Path file : files) {
          String schema = Files.readString(file);
          new SchemaParser().parse(schema).mainSchema();
          schemas.add(schema);
        }
      } catch (IOException e) {
        throw wrong(RuntimeOptions.EVENTS_SCHEMAS, directory, "cannot be read: " + e);
      } catch (SchemaParseException e) {
        throw wrong(RuntimeOptions.EVENTS_SCHEMAS, directory, "holds no schema: " + e.getMessage());
      }
      return schemas;
    }
  }

  /**
   * What items must be like.
   *
   * @param vectorLength how many numbers a vector holds, or 0 for as many as the first one
   */
  public record Catalogue(int vectorLength) implements Serializable {

    static Catalogue from(ReadableConfig config) {
      return new Catalogue(atLeast(0, config, RuntimeOptions.CATALOGUE_VECTOR_LENGTH));
    }
  }

  /**
   * Where the results go, and how patiently.
   *
   * @param uri where Redis is
   * @param username whom to authenticate as, empty for the default user
   * @param password what to authenticate with, empty for no authentication
   * @param cluster whether it is a Redis Cluster
   * @param keys how the keys are named
   * @param batchSize most writes sent together
   * @param linger how long a write may wait for others
   * @param maxInFlight writes that may wait or be unacknowledged before the job is held back
   * @param timeout time without an answer after which a connection is given up
   * @param initialBackOff wait before the first repetition
   * @param maxBackOff longest wait between repetitions
   * @param maxAttempts attempts in a row that may fail, or 0 for any number
   * @param functionCheck how often to look whether the functions are still there
   */
  public record Redis(
      String uri,
      String username,
      String password,
      boolean cluster,
      RedisKeys keys,
      int batchSize,
      Duration linger,
      int maxInFlight,
      Duration timeout,
      Duration initialBackOff,
      Duration maxBackOff,
      int maxAttempts,
      Duration functionCheck)
      implements Serializable {

    /** Reads and checks the options that begin with {@code redis.}. */
    public static Redis from(ReadableConfig config) {
      boolean cluster = config.get(RuntimeOptions.REDIS_CLUSTER);
      int hashTags = atLeast(0, config, RuntimeOptions.REDIS_HASH_TAGS);
      if (cluster && hashTags == 0) {
        throw wrong(
            RuntimeOptions.REDIS_HASH_TAGS,
            hashTags,
            "must be set to 1 or more on a Redis Cluster ("
                + RuntimeOptions.REDIS_CLUSTER.key()
                + ")");
      }
      Duration initial =
          positive(
              config.get(RuntimeOptions.REDIS_BACK_OFF_INITIAL),
              RuntimeOptions.REDIS_BACK_OFF_INITIAL);
      int batchSize = atLeast(1, config, RuntimeOptions.REDIS_BATCH_SIZE);
      return new Redis(
          required(config, RuntimeOptions.REDIS_URI),
          config.getOptional(RuntimeOptions.REDIS_USERNAME).orElse(""),
          config.getOptional(RuntimeOptions.REDIS_PASSWORD).orElse(""),
          cluster,
          keys(config.get(RuntimeOptions.REDIS_PREFIX), hashTags),
          batchSize,
          notNegative(config, RuntimeOptions.REDIS_LINGER),
          atLeast(batchSize, config, RuntimeOptions.REDIS_MAX_IN_FLIGHT),
          positive(config.get(RuntimeOptions.REDIS_TIMEOUT), RuntimeOptions.REDIS_TIMEOUT),
          initial,
          atLeast(initial, config, RuntimeOptions.REDIS_BACK_OFF_MAX),
          atLeast(0, config, RuntimeOptions.REDIS_MAX_ATTEMPTS),
          positive(
              config.get(RuntimeOptions.REDIS_FUNCTION_CHECK),
              RuntimeOptions.REDIS_FUNCTION_CHECK));
    }

    private static RedisKeys keys(String prefix, int hashTags) {
      try {
        return new RedisKeys(prefix, hashTags);
      } catch (IllegalArgumentException e) {
        throw wrong(RuntimeOptions.REDIS_PREFIX, prefix, "is wrong: " + e.getMessage());
      }
    }

    /** Leaves the password out, as settings end up in logs. */
    @Override
    public String toString() {
      return "Redis[uri=" + uri + ", cluster=" + cluster + ", keys=" + keys + "]";
    }
  }

  private static String required(ReadableConfig config, ConfigOption<String> option) {
    String value = config.getOptional(option).orElse(option.defaultValue());
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(option.key() + " is required but not set");
    }
    return value;
  }

  private static int atLeast(int least, ReadableConfig config, ConfigOption<Integer> option) {
    int value = config.get(option);
    if (value < least) {
      throw wrong(option, value, "must be " + least + " or more");
    }
    return value;
  }

  private static Duration atLeast(
      Duration least, ReadableConfig config, ConfigOption<Duration> option) {
    Duration value = config.get(option);
    if (value.compareTo(least) < 0) {
      throw wrong(option, value, "must be " + least.toMillis() + " ms or more");
    }
    return value;
  }

  private static Duration notNegative(ReadableConfig config, ConfigOption<Duration> option) {
    return atLeast(Duration.ZERO, config, option);
  }

  private static Duration positive(Duration value, ConfigOption<Duration> option) {
    if (value.isNegative() || value.isZero()) {
      throw wrong(option, value, "must be longer than 0");
    }
    return value;
  }

  private static int bytes(ReadableConfig config, ConfigOption<MemorySize> option) {
    long bytes = config.get(option).getBytes();
    if (bytes < 1 || bytes > Integer.MAX_VALUE) {
      throw wrong(option, config.get(option), "must be 1 byte or more and less than 2 gb");
    }
    return (int) bytes;
  }

  private static IllegalArgumentException wrong(
      ConfigOption<?> option, Object value, String complaint) {
    return new IllegalArgumentException(option.key() + " (now " + value + ") " + complaint);
  }
}
