package dev.freshet.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whoever looks for pods of ours finds them: by their labels, and by the names of their ports. */
final class PodSelectors implements Rule {

  private static final Map<String, String> SELECTORS =
      Map.of("PodMonitor", "spec.selector", "NetworkPolicy", "spec.podSelector");
  private static final String PORT = "metrics.reporter.prom.port";

  @Override
  public List<Finding> check(Rendering rendering) {
    List<Finding> findings = new ArrayList<>();
    List<Map<String, String>> pods = rendering.jobs().stream().flatMap(this::labels).toList();
    SELECTORS.forEach(
        (kind, field) ->
            rendering.all(kind).stream()
                .filter(manifest -> pods.stream().noneMatch(pod -> selects(manifest, field, pod)))
                .map(
                    manifest -> manifest.finding(field + ".matchLabels", "no pod of ours has them"))
                .forEach(findings::add));
    ports(rendering, findings);
    return findings;
  }

  /** Those of the template, and those that Flink adds. */
  private Stream<Map<String, String>> labels(FlinkDeployment job) {
    return Stream.of("jobmanager", "taskmanager")
        .map(
            component -> {
              Map<String, String> labels =
                  new HashMap<>(job.manifest().texts("spec.podTemplate.metadata.labels"));
              labels.put("app", job.name());
              labels.put("component", component);
              labels.put("type", "flink-native-kubernetes");
              return labels;
            });
  }

  private static boolean selects(Manifest manifest, String field, Map<String, String> pod) {
    return pod.entrySet().containsAll(manifest.texts(field + ".matchLabels").entrySet());
  }

  private static void ports(Rendering rendering, List<Finding> findings) {
    for (FlinkDeployment job : rendering.jobs()) {
      JsonNode ports = job.container("spec.podTemplate").path("ports");
      asked(rendering)
          .filter(asked -> FlinkDeployment.named(ports, asked.port()).isMissingNode())
          .map(asked -> asked.isMissingIn(job))
          .forEach(findings::add);
      String metrics = FlinkDeployment.named(ports, "metrics").path("containerPort").asText();
      if (!metrics.equals(job.configuration().get(PORT))) {
        findings.add(
            job.manifest()
                .finding(
                    FlinkDeployment.CONFIGURATION + "." + PORT,
                    "is not the container's port metrics, " + metrics));
      }
    }
  }

  /** A port that a manifest asks for by its name. */
  private record AskedPort(Manifest manifest, String field, String port) {

    Finding isMissingIn(FlinkDeployment job) {
      return manifest.finding(field, job.name() + " has no port with the name " + port);
    }
  }

  private static Stream<AskedPort> asked(Rendering rendering) {
    Stream<AskedPort> scraped =
        rendering.all("PodMonitor").stream()
            .flatMap(
                monitor ->
                    FlinkDeployment.stream(monitor.at("spec.podMetricsEndpoints"))
                        .map(endpoint -> endpoint.path("port"))
                        .map(port -> asked(monitor, "spec.podMetricsEndpoints.port", port)));
    Stream<AskedPort> opened =
        rendering.all("NetworkPolicy").stream()
            .flatMap(
                policy ->
                    FlinkDeployment.stream(policy.at("spec.ingress"))
                        .flatMap(rule -> FlinkDeployment.stream(rule.path("ports")))
                        .map(port -> port.path("port"))
                        .filter(JsonNode::isTextual)
                        .map(port -> asked(policy, "spec.ingress.ports.port", port)));
    return Stream.concat(scraped, opened);
  }

  private static AskedPort asked(Manifest manifest, String field, JsonNode port) {
    return new AskedPort(manifest, field, port.asText());
  }
}
