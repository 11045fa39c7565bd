package dev.freshet.k8s.check;

import java.util.List;
import java.util.Map;

/**
 * A job as the base describes it, for those who start it without Kubernetes. What an overlay adds,
 * addresses and storage, is theirs to add.
 */
public final class BaseJob {

  private final FlinkDeployment deployment;
  private final MountedFiles mounted;

  private BaseJob(FlinkDeployment deployment, MountedFiles mounted) {
    this.deployment = deployment;
    this.mounted = mounted;
  }

  /** All jobs of the base; where nothing renders it, the test is left out. */
  public static List<BaseJob> all() {
    Rendering base = ManifestsTest.rendered("base");
    return base.jobs().stream().map(job -> new BaseJob(job, MountedFiles.of(job, base))).toList();
  }

  public String name() {
    return deployment.name();
  }

  /** The configuration of Flink. */
  public Map<String, String> configuration() {
    return deployment.configuration();
  }

  /** What the job is started with. */
  public List<String> arguments() {
    return deployment.arguments();
  }

  /** The files of options by where the job finds them. */
  public Map<String, String> optionFiles() {
    return mounted.contents();
  }

  /** What is at a path such as {@code spec.job.jarURI}. */
  public String at(String path) {
    return deployment.manifest().at(path).asText();
  }
}
