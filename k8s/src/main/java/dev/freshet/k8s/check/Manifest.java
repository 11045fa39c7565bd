package dev.freshet.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that is deployed.
 *
 * @param origin the file, or the kustomization that it is rendered from
 * @param document as it is sent to the cluster
 */
public record Manifest(String origin, ObjectNode document) {

  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * All documents of a text.
   *
   * @throws IllegalArgumentException if it is not YAML, naming the origin
   */
  static List<Manifest> parse(String origin, String text) {
    try (MappingIterator<ObjectNode> documents =
        YAML.readerFor(ObjectNode.class).readValues(text)) {
      return documents.readAll().stream().map(document -> new Manifest(origin, document)).toList();
    } catch (IOException e) {
      throw new IllegalArgumentException(origin + " is not YAML: " + e.getMessage(), e);
    }
  }

  static List<Manifest> read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  public String kind() {
    return document.path("kind").asText();
  }

  String name() {
    return document.path("metadata").path("name").asText();
  }

  boolean is(String kind) {
    return kind().equals(kind);
  }

  /** What is at a path such as {@code spec.job.args}; missing if there is nothing. */
  JsonNode at(String path) {
    JsonNode node = document;
    for (String field : path.split("\\.", -1)) {
      node = node.path(field);
    }
    return node;
  }

  /** A map of texts, such as the data of a ConfigMap. */
  Map<String, String> texts(String path) {
    Map<String, String> texts = new TreeMap<>();
    at(path).properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
    return texts;
  }

  Finding finding(String field, String message) {
    return new Finding(origin + " " + kind() + "/" + name(), field, message);
  }
}
