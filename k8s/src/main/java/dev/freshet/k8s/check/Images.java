package dev.freshet.k8s.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Jobs run from the image of this version, and from jars that it has. */
final class Images implements Rule {

  private static final Pattern JAR =
      Pattern.compile("(?m)^COPY .*\\s(/opt/flink/usrlib/\\S+\\.jar)$");

  private final String version;
  private final List<String> jars;

  /**
   * @param version of the project
   * @param dockerfile what the image is built from
   */
  Images(String version, String dockerfile) {
    this.version = version;
    jars = JAR.matcher(dockerfile).results().map(found -> found.group(1)).toList();
  }

  @Override
  public List<Finding> check(Rendering rendering) {
    List<Finding> findings = new ArrayList<>();
    for (FlinkDeployment job : rendering.jobs()) {
      String image = job.manifest().at("spec.image").asText();
      if (!image.replaceFirst("@sha256:[0-9a-f]{64}$", "").endsWith(":" + version)) {
        findings.add(
            job.manifest().finding("spec.image", image + " is not of the version " + version));
      }
      String jar = job.manifest().at("spec.job.jarURI").asText().replaceFirst("^local://", "");
      if (!jars.contains(jar)) {
        findings.add(
            job.manifest()
                .finding(
                    "spec.job.jarURI",
                    "the image has no "
                        + jar
                        + ", but "
                        + jars.stream().collect(Collectors.joining(", "))));
      }
    }
    return findings;
  }

  /** The version that a root pom.xml gives its project. */
  static String versionOf(String pom) {
    Matcher version =
        Pattern.compile("<artifactId>freshet</artifactId>\\s*<version>([^<]+)</version>")
            .matcher(pom);
    if (!version.find()) {
      throw new IllegalArgumentException("not the root pom.xml of Freshet");
    }
    return version.group(1);
  }
}
