package dev.freshet.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the runbook sends to a cluster fits the cluster's schemas, too. */
class RunbookTest {

  private static final Path RUNBOOK = Path.of("../docs/runbook.md");
  private static final Pattern DOCUMENT = Pattern.compile("(?s)<<'END'\n(.*?)\nEND\n");
  private static final Pattern PATCH =
      Pattern.compile("(?s)kubectl patch (\\w+)(?:(?!kubectl).)*? -p '(\\{.*?})'\n");
  private static final Map<String, String> BEGINNINGS =
      Map.of(
          "flinkdeployment", "{apiVersion: flink.apache.org/v1beta1, kind: FlinkDeployment}",
          "kafkatopic", "{apiVersion: kafka.strimzi.io/v1, kind: KafkaTopic}");

  static Stream<Manifest> documents() throws IOException {
    return all(DOCUMENT).map(found -> Manifest.parse("runbook", found.group(1)).get(0));
  }

  static Stream<Manifest> patches() throws IOException {
    return all(PATCH).map(found -> patched(found.group(1), found.group(2)));
  }

  private static Manifest patched(String kind, String patch) {
    Manifest beginning = Manifest.parse(patch, String.valueOf(BEGINNINGS.get(kind))).get(0);
    // What the shell puts between two quoted texts is a number.
    String json = patch.replaceAll("'\\$\\([^)]*\\)'", "1");
    ObjectNode document = Manifest.parse(patch, json).get(0).document();
    document.setAll(beginning.document());
    return new Manifest(patch, document);
  }

  private static Stream<MatchResult> all(Pattern pattern) throws IOException {
    Matcher matcher = pattern.matcher(Files.readString(RUNBOOK));
    List<MatchResult> found = matcher.results().toList();
    assertThat(found).isNotEmpty();
    return found.stream();
  }

  @ParameterizedTest
  @MethodSource({"documents", "patches"})
  void sendsWhatTheClusterKnows(Manifest manifest) {
    assertThat(Rules.checkEach(new Rendering(List.of(manifest), List.of()))).isEmpty();
  }
}
