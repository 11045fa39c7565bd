package dev.freshet.k8s.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Renders kustomizations with the program that is there, {@code kubectl} or {@code kustomize}. */
public final class Kustomize {

  private static final String FILE = "kustomization.yaml";
  private static final String SECRETS = "secrets.yaml";

  private Kustomize() {}

  /** Whether one of the programs is there. */
  public static boolean isPresent() {
    return program().isPresent();
  }

  /**
   * What a folder with a {@code kustomization.yaml} renders to, and the Secrets that it and the
   * folders it is made of ask for in files {@code secrets.yaml}.
   *
   * @throws IllegalStateException if it cannot be rendered, with what the program said
   */
  public static Rendering render(Path folder) {
    List<String> command = new ArrayList<>(program().orElseThrow(Kustomize::noProgram));
    command.add(folder.toString());
    return new Rendering(Manifest.parse(folder.toString(), run(command)), secrets(folder));
  }

  private static IllegalStateException noProgram() {
    return new IllegalStateException("neither kubectl nor kustomize is on the PATH");
  }

  private static Optional<List<String>> program() {
    return Stream.of(List.of("kubectl", "kustomize"), List.of("kustomize", "build"))
        .filter(command -> Programs.isOnPath(command.get(0)))
        .findFirst();
  }

  private static String run(List<String> command) {
    try {
      Path errors = Files.createTempFile("kustomize", ".err");
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      String rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String said = process.waitFor() == 0 ? "" : Files.readString(errors);
      Files.delete(errors);
      if (process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " has failed:\n" + said);
      }
      return rendered;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command.get(0), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static List<Manifest> secrets(Path folder) {
    List<Manifest> secrets = new ArrayList<>();
    if (Files.exists(folder.resolve(SECRETS))) {
      secrets.addAll(Manifest.read(folder.resolve(SECRETS)));
    }
    Manifest kustomization = Manifest.read(folder.resolve(FILE)).get(0);
    for (String parts : List.of("resources", "components")) {
      for (JsonNode part : kustomization.at(parts)) {
        Path other = folder.resolve(part.asText()).normalize();
        if (Files.isDirectory(other)) {
          secrets.addAll(secrets(other));
        }
      }
    }
    return secrets;
  }
}
