package dev.freshet.k8s;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The jar with which a job is deployed. */
enum JobJar {
  RECOMMENDATIONS("recommendations", "dev.freshet.recommendations.RecommendationsJob"),
  STICKINESS("stickiness", "dev.freshet.stickiness.StickinessJob");

  /** What the image of Flink has in {@code lib}, by parts of the paths of a Maven repository. */
  private static final List<String> IMAGE =
      List.of(
          "/org/apache/flink/flink-",
          "/at/yawk/lz4/",
          "/com/esotericsoftware/",
          "/com/google/code/findbugs/",
          "/com/ververica/frocksdbjni/",
          "/commons-",
          "/org/apache/commons/",
          "/org/apache/logging/log4j/",
          "/org/javassist/",
          "/org/objenesis/",
          "/org/slf4j/",
          "/org/snakeyaml/",
          "/org/xerial/snappy/");

  private static final List<String> NOT_IN_THE_IMAGE =
      List.of(
          "/flink-connector-kafka/",
          "/flink-connector-base/",
          "/flink-kubernetes-operator",
          "/flink-autoscaler/");

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

  /** A class path of what Flink's image has, and nothing else. */
  static String imageClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> IMAGE.stream().anyMatch(entry::contains))
        .filter(entry -> NOT_IN_THE_IMAGE.stream().noneMatch(entry::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
