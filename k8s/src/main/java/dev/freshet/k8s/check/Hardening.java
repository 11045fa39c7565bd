package dev.freshet.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Pods have no rights that they do not need, and where they may write there is a volume. */
final class Hardening implements Rule {

  private static final String TEMPLATE = "spec.podTemplate";

  private static final Map<String, String> OF_THE_POD =
      Map.of(
          "/securityContext/runAsNonRoot", "true",
          "/securityContext/runAsUser", "9999",
          "/securityContext/seccompProfile/type", "RuntimeDefault");

  private static final Map<String, String> OF_A_CONTAINER =
      Map.of(
          "/securityContext/allowPrivilegeEscalation", "false",
          "/securityContext/readOnlyRootFilesystem", "true",
          "/securityContext/capabilities/drop/0", "ALL");

  private static final List<String> WRITTEN_TO = List.of("/tmp", "/opt/flink/log");
  private static final List<String> OPTIONS_WRITTEN_TO =
      List.of("io.tmp.dirs", "state.backend.rocksdb.localdir");

  @Override
  public List<Finding> check(Rendering rendering) {
    List<Finding> findings = new ArrayList<>();
    for (FlinkDeployment job : rendering.jobs()) {
      JsonNode pod = job.manifest().at(TEMPLATE + ".spec");
      require(job, TEMPLATE + ".spec", pod, OF_THE_POD, findings);
      if (job.container(TEMPLATE).isMissingNode()) {
        findings.add(
            job.manifest()
                .finding(
                    TEMPLATE + ".spec.containers",
                    "there is no " + FlinkDeployment.MAIN_CONTAINER));
      }
      containers(pod)
          .forEach(
              container ->
                  require(
                      job,
                      TEMPLATE + ".spec.containers[" + container.path("name").asText() + "]",
                      container,
                      OF_A_CONTAINER,
                      findings));
      writable(job, findings);
    }
    return findings;
  }

  private static Stream<JsonNode> containers(JsonNode pod) {
    return Stream.of("containers", "initContainers")
        .flatMap(list -> FlinkDeployment.stream(pod.path(list)));
  }

  private static void require(
      FlinkDeployment job,
      String path,
      JsonNode node,
      Map<String, String> values,
      List<Finding> findings) {
    values.forEach(
        (pointer, value) -> {
          if (!node.at(pointer).asText().equals(value)) {
            findings.add(
                job.manifest().finding(path + pointer.replace('/', '.'), "must be " + value));
          }
        });
  }

  private static void writable(FlinkDeployment job, List<Finding> findings) {
    List<String> mounts =
        job.mounts().stream().map(mount -> mount.path("mountPath").asText()).toList();
    Map<String, String> configuration = job.configuration();
    Stream.concat(
            WRITTEN_TO.stream(),
            OPTIONS_WRITTEN_TO.stream().map(option -> configuration.getOrDefault(option, "/")))
        .filter(directory -> !mounts.contains(directory))
        .map(
            directory ->
                job.manifest()
                    .finding(
                        TEMPLATE + ".spec.containers.volumeMounts",
                        directory + " is written to, but has no volume"))
        .forEach(findings::add);
  }
}
