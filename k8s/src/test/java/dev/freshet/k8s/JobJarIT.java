package dev.freshet.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.testing.EmbeddedKafka;
import dev.freshet.testing.EmbeddedRedis;
import dev.freshet.testing.FlinkImage;
import dev.freshet.testing.FlinkProcesses;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The jars as Flink gets them. */
@Tag("k8s")
class JobJarIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int LARGEST_MIB = 40;
  private static final int TASK_MANAGER_HEAP_MIB = 768;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void hasAllThatFlinkLacksAndNothingThatItHas(JobJar jar) throws IOException {
    List<String> entries = jar.entries();
    long bytes = Files.size(jar.path());
    System.out.printf("%s: %.1f MiB%n", jar.path().getFileName(), bytes / 1048576.0);

    assertThat(entries)
        .doesNotHaveDuplicates()
        .contains(jar.mainClass().replace('.', '/') + ".class")
        .contains("io/lettuce/core/RedisClient.class")
        .contains("org/apache/kafka/clients/consumer/KafkaConsumer.class")
        .contains("org/apache/flink/connector/kafka/source/KafkaSource.class")
        .contains("dev/freshet/schemas/recommend.lua")
        .noneMatch(entry -> entry.startsWith("org/apache/flink/runtime/"))
        .noneMatch(entry -> entry.startsWith("org/apache/flink/streaming/api/"))
        .noneMatch(entry -> entry.startsWith("org/apache/logging/"))
        .noneMatch(entry -> entry.startsWith("org/slf4j/"))
        .noneMatch(entry -> entry.startsWith("org/rocksdb/"))
        // Under these names another version may be there before ours.
        .noneMatch(entry -> entry.startsWith("com/google/"))
        .noneMatch(entry -> entry.startsWith("org/antlr/"))
        .noneMatch(entry -> entry.matches("META-INF/[^/]*\\.(SF|DSA|RSA)"));
    assertThat(bytes).isLessThan((long) LARGEST_MIB << 20);
  }

  @ParameterizedTest
  @EnumSource
  void namesItsJobAndTheLicencesOfWhatIsInside(JobJar jar) throws IOException {
    assertThat(jar.manifest().getMainAttributes().get(Attributes.Name.MAIN_CLASS))
        .isEqualTo(jar.mainClass());
    assertThat(jar.entries()).contains("META-INF/LICENSE", "META-INF/NOTICE");
  }

  @Test
  void startsAsFlinkRunDoesOnAFlinkThatHasNothingElse() throws Exception {
    Topics topics =
        new Topics("clicks", "study", "comments", "purchases", "exposures", "items", "rejected");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        EmbeddedRedis redis = EmbeddedRedis.start();
        RedisClient client = RedisClient.create(redis.uri());
        FlinkProcesses flink =
            FlinkProcesses.start(
                directory.resolve("flink"),
                new FlinkProcesses.Plan(
                    1,
                    JobJar.values().length,
                    TASK_MANAGER_HEAP_MIB,
                    Map.of("taskmanager.memory.managed.size", "256m"),
                    FlinkImage.classPath()))) {
      topics.interactionsAndPurchases().forEach(topic -> kafka.createTopic(topic, 1));
      kafka.createTopic(topics.items(), 1);
      kafka.createTopic(topics.rejected(), 1);
      kafka.createTopic("rules", 1);
      kafka.createTopic("rewards", 1);
      kafka.createTopic("audience-changes", 1);
      kafka.createTopic("exposures", 1);
      kafka.createTopic("effects", 1);
      for (JobJar jar : JobJar.values()) {
        flink
            .client()
            .run(
                List.of(),
                jar.path(),
                List.of(
                    "--kafka.topics.exposures",
                    topics.exposures(),
                    "--effect.lateness",
                    "0 s",
                    "--kafka.bootstrap-servers",
                    kafka.bootstrapServers(),
                    "--redis.uri",
                    redis.uri(),
                    "--execution.checkpointing.dir",
                    directory.resolve("checkpoints").toUri().toString(),
                    // Nothing comes late. What is not a job's own is Flink's to it.
                    "--events.idle-timeout",
                    "1 s",
                    "--events.max-out-of-orderness",
                    "1 s",
                    "--engagement.lateness",
                    "0 s",
                    "--engagement.quiet",
                    "2 s"));
      }
      click(kafka, topics);

      RedisCommands<String, String> commands = client.connect().sync();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  commands.exists("rec:ada", "stickiness:ada", "engagement:ada", "effect:home")
                      == 4);
    }
  }

  private static void click(EmbeddedKafka kafka, Topics topics) throws Exception {
    EventRecords records = new EventRecords(topics);
    long now = System.currentTimeMillis();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(OnePointEach.record()).get();
      producer.send(records.of(Interaction.click("1", "ada", "algebra-1", now - 1000))).get();
      producer.send(records.of(shown(now - 1000))).get();
      producer.send(records.of(Interaction.click("2", "ada", "algebra-2", now))).get();
    }
  }

  private static ListExposure shown(long atMillis) {
    return new ListExposure(
        "list", "ada", atMillis, "home", List.of("algebra-2"), Map.of(), EventTime.NEVER);
  }
}
