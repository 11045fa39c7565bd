package dev.freshet.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files that a pod finds where ConfigMaps and Secrets are mounted.
 *
 * @param contents by path; of Secrets what the examples have
 * @param missing what a volume names and nobody makes
 */
record MountedFiles(Map<String, String> contents, List<Finding> missing) {

  static MountedFiles of(FlinkDeployment job, Rendering rendering) {
    MountedFiles files = new MountedFiles(new TreeMap<>(), new ArrayList<>());
    for (JsonNode mount : job.mounts()) {
      String volume = mount.path("name").asText();
      job.volumes().stream()
          .filter(each -> each.path("name").asText().equals(volume))
          .findFirst()
          .ifPresentOrElse(
              found -> files.mount(found, mount.path("mountPath").asText(), job, rendering),
              () -> files.miss(job, "volumeMounts[" + volume + "]", "there is no such volume"));
    }
    return files;
  }

  private void mount(JsonNode volume, String path, FlinkDeployment job, Rendering rendering) {
    source(volume, "secretName", path, job, rendering);
    for (JsonNode source : volume.path("projected").path("sources")) {
      source(source, "name", path, job, rendering);
    }
  }

  private void source(
      JsonNode source, String nameOfSecret, String path, FlinkDeployment job, Rendering rendering) {
    source("ConfigMap", source.path("configMap"), "name", path, job, rendering);
    source("Secret", source.path("secret"), nameOfSecret, path, job, rendering);
  }

  private void source(
      String kind,
      JsonNode source,
      String nameField,
      String path,
      FlinkDeployment job,
      Rendering rendering) {
    if (source.isMissingNode()) {
      return;
    }
    String name = source.path(nameField).asText();
    rendering
        .find(kind, name)
        .ifPresentOrElse(
            found -> add(path, found, source.path("items")),
            () ->
                miss(
                    job,
                    "volumes." + kind + "." + nameField,
                    "there is no " + kind + " " + name + whereToDeclare(kind)));
  }

  private static String whereToDeclare(String kind) {
    return kind.equals("Secret") ? "; a secrets.yaml beside the kustomization declares it" : "";
  }

  private void add(String path, Manifest source, JsonNode items) {
    Map<String, String> all = new TreeMap<>(source.texts("data"));
    all.putAll(source.texts("stringData"));
    if (items.isEmpty()) {
      all.forEach((key, content) -> contents.put(path + "/" + key, content));
    }
    for (JsonNode item : items) {
      String content = all.get(item.path("key").asText());
      if (content != null) {
        contents.put(path + "/" + item.path("path").asText(), content);
      }
    }
  }

  private void miss(FlinkDeployment job, String field, String message) {
    missing.add(job.manifest().finding("spec.podTemplate…" + field, message));
  }
}
