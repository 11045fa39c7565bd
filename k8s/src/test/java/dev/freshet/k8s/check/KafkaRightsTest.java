package dev.freshet.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The user of the jobs may read in every group that the runbook names. */
class KafkaRightsTest {

  private static final Path USERS = Path.of("components/strimzi-topics/users.yaml");
  private static final Path RUNBOOK = Path.of("../docs/runbook.md");
  private static final Pattern GROUP =
      Pattern.compile("\\b(?:recommendations|stickiness|engagement|effect)-\\d+\\b");

  static Stream<String> groupsOfReplays() throws IOException {
    List<String> groups =
        GROUP.matcher(Files.readString(RUNBOOK)).results().map(MatchResult::group).toList();
    assertThat(groups).isNotEmpty();
    return groups.stream();
  }

  @ParameterizedTest
  @ValueSource(strings = {"recommendations", "stickiness", "engagement", "effect"})
  @MethodSource("groupsOfReplays")
  void letTheJobsReadInTheGroup(String group) {
    Manifest jobs = Manifest.read(USERS).get(0);

    assertThat(jobs.at("spec.authorization.acls")).anyMatch(isFor(group));
  }

  private static Predicate<JsonNode> isFor(String group) {
    return acl -> {
      JsonNode resource = acl.path("resource");
      String name = resource.path("name").asText();
      return resource.path("type").asText().equals("group")
          && (resource.path("patternType").asText().equals("prefix")
              ? group.startsWith(name)
              : group.equals(name));
    };
  }
}
