package dev.freshet.localstack.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.localstack.command.JobOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSettingsTest {

  private static final Map<String, String> ADDRESSES =
      Map.of("kafka.bootstrap-servers", "localhost:9092", "redis.uri", "redis://localhost:6379");

  @TempDir private Path folder;

  private ClusterSettings settings(Path file) {
    return ClusterSettings.of(new JobOptions(file, ADDRESSES));
  }

  @Test
  void giveFlinkItsOwnKeysAndNoneOfTheJobs() {
    ClusterSettings settings = settings(ClusterSettings.writeDefaults(folder));

    assertThat(settings.ofFlink())
        .containsEntry("pipeline.max-parallelism", "240")
        .doesNotContainKeys("kafka.topics.purchases", "kafka.bootstrap-servers", "redis.uri");
  }

  @Test
  void leaveKubernetesToKubernetes() throws IOException {
    Path file = folder.resolve("production.yaml");
    Files.writeString(file, "kubernetes.service-account: freshet\nheartbeat.timeout: 10 s\n");

    assertThat(settings(file).ofFlink())
        .containsKey("heartbeat.timeout")
        .doesNotContainKey("kubernetes.service-account");
  }

  @Test
  void keepSecretsOfTheFileOutOfFlinksConfigurationAndOffTheCommandLine() throws IOException {
    Path file = folder.resolve("secret.yaml");
    Files.writeString(file, "redis.password: hush\n");

    assertThat(settings(file).ofFlink().toString()).doesNotContain("hush");
    assertThat(settings(file).jobArguments())
        .contains("--config", file.toAbsolutePath().toString())
        .noneMatch(argument -> argument.contains("hush"));
  }

  @Test
  void nameTheKeyThatIsWrong() throws IOException {
    Path file = folder.resolve("misspelt.yaml");
    Files.writeString(file, "redis.batchsize: 3\n");

    assertThatThrownBy(() -> settings(file)).hasMessageContaining("redis.batch-size");
  }

  @Test
  void giveEachJobTheSlotsOfItsTasks() {
    assertThat(settings(ClusterSettings.writeDefaults(folder)).mostParallelism()).isEqualTo(4);
  }
}
