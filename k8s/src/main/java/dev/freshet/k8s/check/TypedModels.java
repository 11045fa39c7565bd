package dev.freshet.k8s.check;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Kinds that are not the operator's, read strictly into the classes that clients have for them. */
final class TypedModels implements Rule {

  private static final Map<String, Class<?>> MODELS =
      Map.ofEntries(
          Map.entry("v1/ConfigMap", ConfigMap.class),
          Map.entry("v1/Secret", Secret.class),
          Map.entry("v1/ServiceAccount", ServiceAccount.class),
          Map.entry("rbac.authorization.k8s.io/v1/Role", Role.class),
          Map.entry("rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
          Map.entry("monitoring.coreos.com/v1/PodMonitor", PodMonitor.class),
          Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
          Map.entry("kafka.strimzi.io/v1/KafkaTopic", KafkaTopic.class),
          Map.entry("kafka.strimzi.io/v1/KafkaUser", KafkaUser.class));

  private static final String OPERATORS = "flink.apache.org/v1beta1/";

  private final ObjectMapper strict =
      new ObjectMapper()
          .setAnnotationIntrospector(new NothingIgnored())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  @Override
  public List<Finding> check(Rendering rendering) {
    return rendering.manifests().stream().map(this::check).flatMap(Optional::stream).toList();
  }

  private Optional<Finding> check(Manifest manifest) {
    String type = manifest.at("apiVersion").asText() + "/" + manifest.kind();
    if (type.startsWith(OPERATORS)) {
      return read(manifest, manifest.at("metadata"), ObjectMeta.class);
    }
    Class<?> model = MODELS.get(type);
    return model == null
        ? Optional.of(manifest.finding("kind", "no class is known for " + type))
        : read(manifest, manifest.document(), model);
  }

  private Optional<Finding> read(Manifest manifest, JsonNode document, Class<?> model) {
    try {
      strict.treeToValue(document, model);
      return Optional.empty();
    } catch (JsonMappingException e) {
      return Optional.of(manifest.finding(field(e), e.getOriginalMessage()));
    } catch (JsonProcessingException e) {
      return Optional.of(manifest.finding("", e.getOriginalMessage()));
    }
  }

  private static String field(JsonMappingException e) {
    return e.getPath().stream()
        .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
        .collect(Collectors.joining("."));
  }

  /** The classes keep what they do not know; here it must not be there. */
  private static final class NothingIgnored extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public JsonIgnoreProperties.Value findPropertyIgnoralByName(
        MapperConfig<?> config, Annotated annotated) {
      return JsonIgnoreProperties.Value.empty();
    }

    @Override
    public @Nullable Boolean hasAnySetter(Annotated annotated) {
      return null;
    }

    @Override
    public @Nullable Boolean hasAnyGetter(Annotated annotated) {
      return null;
    }
  }
}
