package dev.freshet.k8s.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a job knows outlives its pods and its upgrades. */
final class Durability implements Rule {

  private static final List<String> STORAGE =
      List.of(
          "execution.checkpointing.dir",
          "execution.checkpointing.savepoint-dir",
          "high-availability.storageDir");

  /** With a plug-in in the image. */
  private static final Set<String> FILE_SYSTEMS = Set.of("s3");

  private static final Map<String, String> OPTIONS =
      Map.of(
          "high-availability.type", "kubernetes",
          "execution.checkpointing.incremental", "true",
          "state.backend.type", "rocksdb",
          "kubernetes.operator.job.upgrade.last-state-fallback.enabled", "false");

  private static final String MAX_PARALLELISM = "pipeline.max-parallelism";

  @Override
  public List<Finding> check(Rendering rendering) {
    List<Finding> findings = new ArrayList<>();
    for (FlinkDeployment job : rendering.jobs()) {
      Map<String, String> configuration = job.configuration();
      for (String option : STORAGE) {
        String value = configuration.getOrDefault(option, "");
        if (!FILE_SYSTEMS.contains(value.replaceFirst(":.*", ""))) {
          add(findings, job, option, "'" + value + "' is on no storage that outlives a pod, s3://");
        }
      }
      OPTIONS.forEach(
          (option, value) -> {
            if (!value.equals(configuration.get(option))) {
              add(findings, job, option, "must be " + value);
            }
          });
      parallelism(job, configuration, findings);
      if (!job.manifest().at("spec.job.upgradeMode").asText().equals("savepoint")) {
        findings.add(job.manifest().finding("spec.job.upgradeMode", "must be savepoint"));
      }
    }
    return findings;
  }

  private static void parallelism(
      FlinkDeployment job, Map<String, String> configuration, List<Finding> findings) {
    String most = configuration.getOrDefault(MAX_PARALLELISM, "0");
    if (job.manifest().at("spec.job.parallelism").asInt() > Integer.parseInt(most)) {
      add(findings, job, MAX_PARALLELISM, most + " is less than spec.job.parallelism");
    }
  }

  private static void add(
      List<Finding> findings, FlinkDeployment job, String option, String message) {
    findings.add(job.manifest().finding(FlinkDeployment.CONFIGURATION + "." + option, message));
  }
}
