package dev.freshet.k8s.image;

import dev.freshet.testing.FlinkImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * An image that stands for the official one of Flink where no registry can be reached: the few
 * programs that are called, from this machine, a Java runtime made of this JDK, and Flink's
 * libraries and plug-ins where the official image has them. It lacks Flink's scripts, which are in
 * no repository of Maven.
 */
final class StandInBase {

  static final String NAME = "localhost/flink-stand-in";

  private static final String MODULES =
      "java.se,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.unsupported,jdk.zipfs";

  /** Where the build puts what the official image has and jobs do not bring, see the pom. */
  private static final Path DOWNLOADED = Path.of("target", "flink");

  /**
   * Copies what the Dockerfile and the tests call, and the libraries that this and the runtime
   * need; those beside the one of C are for what was built when they were apart.
   */
  private static final String COPY_PROGRAMS =
      """
      set -eu
      programs=$(for each in cp find id ls mkdir sh; do command -v "$each"; done)
      libraries=$(ldd $programs $(find "$1/opt/java" -name '*.so') \\
        | grep -o '/[^ ]* (' | tr -d ' (' | grep -v "^$1" | sort -u)
      c=$(dirname "$(echo "$libraries" | grep '/libc\\.so')")
      cp --dereference --parents $programs $libraries \\
        "$c/libdl.so.2" "$c/libpthread.so.0" "$c/librt.so.1" "$1"
      """;

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
    base.java();
    base.flink();
    base.system();
    base.commit();
  }

  /** The last, so that what the Java runtime needs is known. */
  private void system() throws IOException, InterruptedException {
    for (String folder : List.of("bin", "lib", "lib64")) {
      Files.createDirectories(root.resolve("usr").resolve(folder));
      Files.createSymbolicLink(root.resolve(folder), Path.of("usr", folder));
    }
    buildah.run(List.of("sh", "-c", COPY_PROGRAMS, "sh", root.toString()));
    Files.writeString(
        Files.createDirectories(root.resolve("etc")).resolve("passwd"),
        "root:x:0:0::/:/bin/sh\nflink:x:9999:9999::/opt/flink:/bin/sh\n");
    Files.setPosixFilePermissions(
        Files.createDirectories(root.resolve("tmp")), PosixFilePermissions.fromString("rwxrwxrwx"));
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
    // As official runtimes have it: the classes of the JDK, read once for all processes.
    buildah.run(List.of(root.resolve("opt/java/bin/java").toString(), "-Xshare:dump"));
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
