package dev.freshet.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests as they are. */
class ManifestsTest {

  private static final Path K8S = Path.of("");

  /** What kustomize itself reads, and what jobs read, are no manifests. */
  private static final Set<String> NO_MANIFESTS = Set.of("", "Kustomization", "Component");

  static Stream<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(K8S)) {
      return all
          .filter(file -> file.toString().matches("(base|components|overlays)/.*\\.yaml"))
          .toList()
          .stream();
    }
  }

  /** Renders a folder, or leaves the test out, which the report shows. */
  static Rendering rendered(String folder) {
    assumeTrue(Kustomize.isPresent(), "neither kubectl nor kustomize is there to render " + folder);
    return Kustomize.render(K8S.resolve(folder));
  }

  @ParameterizedTest
  @MethodSource("files")
  void keepsToTheSchemaOfItsKind(Path file) {
    List<Manifest> manifests =
        Manifest.read(file).stream()
            .filter(manifest -> !NO_MANIFESTS.contains(manifest.kind()))
            .toList();

    assertThat(Rules.checkEach(new Rendering(manifests, List.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "overlays/staging",
        "overlays/staging/kafka",
        "overlays/production",
        "overlays/production/kafka"
      })
  void fitsTogether(String overlay) {
    Rendering rendering = rendered(overlay);

    assertThat(new Rules(K8S).check(rendering)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "production"})
  void makesTheTopicsOfTheJobs(String overlay) {
    Rendering jobs = rendered("overlays/" + overlay);
    Set<String> topics =
        rendered("overlays/" + overlay + "/kafka").all("KafkaTopic").stream()
            .map(Manifest::name)
            .collect(Collectors.toSet());

    assertThat(topics)
        .containsExactlyInAnyOrder(
            "clicks",
            "study",
            "comments",
            "purchases",
            "items",
            "rejected",
            "stickiness",
            "interests",
            "rules",
            "preferences",
            "rewards",
            "audience-changes",
            "exposures",
            "experiments",
            "effects");
    assertThat(jobs.jobs())
        .extracting(FlinkDeployment::name)
        .containsExactlyInAnyOrder("recommendations", "stickiness", "engagement", "effect");
  }

  @Test
  void buildsTheImageOfThisVersion() throws IOException {
    String version = Images.versionOf(Files.readString(Path.of("../pom.xml")));

    assertThat(Files.readString(K8S.resolve("Dockerfile"))).contains("ARG VERSION=" + version);
  }
}
