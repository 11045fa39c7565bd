package dev.freshet.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.localstack.kafka.KafkaSender;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.RewardEvent;
import dev.freshet.testing.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rewards on a real Kafka. */
class RewardTopicIT {

  private static final Instant NOON = Instant.ofEpochMilli(1_764_072_000_000L);
  private static final String TOPIC = "rewards";

  @TempDir private Path folder;

  private static void give(KafkaSender sender, String user) {
    RewardEvent reward = new RewardEvent("id", user, "rule", "ever/1", NOON, "", 10, "", null, "");
    sender.send(
        new ProducerRecord<>(
            TOPIC, user.getBytes(StandardCharsets.UTF_8), RecordEncoding.rewards().encode(reward)));
    sender.flush();
  }

  @Test
  void tellsOfEachRewardOnceFromTheBeginningOn() throws InterruptedException {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      kafka.createTopic(TOPIC, 2);
      List<String> users = new ArrayList<>();
      try (KafkaSender sender = new KafkaSender(kafka.bootstrapServers(), Map.of())) {
        give(sender, "ada");
        give(sender, "bob");
        try (RewardTopic rewards = new RewardTopic(kafka.bootstrapServers(), TOPIC)) {
          awaitUsers(rewards, users, 2);
          give(sender, "cyd");
          awaitUsers(rewards, users, 3);
          rewards.next(reward -> users.add(reward.getUser()));
        }
      }
      assertThat(users).containsExactlyInAnyOrder("ada", "bob", "cyd");
    }
  }

  private static void awaitUsers(RewardTopic rewards, List<String> users, int count) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              rewards.next(
                  reward -> {
                    assertThat(reward.getEarnedAt()).isEqualTo(NOON);
                    users.add(reward.getUser());
                  });
              return users.size() >= count;
            });
  }
}
