package dev.freshet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.runtime.kafka.KafkaOptions;
import dev.freshet.runtime.redis.RedisOptions;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeSettingsTest {

  private static Configuration options() {
    Configuration options = new Configuration();
    options.set(KafkaOptions.BOOTSTRAP_SERVERS, "broker:9092");
    return options;
  }

  @Test
  void needsNothingButTheBrokers() {
    RuntimeSettings settings = RuntimeSettings.from(options(), "recommendations");

    assertThat(settings.kafka().groupId()).isEqualTo("recommendations");
    assertThat(settings.kafka().topics().interactions())
        .containsExactly("clicks", "study", "comments");
    assertThatThrownBy(() -> RuntimeSettings.from(new Configuration(), "recommendations"))
        .hasMessageContaining("kafka.bootstrap-servers is required");
  }

  @Test
  void readPurchasesOnlyFromATopicThatIsNamed() {
    Configuration options = options();
    assertThat(RuntimeSettings.from(options, "job").kafka().topics().hasPurchases()).isFalse();

    options.set(KafkaOptions.TOPICS_PURCHASES, "orders");

    assertThat(RuntimeSettings.from(options, "job").kafka().topics().interactionsAndPurchases())
        .containsExactly("clicks", "study", "comments", "orders");
  }

  @Test
  void leaveOutTheTopicsThatAPlatformDoesNotHave() {
    Configuration options = options();
    options.set(KafkaOptions.TOPICS_STUDY, "");
    options.set(KafkaOptions.TOPICS_COMMENTS, " ");
    assertThat(RuntimeSettings.from(options, "job").kafka().topics().interactions())
        .containsExactly("clicks");

    options.set(KafkaOptions.TOPICS_CLICKS, "");

    assertThatThrownBy(() -> RuntimeSettings.from(options, "job"))
        .hasMessageContaining("must name a topic");
  }

  @Test
  void refuseOneTopicForTwoThings() {
    Configuration options = options();
    options.set(KafkaOptions.TOPICS_INTERESTS, "told");
    options.set(KafkaOptions.TOPICS_EXPERIMENTS, " told");

    assertThatThrownBy(() -> RuntimeSettings.from(options, "job"))
        .hasMessageContaining("kafka.topics.experiments")
        .hasMessageContaining("another topic than kafka.topics.interests");
  }

  @ParameterizedTest
  @CsvSource({
    "events.flood-limit, -1",
    "catalogue.vector-length, -1",
    "catalogue.max-title-length, -1",
    "catalogue.max-tags, -1",
    "catalogue.max-tag-length, 0",
    "events.max-future, -1 s",
    "events.max-age, 0 s",
    "events.earliest, yesterday",
    "events.max-id-length, 0",
    "events.duplicates.ttl, 1 s",
    "events.duplicates.max-ids, 0",
    "events.duplicates.max-ids, 999",
    "events.arrival-limit, -1",
    "events.max-failures, -1",
    "events.idle-timeout, 0 s",
    "events.schemas, /nowhere/to/be/found",
    "kafka.topics.clicks, study",
    "kafka.topics.purchases, comments",
    "redis.batch-size, 0",
    "redis.max-in-flight, 1",
    "redis.timeout, 0 s",
    "redis.back-off.initial, 0 s",
    "redis.back-off.max, 1 ms",
    "redis.hash-tags, -1",
    "redis.cluster, true",
    "redis.tls.trust-store, /there.p12",
    "redis.tls.key-store, /there.p12",
    "redis.prefix, {school}"
  })
  void namesTheKeyThatIsWrong(String key, String value) {
    Configuration options = options();
    options.setString(key, value);
    String named = key.equals("redis.cluster") ? "redis.hash-tags" : key;

    assertThatThrownBy(() -> RuntimeSettings.from(options, "recommendations"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key.startsWith("kafka.topics") ? "kafka.topics" : named);
  }

  @Test
  void keepsThePasswordOutOfItsText() {
    Configuration options = options();
    options.set(RedisOptions.PASSWORD, "secret");

    assertThat(RuntimeSettings.from(options, "recommendations").toString())
        .doesNotContain("secret");
  }
}
