package dev.freshet.k8s.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;
import org.apache.flink.kubernetes.operator.config.FlinkConfigManager;
import org.apache.flink.kubernetes.operator.validation.DefaultValidator;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator's own validator, and how it lays pod templates over each other. */
@Tag("k8s")
class OperatorValidationIT {

  private final FlinkConfigManager configurations = new FlinkConfigManager(new Configuration());
  private final DefaultValidator validator = new DefaultValidator(configurations);

  static Stream<Named<FlinkDeployment>> jobs() {
    return Stream.of("overlays/staging", "overlays/production")
        .flatMap(
            overlay ->
                Deployments.of(overlay).stream()
                    .map(job -> Named.of(overlay + " " + job.getMetadata().getName(), job)));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            "execution.checkpointing.dir",
            spec -> spec.getFlinkConfiguration().remove("execution.checkpointing.dir")),
        mistake(
            "execution.checkpointing.savepoint-dir",
            spec -> spec.getFlinkConfiguration().remove("execution.checkpointing.savepoint-dir")),
        mistake(
            "kubernetes.cluster-id",
            spec -> spec.getFlinkConfiguration().put("kubernetes.cluster-id", "other")),
        mistake("Job parallelism", spec -> spec.getJob().setParallelism(0)),
        mistake(
            "JobManager resource memory",
            spec -> spec.getJobManager().getResource().setMemory("lots")),
        mistake(
            "TaskManager resource memory",
            spec -> spec.getTaskManager().getResource().setMemory("6 gibi")),
        mistake("log config key", spec -> spec.setLogConfiguration(Map.of("log.xml", ""))),
        mistake("spec.serviceAccount", spec -> spec.setServiceAccount(null)),
        mistake("Flink Version", spec -> spec.setFlinkVersion(null)));
  }

  private static Arguments mistake(String message, Consumer<FlinkDeploymentSpec> mistake) {
    return Arguments.of(message, mistake);
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void findsNothing(FlinkDeployment job) {
    assertThat(validator.validateDeployment(job)).isEmpty();
  }

  /** The base alone is no platform: only an overlay knows where state is kept. */
  @Test
  void findsThatTheBaseHasNoStorage() {
    assertThat(Deployments.of("base"))
        .hasSize(4)
        .allSatisfy(
            job ->
                assertThat(validator.validateDeployment(job))
                    .get()
                    .asString()
                    .startsWith("Checkpoint directory[execution.checkpointing.dir]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void findsAMistake(String message, Consumer<FlinkDeploymentSpec> mistake) {
    FlinkDeployment job = Deployments.of("overlays/staging").get(0);
    mistake.accept(job.getSpec());

    assertThat(validator.validateDeployment(job)).get().asString().contains(message);
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void givesTaskManagersWhatAllPodsHaveAndTheirOwn(FlinkDeployment job) throws IOException {
    Configuration deployed = configurations.getDeployConfig(job.getMetadata(), job.getSpec());
    Path template = Path.of(deployed.get(KubernetesConfigOptions.TASK_MANAGER_POD_TEMPLATE));
    Pod pod = Serialization.unmarshal(Files.readString(template), Pod.class);

    assertThat(pod.getSpec().getContainers()).hasSize(1);
    Container container = pod.getSpec().getContainers().get(0);
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getPorts()).extracting(port -> port.getName()).containsExactly("metrics");
    assertThat(container.getVolumeMounts())
        .extracting(VolumeMount::getName)
        .contains("options", "logs", "temporary", "rocksdb");
    assertThat(pod.getSpec().getVolumes())
        .extracting(Volume::getName)
        .containsExactlyInAnyOrderElementsOf(
            container.getVolumeMounts().stream().map(VolumeMount::getName).toList());
  }
}
