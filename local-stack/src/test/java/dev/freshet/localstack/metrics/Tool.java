package dev.freshet.localstack.metrics;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A command that this machine may have. */
public record Tool(Path file) {

  /** The command of this name; without it the test that asks is skipped. */
  public static Tool find(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    Optional<Path> found =
        Arrays.stream(path.split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), name + " is not installed (Debian's package prometheus has it)");
    return new Tool(found.orElseThrow());
  }

  /** What came of a run. */
  public record Run(int exitCode, String text) {}

  /** Runs it to its end. */
  public Run run(Path folder, String... arguments) throws IOException, InterruptedException {
    Process process = start(folder, arguments);
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), text);
  }

  /** Starts it; what it says is its output. */
  public Process start(Path folder, String... arguments) throws IOException {
    List<String> command =
        Stream.concat(Stream.of(file.toString()), Arrays.stream(arguments)).toList();
    return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
  }
}
