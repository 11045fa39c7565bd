package dev.freshet.k8s.check;

import java.util.List;
import java.util.Optional;

/**
 * Everything that is deployed together.
 *
 * @param manifests what is sent to the cluster
 * @param secrets the Secrets that must be there before, as examples with all their keys
 */
public record Rendering(List<Manifest> manifests, List<Manifest> secrets) {

  List<Manifest> all(String kind) {
    return manifests.stream().filter(manifest -> manifest.is(kind)).toList();
  }

  List<FlinkDeployment> jobs() {
    return all(FlinkDeployment.KIND).stream().map(FlinkDeployment::new).toList();
  }

  Optional<Manifest> find(String kind, String name) {
    return (kind.equals("Secret") ? secrets : manifests)
        .stream().filter(manifest -> manifest.is(kind) && manifest.name().equals(name)).findFirst();
  }
}
