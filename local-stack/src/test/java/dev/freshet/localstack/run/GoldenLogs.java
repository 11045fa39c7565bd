package dev.freshet.localstack.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Small logs, each with the dump that was recorded of it; the file name is the case. */
public final class GoldenLogs {

  private static final String EVENTS = ".events.csv";
  private static final Path RECORDINGS = Path.of("src/test/resources/golden");

  private GoldenLogs() {}

  /** The cases. */
  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(RECORDINGS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(EVENTS))
          .map(name -> name.substring(0, name.length() - EVENTS.length()))
          .sorted()
          .toList();
    }
  }

  /** Puts a log and its catalogue into an empty folder, which is returned. */
  static Path copy(String name, Path folder) throws IOException {
    Files.copy(RECORDINGS.resolve(name + EVENTS), folder.resolve("events.csv"));
    Files.copy(RECORDINGS.resolve(name + ".items.csv"), folder.resolve("items.csv"));
    return folder;
  }

  /**
   * The arguments for a log that was copied into a folder: with its rules, settings and
   * preferences.
   */
  static List<String> arguments(String name, Path folder) {
    List<String> arguments = new ArrayList<>(List.of(folder.toString()));
    for (String option : List.of("rules", "settings")) {
      Path file = RECORDINGS.resolve(name + "." + option + ".yaml");
      if (Files.exists(file)) {
        arguments.addAll(List.of("--" + option, file.toString()));
      }
    }
    Path noPartners = RECORDINGS.resolve(name + ".no-partners.txt");
    if (Files.exists(noPartners)) {
      arguments.addAll(List.of("--no-partners", noPartners.toString()));
    }
    return arguments;
  }

  /** What Redis would hold in the end. */
  public static Path expected(String name) {
    return RECORDINGS.resolve(name + ".expected.jsonl");
  }
}
