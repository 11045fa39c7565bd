package dev.freshet.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The jar with which a job is deployed. */
enum JobJar {
  RECOMMENDATIONS("recommendations", "dev.freshet.recommendations.RecommendationsJob"),
  STICKINESS("stickiness", "dev.freshet.stickiness.StickinessJob"),
  ENGAGEMENT("engagement", "dev.freshet.engagement.EngagementJob"),
  EFFECT("effect", "dev.freshet.effect.EffectJob");

  private final String job;
  private final String mainClass;

  JobJar(String job, String mainClass) {
    this.job = job;
    this.mainClass = mainClass;
  }

  String mainClass() {
    return mainClass;
  }

  /** Built by {@code package}. */
  Path path() {
    Path target = Path.of("..", "jobs", job, "target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-job.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no job jar in " + target.toAbsolutePath()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all entries that are no directories. */
  List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(path().toFile())) {
      return jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
    }
  }

  Manifest manifest() throws IOException {
    try (JarFile jar = new JarFile(path().toFile())) {
      return jar.getManifest();
    }
  }
}
