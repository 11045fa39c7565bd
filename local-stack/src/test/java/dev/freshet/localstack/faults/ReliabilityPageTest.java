package dev.freshet.localstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The README promises nothing that no test holds, and docs/reliability.md names tests that exist.
 */
class ReliabilityPageTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern ROW =
      Pattern.compile("^\\| ([^|]+?) \\| (.+) \\|$", Pattern.MULTILINE);

  /** A class, a method of it, or a method of the class named before. */
  private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*(?:Test|IT))?(?:\\.(\\w+))?`");

  @Test
  void hasATestForEachPromiseOfTheReadme() throws IOException {
    Map<String, String> promised = rows("README.md", "## What it promises");
    Map<String, String> held = rows("docs/reliability.md", "## Promises and their tests");
    held.remove("promise");

    assertThat(promised).isNotEmpty();
    assertThat(held.keySet()).containsAll(promised.keySet());
    assertThat(held.values()).allMatch(tests -> NAME.matcher(tests).find());
  }

  @Test
  void namesTestsThatExist() throws IOException {
    Map<String, String> sources = sourcesOfTests();
    List<String> missing = new ArrayList<>();
    for (String tests : rows("docs/reliability.md", "## Promises and their tests").values()) {
      String type = "";
      Matcher name = NAME.matcher(tests);
      while (name.find()) {
        type = name.group(1) == null ? type : name.group(1);
        String source = sources.getOrDefault(type, "");
        boolean isThere =
            !source.isEmpty()
                && (name.group(2) == null || source.contains("void " + name.group(2) + "("));
        if (!isThere) {
          missing.add(type + " " + name.group());
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  /** The rows of the first table behind a heading: the first cell, and the others. */
  private static Map<String, String> rows(String page, String heading) throws IOException {
    String text = Files.readString(ROOT.resolve(page));
    String section = text.substring(text.indexOf(heading) + heading.length());
    int end = section.indexOf("\n## ");
    Map<String, String> rows = new LinkedHashMap<>();
    Matcher row = ROW.matcher(end < 0 ? section : section.substring(0, end));
    while (row.find()) {
      rows.put(row.group(1), row.group(2));
    }
    return rows;
  }

  private static Map<String, String> sourcesOfTests() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      List<Path> tests =
          files
              .filter(file -> file.toString().contains("/src/test/java/"))
              .filter(file -> file.toString().endsWith(".java"))
              .toList();
      Map<String, String> sources = new LinkedHashMap<>();
      for (Path test : tests) {
        String name = test.getFileName().toString();
        sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(test));
      }
      return sources;
    }
  }
}
