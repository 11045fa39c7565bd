package dev.freshet.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Manifests with one mistake: it is found, and told with its place. */
class MutationsTest {

  private static final String JOB = "FlinkDeployment/recommendations";
  private static final String POD = "/spec/podTemplate/spec";
  private static final String CONTAINER = POD + "/containers/0";
  private static final String OPTIONS = "/spec/flinkConfiguration";

  private static @Nullable Rules rules;

  @BeforeAll
  static void load() {
    if (Kustomize.isPresent()) {
      rules = new Rules(Path.of(""));
    }
  }

  /**
   * A mistake.
   *
   * @param manifest the kind and the beginning of the name
   * @param mistake makes it
   * @param field how the finding names the place
   * @param message what it says
   */
  record Mutation(String manifest, Consumer<ObjectNode> mistake, String field, String message) {

    @Override
    public String toString() {
      return manifest + " " + field + ": " + message;
    }
  }

  private static Mutation renamed(
      String manifest, String at, String from, String to, String field) {
    return new Mutation(
        manifest,
        document -> {
          ObjectNode parent = object(document, at);
          parent.set(to, parent.remove(from));
        },
        field,
        to);
  }

  private static Mutation set(
      String manifest, String at, String key, String value, String field, String message) {
    return new Mutation(manifest, document -> object(document, at).put(key, value), field, message);
  }

  private static Mutation removed(
      String manifest, String at, String key, String field, String message) {
    return new Mutation(manifest, document -> object(document, at).remove(key), field, message);
  }

  private static ObjectNode object(ObjectNode document, String at) {
    JsonNode found = document.at(at);
    assertThat(found).as(at).isInstanceOf(ObjectNode.class);
    return (ObjectNode) found;
  }

  static Stream<Mutation> misspelt() {
    return Stream.of(
        renamed(
            JOB,
            CONTAINER + "/securityContext",
            "readOnlyRootFilesystem",
            "readOnlyRootFileSystem",
            "spec.podTemplate.spec.containers[0].securityContext"),
        renamed(JOB, POD + "/securityContext", "fsGroup", "fsGroups", "podTemplate.spec.securityC"),
        renamed(
            JOB,
            "/spec/taskManager/podTemplate/spec/volumes/0/ephemeral/volumeClaimTemplate/spec",
            "accessModes",
            "accessMode",
            "spec.taskManager.podTemplate.spec.volumes[0].ephemeral.volumeClaimTemplate.spec"),
        renamed(JOB, "/spec/job", "parallelism", "paralelism", "spec.job"),
        renamed(JOB, "/metadata", "labels", "label", "label"),
        renamed("NetworkPolicy/kafka", "/spec", "egress", "egres", "spec.egres"),
        renamed(
            "PodMonitor/freshet",
            "/spec/podMetricsEndpoints/0",
            "interval",
            "intervall",
            "spec.podMetricsEndpoints.0.intervall"),
        renamed("Role/freshet", "/rules/0", "verbs", "verb", "rules.0.verb"));
  }

  static Stream<Mutation> wrongValues() {
    return Stream.of(
        set(
            JOB,
            CONTAINER + "/resources/limits",
            "ephemeral-storage",
            "4Gb",
            "resources.limits.ephemeral-storage",
            "'4Gb' is no quantity"),
        set(
            JOB,
            "/spec/taskManager/resource",
            "memory",
            "6gigs",
            "taskManager.resource.memory",
            "6g"),
        set(
            JOB,
            OPTIONS,
            "execution.checkpointing.interval",
            "3 minits",
            "spec.flinkConfiguration.execution.checkpointing.interval",
            "'3 minits' cannot be read"),
        set(
            JOB,
            OPTIONS,
            "execution.checkpoint.interval",
            "3 min",
            "spec.flinkConfiguration.execution.checkpoint.interval",
            "no such option"),
        set(JOB, "/spec/job", "upgradeMode", "last-state", "spec.job.upgradeMode", "savepoint"),
        set(JOB, "/spec", "flinkVersion", "v1_20x", "spec.flinkVersion", "v1_20"),
        set(JOB, "/spec", "image", "freshet:latest", "spec.image", "not of the version"),
        set(
            JOB,
            "/spec/job",
            "jarURI",
            "local:///opt/flink/usrlib/recommendation.jar",
            "spec.job.jarURI",
            "/opt/flink/usrlib/recommendations.jar"),
        set(JOB, "/spec/job", "entryClass", "dev.freshet.Job", "spec.job.entryClass", "no job"),
        set(
            JOB,
            OPTIONS,
            "kubernetes.operator.job.upgrade.last-state-fallback.enabled",
            "true",
            "last-state-fallback",
            "must be false"),
        set(JOB, OPTIONS, "pipeline.max-parallelism", "1", "pipeline.max-parallelism", "less than"),
        set(
            JOB,
            OPTIONS,
            "high-availability.storageDir",
            "file:///ha",
            "high-availability.storageDir",
            "outlives"),
        removed(
            JOB,
            OPTIONS,
            "high-availability.storageDir",
            "high-availability.storageDir",
            "outlives"),
        set(
            JOB,
            OPTIONS,
            "job.autoscaler.vertex.exclude.ids",
            "a",
            "job.autoscaler.vertex.exclude.ids",
            "must be"),
        set(
            "ConfigMap/platform-",
            "/data",
            "platform.yaml",
            "redis.urii: x",
            "options",
            "redis.uri"),
        set(
            "ConfigMap/recommendations-",
            "/data",
            "recommendations.yaml",
            "recommendations.redis-ttl: 90 days and a half",
            "options",
            "recommendations.redis-ttl"),
        set(
            "ConfigMap/recommendations-",
            "/data",
            "recommendations.yaml",
            "recommendations.candidates.decay: 7",
            "options",
            "recommendations.candidates.decay"),
        set(
            "ConfigMap/engagement-",
            "/data",
            "engagement.yaml",
            "engagement.zone: Atlantis",
            "options",
            "engagement.zone"));
  }

  static Stream<Mutation> missing() {
    return Stream.of(
        removed(JOB, CONTAINER, "securityContext", "securityContext", "must be"),
        removed(JOB, CONTAINER, "ports", "spec.podTemplate.spec.containers[flink-main", "base"),
        removed(JOB, POD, "topologySpreadConstraints", "topologySpreadConstraints", "base has it"),
        removed(JOB, "/spec", "taskManager", "spec.taskManager", ""),
        set(JOB, "/spec", "serviceAccount", "flink", "spec.serviceAccount", "no ServiceAccount"),
        set(JOB, CONTAINER + "/volumeMounts/2", "mountPath", "/temp", "volumeMounts", "/tmp is"),
        set(
            JOB,
            POD + "/volumes/0/projected/sources/0/configMap",
            "name",
            "platform",
            "ConfigMap",
            "there is no ConfigMap platform"),
        set(
            JOB,
            POD + "/volumes/3/secret",
            "secretName",
            "kafka-tsl",
            "Secret",
            "there is no Secret kafka-tsl"),
        set(
            "PodMonitor/freshet",
            "/spec/podMetricsEndpoints/0",
            "port",
            "prometheus",
            "spec.podMetricsEndpoints.port",
            "no port with the name prometheus"),
        set(
            "PodMonitor/freshet",
            "/spec/selector/matchLabels",
            "app",
            "freshet",
            "spec.selector.matchLabels",
            "no pod"),
        new Mutation(
            JOB,
            document ->
                ((ArrayNode) document.at("/spec/job/args"))
                    .add("--config")
                    .add("/opt/freshet/options/more.yaml"),
            "spec.job.args",
            "no volume has the file /opt/freshet/options/more.yaml"),
        new Mutation(
            JOB,
            document -> ((ArrayNode) document.at(POD + "/containers")).addObject().put("name", "x"),
            "spec.podTemplate.spec.containers[x].securityContext",
            "must be"),
        new Mutation(
            JOB,
            document ->
                object(document, CONTAINER)
                    .putArray("env")
                    .addObject()
                    .put("name", "PASSWORD")
                    .putObject("valueFrom")
                    .putObject("secretKeyRef")
                    .put("name", "redis-tls-acl")
                    .put("key", "pasword"),
            "env[PASSWORD].secretKeyRef",
            "pasword"));
  }

  @ParameterizedTest
  @MethodSource({"misspelt", "wrongValues", "missing"})
  void isFoundWithItsPlace(Mutation mutation) {
    Rendering mutated = mutate(ManifestsTest.rendered("overlays/production"), mutation);

    assertThat(check(mutated))
        .anySatisfy(
            finding -> {
              assertThat(finding.where()).contains("overlays/production");
              assertThat(finding.field()).contains(mutation.field());
              assertThat(finding.message()).contains(mutation.message());
            });
  }

  @Test
  void findsASecretThatNobodyDeclares() {
    Rendering all = ManifestsTest.rendered("overlays/production");
    List<Manifest> secrets =
        all.secrets().stream().filter(secret -> !secret.name().equals("redis-tls-acl")).toList();

    assertThat(check(new Rendering(all.manifests(), secrets)))
        .extracting(Finding::message)
        .anyMatch(message -> message.contains("there is no Secret redis-tls-acl"));
  }

  @Test
  void findsAMisspeltTopic() {
    Mutation mutation = renamed("KafkaTopic/clicks", "/spec", "partitions", "partition", "spec");
    Rendering mutated = mutate(ManifestsTest.rendered("overlays/staging/kafka"), mutation);

    assertThat(check(mutated)).extracting(Finding::field).containsExactly("spec.partition");
  }

  private static List<Finding> check(Rendering rendering) {
    return Objects.requireNonNull(rules).check(rendering);
  }

  private static Rendering mutate(Rendering rendering, Mutation mutation) {
    List<Manifest> manifests = new ArrayList<>();
    boolean found = false;
    for (Manifest manifest : rendering.manifests()) {
      ObjectNode document = manifest.document().deepCopy();
      if ((manifest.kind() + "/" + manifest.name()).startsWith(mutation.manifest())) {
        mutation.mistake().accept(document);
        found = true;
      }
      manifests.add(new Manifest(manifest.origin(), document));
    }
    assertThat(found).as(mutation.manifest()).isTrue();
    return new Rendering(manifests, rendering.secrets());
  }
}
