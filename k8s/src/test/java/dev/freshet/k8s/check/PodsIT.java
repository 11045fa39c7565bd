package dev.freshet.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.client.deployment.ClusterSpecification;
import org.apache.flink.client.deployment.ClusterSpecification.ClusterSpecificationBuilder;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.DeploymentOptionsInternal;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptionsInternal;
import org.apache.flink.kubernetes.entrypoint.KubernetesApplicationClusterEntrypoint;
import org.apache.flink.kubernetes.kubeclient.FlinkPod;
import org.apache.flink.kubernetes.kubeclient.factory.KubernetesJobManagerFactory;
import org.apache.flink.kubernetes.kubeclient.factory.KubernetesTaskManagerFactory;
import org.apache.flink.kubernetes.kubeclient.parameters.KubernetesJobManagerParameters;
import org.apache.flink.kubernetes.kubeclient.parameters.KubernetesTaskManagerParameters;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Container;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.ContainerPort;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Pod;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.PodBuilder;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.PodSpec;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Quantity;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.VolumeMount;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.client.utils.Serialization;
import org.apache.flink.runtime.clusterframework.ContaineredTaskManagerParameters;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods as Flink's own integration with Kubernetes makes them from the overlays. */
@Tag("k8s")
class PodsIT {

  @TempDir private static Path directory;

  /** The jobs by names that tell a report which one failed. */
  static Stream<Named<FlinkDeployment>> jobs() {
    return Stream.of("staging", "production")
        .flatMap(
            overlay ->
                ManifestsTest.rendered("overlays/" + overlay).jobs().stream()
                    .map(job -> Named.of(overlay + " " + job.name(), job)));
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void jobManagersKeepWhatTheTemplateSays(FlinkDeployment job) throws Exception {
    PodSpec pod =
        KubernetesJobManagerFactory.buildKubernetesJobManagerSpecification(
                template(job, "jobManager"),
                new KubernetesJobManagerParameters(configuration(job), sizes(job)))
            .getDeployment()
            .getSpec()
            .getTemplate()
            .getSpec();

    assertKept(job, pod, "rest", "jobmanager-rpc", "blobserver");
    assertHasMemory(pod, memory(job, "jobManager"));
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void taskManagersKeepWhatTheTemplatesSay(FlinkDeployment job) {
    PodSpec pod =
        KubernetesTaskManagerFactory.buildTaskManagerKubernetesPod(
                template(job, "taskManager"), taskManager(job))
            .getInternalResource()
            .getSpec();

    assertKept(job, pod, "taskmanager-rpc");
    assertHasMemory(pod, memory(job, "taskManager"));
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getName().equals("rocksdb"))
        .allMatch(volume -> volume.getEphemeral().getVolumeClaimTemplate() != null)
        .hasSize(1);
    assertThat(pod.getContainers().get(0).getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .contains(configuration(job).get(RocksDBOptions.LOCAL_DIRECTORIES));
  }

  private static ClusterSpecification sizes(FlinkDeployment job) {
    return new ClusterSpecificationBuilder()
        .setMasterMemoryMB(memory(job, "jobManager").getMebiBytes())
        .setTaskManagerMemoryMB(memory(job, "taskManager").getMebiBytes())
        .createClusterSpecification();
  }

  private static KubernetesTaskManagerParameters taskManager(FlinkDeployment job) {
    Configuration configuration = configuration(job);
    TaskExecutorProcessSpec process = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    return new KubernetesTaskManagerParameters(
        configuration,
        job.name() + "-taskmanager-1-1",
        "",
        "",
        ContaineredTaskManagerParameters.create(configuration, process),
        Map.of(),
        Set.of());
  }

  private static void assertHasMemory(PodSpec pod, MemorySize memory) {
    assertThat(pod.getContainers().get(0).getResources().getLimits().get("memory"))
        .isEqualTo(Quantity.parse(memory.getMebiBytes() + "Mi"));
  }

  private static void assertKept(FlinkDeployment job, PodSpec pod, String... ports) {
    Container container = pod.getContainers().get(0);
    assertThat(pod.getContainers()).hasSize(1);
    assertThat(container.getImage()).isEqualTo(job.manifest().at("spec.image").asText());
    assertThat(pod.getServiceAccountName()).isEqualTo("freshet");
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getTopologySpreadConstraints()).isNotEmpty();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getPorts())
        .extracting(ContainerPort::getName)
        .contains("metrics")
        .contains(ports);
    assertThat(container.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .contains("/opt/flink/conf", "/opt/freshet/options", "/opt/flink/log", "/tmp");
    assertThat(container.getResources().getLimits())
        .containsKeys("cpu", "memory", "ephemeral-storage");
    assertThat(container.getVolumeMounts())
        .allSatisfy(
            mount ->
                assertThat(pod.getVolumes())
                    .anyMatch(volume -> volume.getName().equals(mount.getName())));
  }

  /** What the operator hands on beside {@code flinkConfiguration}. */
  private static Configuration configuration(FlinkDeployment job) {
    Manifest manifest = job.manifest();
    Configuration configuration = Configuration.fromMap(job.configuration());
    configuration.set(DeploymentOptions.TARGET, "kubernetes-application");
    configuration.set(DeploymentOptionsInternal.CONF_DIR, directory.toString());
    configuration.set(KubernetesConfigOptions.CLUSTER_ID, job.name());
    configuration.set(
        KubernetesConfigOptions.NAMESPACE, manifest.at("metadata.namespace").asText());
    configuration.set(KubernetesConfigOptions.CONTAINER_IMAGE, manifest.at("spec.image").asText());
    configuration.set(
        KubernetesConfigOptions.KUBERNETES_SERVICE_ACCOUNT,
        manifest.at("spec.serviceAccount").asText());
    configuration.set(
        KubernetesConfigOptionsInternal.ENTRY_POINT_CLASS,
        KubernetesApplicationClusterEntrypoint.class.getName());
    configuration.set(JobManagerOptions.TOTAL_PROCESS_MEMORY, memory(job, "jobManager"));
    configuration.set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, memory(job, "taskManager"));
    return configuration;
  }

  private static MemorySize memory(FlinkDeployment job, String process) {
    return MemorySize.parse(job.manifest().at("spec." + process + ".resource.memory").asText());
  }

  /** The pods' common template with the one of a kind laid over it, by names. */
  private static FlinkPod template(FlinkDeployment job, String kind) {
    ObjectNode template = job.manifest().at("spec.podTemplate").deepCopy();
    layOver(template, job.manifest().at("spec." + kind + ".podTemplate"));
    Pod pod = Serialization.unmarshal(template.toString(), Pod.class);
    List<Container> others =
        pod.getSpec().getContainers().stream()
            .filter(each -> !each.getName().equals(FlinkDeployment.MAIN_CONTAINER))
            .toList();
    Container main =
        pod.getSpec().getContainers().stream()
            .filter(each -> each.getName().equals(FlinkDeployment.MAIN_CONTAINER))
            .findFirst()
            .orElseThrow();
    return new FlinkPod.Builder()
        .withPod(new PodBuilder(pod).editSpec().withContainers(others).endSpec().build())
        .withMainContainer(main)
        .build();
  }

  private static void layOver(ObjectNode below, JsonNode above) {
    above
        .properties()
        .forEach(
            field -> {
              JsonNode present = below.path(field.getKey());
              if (present instanceof ObjectNode object) {
                layOver(object, field.getValue());
              } else if (present instanceof ArrayNode array) {
                field.getValue().forEach(each -> layOver(array, each));
              } else {
                below.set(field.getKey(), field.getValue());
              }
            });
  }

  private static void layOver(ArrayNode below, JsonNode above) {
    if (FlinkDeployment.named(below, above.path("name").asText()) instanceof ObjectNode present) {
      layOver(present, above);
    } else {
      below.add(above);
    }
  }
}
