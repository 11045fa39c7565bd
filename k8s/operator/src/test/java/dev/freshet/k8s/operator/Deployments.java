package dev.freshet.k8s.operator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.k8s.check.Kustomize;
import dev.freshet.k8s.check.Manifest;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;

/** The jobs that a folder renders to, as the operator that can be had here reads them. */
final class Deployments {

  /** The newest Flink that this operator knows; for what is looked at here it is no other. */
  private static final String FLINK = "v1_19";

  private Deployments() {}

  /**
   * Renders a folder, or leaves the test out.
   *
   * @param folder such as {@code base} or {@code overlays/staging}
   */
  static List<FlinkDeployment> of(String folder) {
    assumeTrue(Kustomize.isPresent(), "neither kubectl nor kustomize is there to render " + folder);
    return Kustomize.render(Path.of("..").resolve(folder)).manifests().stream()
        .filter(manifest -> manifest.kind().equals("FlinkDeployment"))
        .map(Deployments::read)
        .toList();
  }

  private static FlinkDeployment read(Manifest manifest) {
    ObjectNode document = manifest.document().deepCopy();
    document.withObject("/spec").put("flinkVersion", FLINK);
    return Serialization.unmarshal(document.toString(), FlinkDeployment.class);
  }
}
