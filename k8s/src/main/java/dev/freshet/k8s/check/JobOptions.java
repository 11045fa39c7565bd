package dev.freshet.k8s.check;

import java.util.ArrayList;
import java.util.List;

/** A job begins with the options that it is given: its own code reads and checks them. */
final class JobOptions implements Rule {

  @Override
  public List<Finding> check(Rendering rendering) {
    List<Finding> findings = new ArrayList<>();
    for (FlinkDeployment job : rendering.jobs()) {
      Manifest manifest = job.manifest();
      String entryClass = manifest.at("spec.job.entryClass").asText();
      if (!DryRun.knows(entryClass)) {
        findings.add(manifest.finding("spec.job.entryClass", "there is no job " + entryClass));
        continue;
      }
      List<Finding> missing = missingFiles(job, rendering);
      findings.addAll(missing);
      if (missing.isEmpty()) {
        dryRun(job, rendering, findings);
      }
    }
    return findings;
  }

  private static List<Finding> missingFiles(FlinkDeployment job, Rendering rendering) {
    MountedFiles files = MountedFiles.of(job, rendering);
    return job.optionFiles().stream()
        .filter(file -> !files.contents().containsKey(file))
        .map(file -> job.manifest().finding("spec.job.args", "no volume has the file " + file))
        .toList();
  }

  private static void dryRun(FlinkDeployment job, Rendering rendering, List<Finding> findings) {
    try {
      DryRun.of(job, rendering);
    } catch (IllegalArgumentException e) {
      findings.add(
          job.manifest()
              .finding(
                  "options " + String.join(", ", job.optionFiles()),
                  String.valueOf(e.getMessage())));
    }
  }
}
