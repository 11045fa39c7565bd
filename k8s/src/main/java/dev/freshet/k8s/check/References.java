package dev.freshet.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a manifest names is there: files, ConfigMaps, Secrets, accounts. */
final class References implements Rule {

  private static final Pattern FILE = Pattern.compile(":\\s*(/opt/freshet/\\S+)");

  @Override
  public List<Finding> check(Rendering rendering) {
    List<Finding> findings = new ArrayList<>();
    for (FlinkDeployment job : rendering.jobs()) {
      MountedFiles files = MountedFiles.of(job, rendering);
      findings.addAll(files.missing());
      filesOfOptions(job, files, findings);
      account(job, rendering, findings);
      environment(job, rendering, findings);
    }
    return findings;
  }

  private static void filesOfOptions(
      FlinkDeployment job, MountedFiles files, List<Finding> findings) {
    for (String optionFile : job.optionFiles()) {
      FILE.matcher(files.contents().getOrDefault(optionFile, ""))
          .results()
          .map(found -> found.group(1))
          .filter(file -> !files.contents().containsKey(file))
          .forEach(
              file ->
                  findings.add(
                      job.manifest()
                          .finding("options " + optionFile, "no volume has the file " + file)));
    }
  }

  private static void account(FlinkDeployment job, Rendering rendering, List<Finding> findings) {
    String account = job.manifest().at("spec.serviceAccount").asText();
    if (rendering.find("ServiceAccount", account).isEmpty()) {
      findings.add(
          job.manifest().finding("spec.serviceAccount", "there is no ServiceAccount " + account));
    }
    if (rendering.all("RoleBinding").stream().noneMatch(binding -> binds(binding, job))) {
      findings.add(
          job.manifest()
              .finding("spec.serviceAccount", "no RoleBinding gives " + account + " a Role"));
    }
  }

  private static boolean binds(Manifest binding, FlinkDeployment job) {
    return FlinkDeployment.stream(binding.at("subjects"))
        .anyMatch(
            subject ->
                subject.path("name").equals(job.manifest().at("spec.serviceAccount"))
                    && subject.path("namespace").equals(job.manifest().at("metadata.namespace")));
  }

  /** Variables of the environment that come from a Secret or a ConfigMap. */
  private static void environment(
      FlinkDeployment job, Rendering rendering, List<Finding> findings) {
    Map<String, String> kinds = Map.of("secretKeyRef", "Secret", "configMapKeyRef", "ConfigMap");
    for (String template : FlinkDeployment.TEMPLATES) {
      for (JsonNode variable : job.container(template).path("env")) {
        kinds.forEach(
            (field, kind) -> {
              JsonNode source = variable.path("valueFrom").path(field);
              if (!source.isMissingNode() && !has(rendering, kind, source)) {
                findings.add(
                    job.manifest()
                        .finding(
                            template + "…env[" + variable.path("name").asText() + "]." + field,
                            "there is no " + kind + " with " + source));
              }
            });
      }
    }
  }

  private static boolean has(Rendering rendering, String kind, JsonNode source) {
    String key = source.path("key").asText();
    return rendering.find(kind, source.path("name").asText()).stream()
        .anyMatch(found -> found.at("data").has(key) || found.at("stringData").has(key));
  }
}
