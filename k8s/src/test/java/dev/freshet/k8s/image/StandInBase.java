package dev.freshet.k8s.image;

import dev.freshet.testing.FlinkImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An image that stands for the official one of Flink where no registry can be reached: Debian, a
 * Java runtime made of this JDK, and Flink's libraries and plug-ins where the official image has
 * them. It lacks Flink's scripts, which are in no repository of Maven.
 */
final class StandInBase {

  static final String NAME = "localhost/flink-stand-in";

  private static final String MODULES =
      "java.se,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.unsupported,jdk.zipfs";

  /** Where the build puts what the official image has and jobs do not bring, see the pom. */
  private static final Path DOWNLOADED = Path.of("target", "flink");

  private final Buildah buildah;
  private final Path root;

  private StandInBase(Buildah buildah, Path root) {
    this.buildah = buildah;
    this.root = root;
  }

  /**
   * Builds it.
   *
   * @param folder to make its files in
   */
  static void build(Buildah buildah, Path folder) throws IOException, InterruptedException {
    StandInBase base = new StandInBase(buildah, folder.resolve("root"));
    base.debian();
    base.java();
    base.flink();
    base.commit();
  }

  private void debian() throws IOException, InterruptedException {
    String release = buildah.run(List.of("sh", "-c", ". /etc/os-release; echo $VERSION_CODENAME"));
    List<String> command = new ArrayList<>(List.of("debootstrap", "--variant=minbase", release));
    command.add(root.toString());
    // The mirror that this machine uses; where none is known, debootstrap has one of its own.
    buildah
        .run(List.of("apt-get", "indextargets", "--format", "$(REPO_URI)", "Codename: " + release))
        .lines()
        .findFirst()
        .ifPresent(command::add);
    buildah.run(command);
    Files.writeString(
        root.resolve("etc/passwd"),
        "flink:x:9999:9999::/opt/flink:/bin/sh\n",
        StandardOpenOption.APPEND);
  }

  private void java() throws IOException, InterruptedException {
    buildah.run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
            "--add-modules",
            MODULES,
            "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            root.resolve("opt/java").toString()));
  }

  private void flink() throws IOException {
    Path flink = root.resolve("opt/flink");
    Path lib = Files.createDirectories(flink.resolve("lib"));
    for (String jar : FlinkImage.classPath().split(File.pathSeparator, -1)) {
      Files.copy(Path.of(jar), lib.resolve(Path.of(jar).getFileName()));
    }
    try (Stream<Path> downloaded = Files.walk(DOWNLOADED)) {
      for (Path file : downloaded.filter(Files::isRegularFile).toList()) {
        Path target = flink.resolve(DOWNLOADED.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private void commit() throws IOException, InterruptedException {
    String container = buildah.run("from", "scratch");
    buildah.run("copy", "--quiet", container, root.toString(), "/");
    buildah.run("config", "--env", "PATH=/opt/java/bin:/usr/bin:/bin", container);
    // As the scripts of the official image set them.
    buildah.run("config", "--env", "FLINK_LIB_DIR=/opt/flink/lib", container);
    buildah.run("config", "--env", "FLINK_PLUGINS_DIR=/opt/flink/plugins", container);
    buildah.run("commit", "--quiet", container, NAME);
    buildah.run("rm", container);
    buildah.run(List.of("rm", "--recursive", "--force", root.toString()));
  }
}
