package dev.freshet.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A job as it is deployed. */
record FlinkDeployment(Manifest manifest) {

  static final String KIND = "FlinkDeployment";
  static final String CONFIGURATION = "spec.flinkConfiguration";
  static final String MAIN_CONTAINER = "flink-main-container";

  /** Where pods are described: for all, and for one kind of them. */
  static final List<String> TEMPLATES =
      List.of("spec.podTemplate", "spec.jobManager.podTemplate", "spec.taskManager.podTemplate");

  String name() {
    return manifest.name();
  }

  Map<String, String> configuration() {
    return manifest.texts(CONFIGURATION);
  }

  List<String> arguments() {
    return stream(manifest.at("spec.job.args")).map(JsonNode::asText).toList();
  }

  /** The values of {@code --config}, in their order. */
  List<String> optionFiles() {
    List<String> arguments = arguments();
    List<String> files = new ArrayList<>();
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).equals("--config")) {
        files.add(arguments.get(i + 1));
      }
    }
    return files;
  }

  /** The container that Flink runs in, missing if the template does not describe it. */
  JsonNode container(String template) {
    return named(manifest.at(template + ".spec.containers"), MAIN_CONTAINER);
  }

  /** Every volume of the pods, in whichever template. */
  List<JsonNode> volumes() {
    return inAllTemplates(".spec.volumes");
  }

  /** Every place where the container of Flink has a volume, in whichever template. */
  List<JsonNode> mounts() {
    return TEMPLATES.stream()
        .flatMap(template -> stream(container(template).path("volumeMounts")))
        .toList();
  }

  private List<JsonNode> inAllTemplates(String path) {
    return TEMPLATES.stream().flatMap(template -> stream(manifest.at(template + path))).toList();
  }

  /** The element with this name, missing if there is none. */
  static JsonNode named(JsonNode list, String name) {
    return stream(list)
        .filter(each -> each.path("name").asText().equals(name))
        .findFirst()
        .orElseGet(MissingNode::getInstance);
  }

  static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
