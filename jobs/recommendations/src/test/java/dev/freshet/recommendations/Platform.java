package dev.freshet.recommendations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.schemas.InterestState;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.RedisKeys;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.JobPlatform;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A platform in small around the job, with a frontend. */
final class Platform extends JobPlatform {

  /** The topic of users' interests, which the job writes where {@link #telling} is asked for. */
  private static final String INTERESTS = "interests";

  private static final int PARTITIONS = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  Platform(Path directory) {
    this(directory, EmbeddedRedis.start());
  }

  Platform(Path directory, EmbeddedRedis redis) {
    super(
        directory, redis, RecommendationsJob.NAME, RecommendationsJob::define, quick(), PARTITIONS);
    kafka.createTopic(INTERESTS, PARTITIONS, Map.of("cleanup.policy", "compact"));
  }

  private static Configuration quick() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.TOPICS_PURCHASES, "purchases");
    options.set(RecommendationsOptions.PULSE_INTERVAL, Duration.ofMillis(50));
    options.set(RecommendationsOptions.PULSE_TAG_INTERVAL, Duration.ofMillis(50));
    return options;
  }

  /** The options with which the job also tells others of users' interests. */
  Configuration telling() {
    Configuration options = options();
    options.set(KafkaOptions.TOPICS_INTERESTS, INTERESTS);
    options.set(KafkaOptions.USER_STATES_INTERVAL, Duration.ofMillis(200));
    return options;
  }

  void announce(List<CatalogueItem> items) {
    send(items.stream().map(records::of).toList());
  }

  void createTopic(String topic) {
    kafka.createTopic(topic, 1);
  }

  /** As {@link #announce(List)}, but on another topic. */
  void announce(String topic, List<CatalogueItem> items) {
    send(
        items.stream()
            .map(records::of)
            .map(record -> new ProducerRecord<>(topic, record.key(), record.value()))
            .toList());
  }

  /** Deletes an item's record from the catalogue. */
  void delete(String item) {
    send(new ProducerRecord<>(topics.items(), item.getBytes(StandardCharsets.UTF_8), null));
  }

  ProducerRecord<byte[], byte[]> record(Interaction interaction) {
    return records.of(interaction);
  }

  /** What lies on the topic of rejected records, oldest first. */
  List<ConsumerRecord<byte[], byte[]>> rejected() {
    return kafka.read(topics.rejected());
  }

  /** How many records were rejected for each reason. */
  Map<String, Integer> rejections() {
    Map<String, Integer> reasons = new TreeMap<>();
    rejected().forEach(record -> reasons.merge(header(record, "reason"), 1, Integer::sum));
    return reasons;
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /**
   * Each place of the list a frontend gets: item, score, reason.
   *
   * @param size at most so many places
   * @param further arguments of the function
   */
  List<List<String>> read(String user, int size, String... further) {
    RedisKeys keys = RedisKeys.plain();
    return read(redis(), keys.rec(user), keys.pulseFor(user), size, further);
  }

  /** The same of any Redis, by the keys that the function is given. */
  static List<List<String>> read(
      RedisCommands<String, String> redis,
      String first,
      String second,
      int size,
      String... further) {
    List<String> arguments = new ArrayList<>(List.of(further));
    arguments.add(0, Integer.toString(size));
    return redis.fcallReadOnly(
        RedisKeys.RECOMMEND,
        ScriptOutputType.MULTI,
        new String[] {first, second},
        arguments.toArray(String[]::new));
  }

  /** What goes with an item, as a frontend gets it. */
  List<String> similar(String item) {
    RedisKeys keys = RedisKeys.plain();
    List<List<String>> rows =
        redis()
            .fcallReadOnly(
                RedisKeys.SIMILAR,
                ScriptOutputType.MULTI,
                new String[] {keys.similar(item), keys.retiredFor(item)},
                "50");
    return rows.stream().map(row -> row.get(0)).toList();
  }

  /** The entries of a document's list by their first member; empty if there is no document. */
  Map<String, Double> scores(String key, String list) {
    Map<String, Double> scores = new LinkedHashMap<>();
    String document = redis().get(key);
    if (document != null) {
      json(document)
          .get(list)
          .forEach(row -> scores.put(row.get(0).asText(), row.get(1).asDouble()));
    }
    return scores;
  }

  /** Whom the topic of interests tells of, and whom it has told that they are forgotten. */
  Map<String, Optional<byte[]>> told() {
    return kafka.latest(INTERESTS);
  }

  /** What the topic says of a user, as the document in Redis has it; empty if it says nothing. */
  Optional<JsonNode> told(String user) {
    return told().getOrDefault(user, Optional.empty()).map(Platform::document);
  }

  private static JsonNode document(byte[] value) {
    try {
      InterestState state = RecordEncoding.interests().decode(value);
      ObjectNode document =
          JSON.createObjectNode()
              .put("v", RedisKeys.DOCUMENT_VERSION)
              .put("asOf", state.getAsOf().toEpochMilli());
      ArrayNode tags = document.putArray("tags");
      state.getTags().forEach(tag -> tags.addArray().add(tag.getTag()).add(tag.getWeight()));
      return json(document.toString());
    } catch (UnknownSchemaException | MalformedRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(String document) {
    try {
      return JSON.readTree(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CatalogueItem item(String item, String... tags) {
    return new CatalogueItem(item, item, Arrays.asList(tags), "course", 0L, false, List.of());
  }
}
