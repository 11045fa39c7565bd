package dev.freshet.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A savepoint that a release wrote, as a resource of a test. */
public final class ReleaseSavepoint {

  /** Whether a new release is made, whose savepoint later builds are tested with. */
  public static final boolean IS_RECORDING = Boolean.getBoolean("savepoint.record");

  private static final Path RESOURCES = Path.of("src", "test", "resources");

  private final String name;

  /**
   * @param name of the resource, without its folder and ending
   */
  public ReleaseSavepoint(String name) {
    this.name = name;
  }

  private String resource() {
    return "savepoints/" + name + ".zip";
  }

  /**
   * Keeps a savepoint among the module's test resources.
   *
   * @param savepoint where Flink wrote it
   */
  public void record(String savepoint) throws IOException {
    Path folder = Path.of(URI.create(savepoint));
    Path archive = RESOURCES.resolve(resource());
    Files.createDirectories(archive.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive));
        Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
        Files.copy(file, zip);
      }
    }
  }

  /**
   * Writes the files of the savepoint into a new folder.
   *
   * @return its address
   */
  public String unpack(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (ZipInputStream zip = new ZipInputStream(open())) {
      for (ZipEntry file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
        Files.copy(zip, folder.resolve(Path.of(file.getName()).getFileName()));
      }
    }
    return folder.toUri().toString();
  }

  private InputStream open() throws IOException {
    Path recorded = RESOURCES.resolve(resource());
    if (IS_RECORDING) {
      return Files.newInputStream(recorded);
    }
    InputStream resource =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(resource());
    if (resource == null) {
      throw new IOException(
          "no %s among the test resources; run the test with -Dsavepoint.record=true"
              .formatted(resource()));
    }
    return resource;
  }
}
