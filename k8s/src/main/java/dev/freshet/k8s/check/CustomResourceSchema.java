package dev.freshet.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operator installs in the cluster says of its own kinds, but closed: a cluster drops a
 * field that it does not know without a word.
 *
 * <p>The newest of the operator's libraries that can be had is older than the operator that Flink
 * 2.2 needs, so the versions of Flink that it lacks are added here.
 */
final class CustomResourceSchema implements Rule {

  private static final String PLACE = "/META-INF/fabric8/%s.flink.apache.org-v1.yml";
  private static final List<String> NEWER_FLINK = List.of("v2_0", "v2_1", "v2_2");

  private final Map<String, JsonSchema> schemas =
      Map.of(
          FlinkDeployment.KIND,
          load("flinkdeployments"),
          "FlinkStateSnapshot",
          load("flinkstatesnapshots"));

  @Override
  public List<Finding> check(Rendering rendering) {
    return rendering.manifests().stream()
        .flatMap(manifest -> validate(manifest, schemas.get(manifest.kind())))
        .toList();
  }

  private static Stream<Finding> validate(Manifest manifest, @Nullable JsonSchema schema) {
    return schema == null
        ? Stream.of()
        : schema.validate(manifest.document()).stream()
            .map(message -> manifest.finding(field(message), message.getMessage()));
  }

  private static String field(ValidationMessage message) {
    String parent = message.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
    String property = message.getProperty();
    return property == null ? parent : parent + "." + property;
  }

  private static JsonSchema load(String plural) {
    String place = PLACE.formatted(plural);
    try (InputStream in = CustomResourceSchema.class.getResourceAsStream(place)) {
      if (in == null) {
        throw new IllegalStateException("the operator's library has no " + place);
      }
      Manifest definition =
          Manifest.parse(place, new String(in.readAllBytes(), StandardCharsets.UTF_8)).get(0);
      ObjectNode schema =
          (ObjectNode) definition.at("spec.versions").get(0).path("schema").path("openAPIV3Schema");
      completed(schema);
      close(schema);
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + place, e);
    }
  }

  private static void completed(ObjectNode schema) {
    ObjectNode top = schema.withObject("/properties");
    top.putObject("apiVersion").put("type", "string");
    top.putObject("kind").put("type", "string");
    top.putObject("metadata").put("type", "object");
    if (schema.at("/properties/spec/properties/flinkVersion/enum") instanceof ArrayNode versions) {
      NEWER_FLINK.forEach(versions::add);
    }
  }

  /** Where a schema names its fields, there are no others. */
  private static void close(JsonNode schema) {
    boolean names = schema.path("properties").isObject();
    boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    if (schema instanceof ObjectNode object
        && names
        && !open
        && !schema.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    schema.forEach(CustomResourceSchema::close);
  }
}
