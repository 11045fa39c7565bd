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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSettingsTest {

  private static final Map<String, String> ADDRESSES =
      Map.of("kafka.bootstrap-servers", "localhost:9092", "redis.uri", "redis://localhost:6379");

  @TempDir private Path folder;

  private ClusterSettings settings(Path file) {
    return ClusterSettings.of(ClusterJobs.NAMES, new JobOptions(file, ADDRESSES));
  }

  private StagedFiles staged() {
    return StagedFiles.write(StagingOverlay.recorded(), new ClusterFolders(folder));
  }

  private ClusterSettings asInStaging() {
    return ClusterSettings.of(ClusterJobs.NAMES, staged().here(), new JobOptions(null, ADDRESSES));
  }

  @Test
  void giveFlinkItsOwnKeysAndNoneOfTheJobs() {
    assertThat(asInStaging().ofFlink())
        .containsEntry("pipeline.max-parallelism", "240")
        .containsEntry("execution.checkpointing.interval", "3 min")
        .containsEntry("taskmanager.rpc.port", "0")
        .doesNotContainKeys("kafka.topics.purchases", "kafka.bootstrap-servers", "redis.uri")
        .doesNotContainKeys("engagement.zone", "engagement.coupons.secret-file")
        .doesNotContainKeys("kafka.topics.exposures", "kafka.topics.experiments");
  }

  @ParameterizedTest
  @ValueSource(strings = {"recommendations", "stickiness", "engagement", "effect"})
  void differFromStagingInAddressesAndStorageAlone(String job) {
    assertThat(Differences.ofOptions(job, staged(), asInStaging()))
        .extracting(difference -> difference.substring(0, difference.indexOf(": ")))
        .filteredOn(option -> !option.startsWith("engagement."))
        .containsExactly(
            "blob.server.port",
            "execution.checkpointing.dir",
            "execution.checkpointing.savepoint-dir",
            "high-availability.jobmanager.port",
            "high-availability.storageDir",
            "high-availability.type",
            "io.tmp.dirs",
            "kafka.bootstrap-servers",
            "kafka.properties-file",
            "kafka.properties.sasl.mechanism",
            "kafka.properties.security.protocol",
            "kafka.properties.ssl.truststore.location",
            "kafka.properties.ssl.truststore.type",
            "metrics.reporter.prom.factory.class",
            "metrics.reporter.prom.port",
            "redis.password-file",
            "redis.tls.trust-store",
            "redis.uri",
            "redis.username",
            "state.backend.rocksdb.localdir",
            "taskmanager.data.port",
            "taskmanager.rpc.port");
  }

  @Test
  void giveTheJobOfRewardsAKeyOfCouponsInThePlaceOfTheSecret() {
    assertThat(Differences.ofOptions("engagement", staged(), asInStaging()))
        .filteredOn(difference -> difference.startsWith("engagement."))
        .singleElement()
        .asString()
        .startsWith("engagement.coupons.secret-file: /opt/freshet/coupon-secret/key → " + folder);
  }

  @Test
  void tellOfWhatIsGivenInsteadOfWhatStagingHas() {
    ClusterSettings settings =
        ClusterSettings.of(
            ClusterJobs.NAMES,
            staged().here(),
            new JobOptions(null, Map.of("execution.checkpointing.interval", "10 s"))
                .with(ADDRESSES));

    assertThat(Differences.ofOptions("stickiness", staged(), settings))
        .contains("execution.checkpointing.interval: 3 min → 10 s");
  }

  @Test
  void giveEachJobItsOwnOptions() {
    assertThat(asInStaging().jobArguments("stickiness"))
        .anyMatch(argument -> argument.endsWith("/stickiness.yaml"))
        .noneMatch(argument -> argument.endsWith("/recommendations.yaml"));
  }

  /** Lists of everybody would go by it otherwise. */
  @Test
  void nameTheTopicOfExposuresToTheJobOfEffectsAlone() {
    assertThat(asInStaging().options("effect"))
        .containsEntry("kafka.topics.exposures", "exposures");
    assertThat(asInStaging().options("recommendations"))
        .doesNotContainKey("kafka.topics.exposures")
        .containsEntry("kafka.topics.experiments", "experiments");
    assertThat(asInStaging().kafka().topics().exposures()).isEqualTo("exposures");
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
    assertThat(settings(file).jobArguments("stickiness"))
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
    assertThat(asInStaging().taskManagers()).isEqualTo(8);
    assertThat(asInStaging().mostParallelism()).isEqualTo(4);
  }
}
