package dev.freshet.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that tells where to change what. */
class ArchitecturePageTest {

  private static final Path ROOT = Path.of("..");
  private static final String JAVA = "src/main/java/dev/freshet/";

  private static final Map<String, String> FOLDERS =
      Map.of(
          "S", "jobs/scoring/" + JAVA + "scoring/",
          "R", "jobs/recommendations/" + JAVA + "recommendations/",
          "T", "jobs/stickiness/" + JAVA + "stickiness/",
          "E", "jobs/engagement/" + JAVA + "engagement/",
          "F", "jobs/effect/" + JAVA + "effect/",
          "K", "jobs/runtime/" + JAVA + "runtime/",
          "L", "local-stack/" + JAVA + "localstack/");

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/architecture.md"));
  }

  @Test
  void namesFilesThatExist() throws IOException {
    List<String> missing =
        Pattern.compile("`([SRTEFKL])/([A-Za-z/]+)`")
            .matcher(page())
            .results()
            .map(ArchitecturePageTest::file)
            .filter(file -> !Files.exists(ROOT.resolve(file)))
            .toList();

    assertThat(missing).isEmpty();
  }

  private static String file(MatchResult name) {
    return FOLDERS.get(name.group(1)) + name.group(2) + ".java";
  }

  @Test
  void isReadInFiveMinutes() throws IOException {
    assertThat(page().lines()).hasSizeLessThan(130);
  }
}
