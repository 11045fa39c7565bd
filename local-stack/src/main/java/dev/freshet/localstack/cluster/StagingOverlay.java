package dev.freshet.localstack.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The jobs of {@code k8s/overlays/staging} as kustomize renders them. The rendering is recorded,
 * since kustomize is not everywhere; a test of {@code k8s} holds it against the overlay.
 */
final class StagingOverlay {

  private static final String RECORDED = "staging.json";
  private static final String FILE = "--config";

  private final JsonNode manifests;

  private StagingOverlay(JsonNode manifests) {
    this.manifests = manifests;
  }

  static StagingOverlay recorded() {
    try (InputStream recorded =
        Objects.requireNonNull(StagingOverlay.class.getResourceAsStream(RECORDED))) {
      return new StagingOverlay(new ObjectMapper().readTree(recorded));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RECORDED, e);
    }
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private Stream<JsonNode> all(String kind) {
    return stream(manifests).filter(manifest -> manifest.path("kind").asText().equals(kind));
  }

  private JsonNode deployment(String job) {
    return all("FlinkDeployment")
        .filter(each -> each.at("/metadata/name").asText().equals(job))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the overlay has no job " + job));
  }

  /** What Flink runs a job with. */
  Map<String, String> flink(String job) {
    Map<String, String> configuration = new TreeMap<>();
    deployment(job)
        .at("/spec/flinkConfiguration")
        .properties()
        .forEach(option -> configuration.put(option.getKey(), option.getValue().asText()));
    return configuration;
  }

  /** The memory of one of a job's processes, such as {@code taskManager}. */
  String memory(String job, String process) {
    return deployment(job).at("/spec/" + process + "/resource/memory").asText();
  }

  /** The files of options that a job is given, in their order: what is in each, by its name. */
  Map<String, String> optionFiles(String job) {
    Map<String, String> files = new LinkedHashMap<>();
    List<String> arguments = new ArrayList<>();
    deployment(job).at("/spec/job/args").forEach(argument -> arguments.add(argument.asText()));
    for (int i = 1; i < arguments.size(); i++) {
      if (arguments.get(i - 1).equals(FILE)) {
        String path = arguments.get(i);
        String name = path.substring(path.lastIndexOf('/') + 1);
        files.put(name, content(name));
      }
    }
    return files;
  }

  private String content(String file) {
    return all("ConfigMap")
        .map(map -> map.path("data").path(file))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no ConfigMap of the overlay has " + file));
  }

  /** The folders of a job's pods that Secrets are mounted in. */
  List<String> secretFolders(String job) {
    JsonNode pod = deployment(job).at("/spec/podTemplate/spec");
    List<String> secrets =
        stream(pod.path("volumes"))
            .filter(volume -> volume.has("secret"))
            .map(volume -> volume.path("name").asText())
            .toList();
    return stream(pod.at("/containers/0/volumeMounts"))
        .filter(mount -> secrets.contains(mount.path("name").asText()))
        .map(mount -> mount.path("mountPath").asText())
        .toList();
  }
}
