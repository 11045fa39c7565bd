package dev.freshet.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An overlay has all that the base has: a patch that is laid over a list without keys replaces it,
 * and what a container had is gone without a word.
 */
final class KeepsTheBase implements Rule {

  private final Rendering base;

  KeepsTheBase(Rendering base) {
    this.base = base;
  }

  @Override
  public List<Finding> check(Rendering rendering) {
    List<Finding> findings = new ArrayList<>();
    for (Manifest before : base.manifests()) {
      Optional<Manifest> now =
          rendering.manifests().stream().filter(each -> isThe(before, each)).findFirst();
      if (now.isEmpty()) {
        findings.add(before.finding("", "is gone"));
      } else if (before.is(FlinkDeployment.KIND)) {
        compare(now.get(), "spec", before.at("spec"), now.get().at("spec"), findings);
      }
    }
    return findings;
  }

  /** The names of ConfigMaps end with a hash of their content. */
  private static boolean isThe(Manifest before, Manifest now) {
    return before.is(now.kind())
        && (before.name().equals(now.name())
            || (before.is("ConfigMap") && withoutHash(before).equals(withoutHash(now))));
  }

  private static String withoutHash(Manifest configMap) {
    return configMap.name().replaceFirst("-[a-z0-9]{10}$", "");
  }

  private static void compare(
      Manifest manifest, String path, JsonNode before, JsonNode now, List<Finding> findings) {
    if (now.isMissingNode()) {
      findings.add(manifest.finding(path, "the base has it, and a patch has taken it away"));
    } else if (before.isObject()) {
      before
          .properties()
          .forEach(
              field ->
                  compare(
                      manifest,
                      path + "." + field.getKey(),
                      field.getValue(),
                      now.path(field.getKey()),
                      findings));
    } else if (before.isArray()) {
      for (int i = 0; i < before.size(); i++) {
        String name = before.get(i).path("name").asText();
        JsonNode element = name.isEmpty() ? now.path(i) : FlinkDeployment.named(now, name);
        compare(
            manifest,
            path + "[" + (name.isEmpty() ? i : name) + "]",
            before.get(i),
            element,
            findings);
      }
    }
  }
}
