package dev.freshet.k8s.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.mockwebserver.MockWebServer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.operator.FlinkOperator;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.status.ReconciliationState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator itself, before an API server that keeps what it is told and runs nothing. */
@Tag("k8s")
class OperatorIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Configuration CONFIGURATION =
      Configuration.fromMap(
          Map.of(
              "kubernetes.operator.watched.namespaces", "freshet-staging,freshet-production",
              "kubernetes.operator.health.probe.enabled", "false"));

  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(),
          new MockWebServer(),
          new HashMap<>(),
          new KubernetesCrudDispatcher(),
          false);
  private KubernetesClient client;

  @BeforeEach
  void start() {
    server.init();
    client = server.createClient();
    // Where the client of the operator, and that of Flink in it, look for a cluster.
    System.setProperty("kubernetes.master", client.getMasterUrl().toString());
    System.setProperty("kubernetes.auth.tryKubeConfig", "false");
    System.setProperty("kubernetes.auth.tryServiceAccount", "false");
  }

  @AfterEach
  void stop() {
    client.close();
    server.destroy();
  }

  @Test
  void submitsTheJobsOfBothOverlaysWithPodsAsTheyAreDescribed() {
    List<FlinkDeployment> jobs =
        Stream.of("overlays/staging", "overlays/production")
            .flatMap(overlay -> Deployments.of(overlay).stream())
            .toList();
    FlinkOperator operator = new FlinkOperator(CONFIGURATION);
    operator.run();
    try {
      jobs.forEach(job -> client.resource(job).create());

      assertThat(jobs).hasSize(8).allSatisfy(this::assertIsSubmitted);
    } finally {
      operator.stop();
    }
  }

  /** No more than that: the operator then waits for a deployment that nobody carries out. */
  private void assertIsSubmitted(FlinkDeployment job) {
    await().atMost(PATIENCE).until(() -> state(job) == ReconciliationState.DEPLOYED);
    assertThat(names(client.services().inNamespace(namespace(job)).list().getItems()))
        .contains(name(job) + "-rest");
    assertThat(names(client.configMaps().inNamespace(namespace(job)).list().getItems()))
        .contains("flink-config-" + name(job));
    assertIsAsDescribed(job, jobManager(job));
  }

  private ReconciliationState state(FlinkDeployment job) {
    return client.resource(job).get().getStatus().getReconciliationStatus().getState();
  }

  private PodSpec jobManager(FlinkDeployment job) {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace(job))
        .withName(name(job))
        .get()
        .getSpec()
        .getTemplate()
        .getSpec();
  }

  private static void assertIsAsDescribed(FlinkDeployment job, PodSpec pod) {
    Container container = pod.getContainers().get(0);
    assertThat(pod.getServiceAccountName()).isEqualTo("freshet");
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(9999);
    assertThat(container.getImage()).isEqualTo(job.getSpec().getImage());
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getPorts())
        .extracting(ContainerPort::getName)
        .contains("metrics", "rest", "jobmanager-rpc", "blobserver");
    assertThat(container.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .contains("/opt/freshet/options", "/opt/flink/conf", "/opt/flink/log", "/tmp");
  }

  private static List<String> names(List<? extends HasMetadata> resources) {
    return resources.stream().map(each -> each.getMetadata().getName()).toList();
  }

  private static String name(FlinkDeployment job) {
    return job.getMetadata().getName();
  }

  private static String namespace(FlinkDeployment job) {
    return job.getMetadata().getNamespace();
  }
}
