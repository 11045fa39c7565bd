package dev.freshet.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What {@code ./local-stack/cluster} runs is the overlay for staging. After a change of manifests
 * record it again with {@code -Dstaging.record=true}.
 */
class RecordedStagingTest {

  private static final Path RECORDED =
      Path.of("../local-stack/src/main/resources/dev/freshet/localstack/cluster/staging.json");

  @Test
  void isWhatTheOverlayRendersTo() throws IOException {
    String rendered = text(ManifestsTest.rendered("overlays/staging"));
    if (Boolean.getBoolean("staging.record")) {
      Files.writeString(RECORDED, rendered);
    }

    assertThat(Files.readString(RECORDED))
        .as("record it again with -Dstaging.record=true")
        .isEqualTo(rendered);
  }

  /** The jobs and the files that they are given. */
  private static String text(Rendering rendering) throws IOException {
    Set<String> maps = new TreeSet<>();
    for (FlinkDeployment job : rendering.jobs()) {
      job.volumes().stream()
          .flatMap(volume -> FlinkDeployment.stream(volume.at("/projected/sources")))
          .forEach(source -> maps.add(source.at("/configMap/name").asText()));
    }
    List<JsonNode> recorded =
        rendering.manifests().stream()
            .filter(
                manifest ->
                    manifest.is(FlinkDeployment.KIND)
                        || (manifest.is("ConfigMap") && maps.contains(manifest.name())))
            .<JsonNode>map(Manifest::document)
            .toList();
    DefaultPrettyPrinter lines =
        new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));
    return new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .writer(lines)
            .writeValueAsString(recorded)
        + "\n";
  }
}
