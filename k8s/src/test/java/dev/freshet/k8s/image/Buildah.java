package dev.freshet.k8s.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.k8s.check.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Builds images and runs what is in them, without a daemon, with all it makes below one folder. */
final class Buildah {

  private static final long LONGEST_MINUTES = 5;

  /**
   * The first one lets containers share what they have in common; the other copies it each time.
   */
  private static final List<String> DRIVERS = List.of("overlay", "vfs");

  /**
   * What runs a container, answering once a second whether it still does: buildah asks as often as
   * it is answered, which by itself is ten times a second, and each time takes a process.
   */
  private static final String RUNTIME =
      """
      #!/bin/sh
      case "$1" in state) sleep 1 ;; esac
      exec runc "$@"
      """;

  private final List<String> options;
  private final Path runtime;
  private final Path log;

  private Buildah(List<String> options, Path runtime, Path log) {
    this.options = options;
    this.runtime = runtime;
    this.log = log;
  }

  /**
   * Sets one up, as this machine permits.
   *
   * @param folder for images and containers
   * @param log where the programs complain
   */
  static Buildah in(Path folder, Path log) throws IOException, InterruptedException {
    Path runtime = Files.writeString(folder.resolve("runtime"), RUNTIME);
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String driver : DRIVERS) {
      Path storage = folder.resolve(driver);
      List<String> options = new ArrayList<>(List.of("buildah", "--storage-driver", driver));
      options.addAll(List.of("--root", storage.toString()));
      options.addAll(List.of("--runroot", storage.resolve("run").toString()));
      Buildah buildah = new Buildah(options, runtime, log);
      if (succeeds(buildah.command("info"))) {
        return buildah;
      }
    }
    throw new IllegalStateException("buildah can store nothing below " + folder);
  }

  /** Why no image can be built and run here; empty if one can. */
  static Optional<String> obstacle() throws IOException, InterruptedException {
    List<String> missing =
        Stream.of("buildah", "runc", "unshare")
            .filter(program -> !Programs.isOnPath(program))
            .toList();
    if (!missing.isEmpty()) {
      return Optional.of("not installed: " + String.join(", ", missing));
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("only root may do it");
    }
    return succeeds(List.of("unshare", "--mount", "--pid", "--fork", "true"))
        ? Optional.empty()
        : Optional.of("this machine permits no namespaces of its own");
  }

  private static boolean succeeds(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  /** The program that runs containers. */
  String runtime() {
    return runtime.toString();
  }

  /** A command line of buildah on this storage. */
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(options);
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Runs a command of buildah to its end.
   *
   * @return what it printed
   */
  String run(String... arguments) throws IOException, InterruptedException {
    return run(command(arguments));
  }

  /** Runs any command to its end, with its complaints in the log. */
  String run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " has failed:\n" + printed + Files.readString(log));
    }
    return printed.strip();
  }

  /** Removes what it made. */
  void clean() throws IOException, InterruptedException {
    run("rm", "--all");
    run("rmi", "--all", "--force");
  }
}
