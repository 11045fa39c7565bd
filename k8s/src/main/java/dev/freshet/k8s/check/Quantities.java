package dev.freshet.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.MemorySize;

/** Amounts carry units that whoever reads them knows: Kubernetes, and Flink for its own memory. */
final class Quantities implements Rule {

  private static final Set<String> MAPS = Set.of("requests", "limits");
  private static final Set<String> SINGLE = Set.of("sizeLimit", "ephemeralStorage");

  @Override
  public List<Finding> check(Rendering rendering) {
    List<Finding> findings = new ArrayList<>();
    for (FlinkDeployment job : rendering.jobs()) {
      walk(job.manifest(), "spec", job.manifest().at("spec"), findings);
      memory(job.manifest(), "spec.jobManager.resource.memory", findings);
      memory(job.manifest(), "spec.taskManager.resource.memory", findings);
    }
    return findings;
  }

  private static void walk(Manifest manifest, String path, JsonNode node, List<Finding> findings) {
    node.properties()
        .forEach(
            field -> {
              String below = path + "." + field.getKey();
              if (MAPS.contains(field.getKey())) {
                field
                    .getValue()
                    .properties()
                    .forEach(
                        each ->
                            quantity(
                                manifest, below + "." + each.getKey(), each.getValue(), findings));
              } else if (SINGLE.contains(field.getKey())) {
                quantity(manifest, below, field.getValue(), findings);
              }
              walk(manifest, below, field.getValue(), findings);
            });
    if (node.isArray()) {
      node.forEach(
          each -> walk(manifest, path + "[" + each.path("name").asText() + "]", each, findings));
    }
  }

  private static void quantity(
      Manifest manifest, String path, JsonNode amount, List<Finding> findings) {
    try {
      Quantity.getAmountInBytes(Quantity.parse(amount.asText()));
    } catch (IllegalArgumentException e) {
      findings.add(manifest.finding(path, "'" + amount.asText() + "' is no quantity such as 4Gi"));
    }
  }

  private static void memory(Manifest manifest, String path, List<Finding> findings) {
    String amount = manifest.at(path).asText();
    try {
      MemorySize.parse(amount);
    } catch (IllegalArgumentException e) {
      findings.add(manifest.finding(path, "'" + amount + "' is no size such as 6g or 1600m"));
    }
  }
}
