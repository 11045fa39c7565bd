package dev.freshet.k8s.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All rules, for one folder {@code k8s}. */
public final class Rules {

  private static final List<Rule> OF_MANIFESTS =
      List.of(new CustomResourceSchema(), new TypedModels());

  private final List<Rule> ofOverlays;

  /**
   * @param k8s the folder with {@code Dockerfile} and {@code base}, in the root of the project
   */
  public Rules(Path k8s) {
    String version = Images.versionOf(text(k8s.resolve("../pom.xml")));
    ofOverlays =
        List.of(
            new FlinkOptions(),
            new Quantities(),
            new References(),
            new JobOptions(),
            new PodSelectors(),
            new Hardening(),
            new Durability(),
            new Images(version, text(k8s.resolve("Dockerfile"))),
            new AutoscaledVertices(),
            new KeepsTheBase(Kustomize.render(k8s.resolve("base"))));
  }

  /** What is wrong with manifests one by one. */
  public static List<Finding> checkEach(Rendering rendering) {
    return check(OF_MANIFESTS, rendering);
  }

  /**
   * What is wrong with all that is deployed together; where a manifest is wrong by itself, no more
   * than that.
   */
  public List<Finding> check(Rendering rendering) {
    List<Finding> findings = checkEach(rendering);
    return findings.isEmpty() && !rendering.jobs().isEmpty()
        ? check(ofOverlays, rendering)
        : findings;
  }

  private static List<Finding> check(List<Rule> rules, Rendering rendering) {
    return rules.stream().flatMap(rule -> rule.check(rendering).stream()).toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
