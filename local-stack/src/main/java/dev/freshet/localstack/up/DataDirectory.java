package dev.freshet.localstack.up;

import dev.freshet.localstack.command.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where Kafka, Redis and the checkpoints live: kept, or gone when the stack ends. */
public final class DataDirectory implements AutoCloseable {

  private final Path path;
  private final boolean kept;
  private final FileChannel lock;

  private DataDirectory(Path path, boolean kept, FileChannel lock) {
    this.path = path;
    this.kept = kept;
    this.lock = lock;
  }

  /**
   * Opens a directory for this process alone.
   *
   * @param directory to be kept, made if it is new; null for a temporary one
   * @throws CommandException if it cannot be made or another stack uses it
   */
  public static DataDirectory open(@Nullable Path directory) {
    try {
      return directory == null
          ? open(Files.createTempDirectory("freshet-"), false)
          : open(directory, true);
    } catch (IOException e) {
      throw new CommandException("cannot make a directory for data: " + e, e);
    }
  }

  /**
   * Opens a directory for this process alone.
   *
   * @param directory made if it is new
   * @param kept whether it is left when it is closed
   * @throws CommandException if it cannot be made or another stack uses it
   */
  public static DataDirectory open(Path directory, boolean kept) {
    try {
      Path path = Files.createDirectories(directory.toAbsolutePath());
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isOurs(channel)) {
        channel.close();
        throw new CommandException(
            path + " is in use by another stack; stop it or give another --data-dir");
      }
      return new DataDirectory(path, kept, channel);
    } catch (IOException e) {
      throw new CommandException("cannot use " + directory + " for data: " + e, e);
    }
  }

  private static boolean isOurs(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  public boolean isKept() {
    return kept;
  }

  public Path path() {
    return path;
  }

  public Path kafka() {
    return path.resolve("kafka");
  }

  public Path redis() {
    return path.resolve("redis");
  }

  Path checkpoints(String job) {
    return checkpoints(path, job);
  }

  Path savepoints(String job) {
    return savepoints(path, job);
  }

  /** Where a job's checkpoints are below a directory. */
  public static Path checkpoints(Path directory, String job) {
    return directory.resolve(job).resolve("checkpoints");
  }

  /** Where a job's savepoints are below a directory. */
  public static Path savepoints(Path directory, String job) {
    return directory.resolve(job).resolve("savepoints");
  }

  /** The newest savepoint or checkpoint of a job, which it goes on from. */
  Optional<Path> newestSnapshot(String job) {
    return newestSnapshot(path, job);
  }

  /** The newest savepoint or checkpoint of a job below a directory. */
  public static Optional<Path> newestSnapshot(Path directory, String job) {
    return Stream.of(savepoints(directory, job), checkpoints(directory, job))
        .flatMap(folder -> metadataBelow(folder).stream())
        .max(Comparator.comparing(DataDirectory::modified))
        .map(Path::getParent);
  }

  private static List<Path> metadataBelow(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.endsWith("_metadata")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + folder, e);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
      if (!kept) {
        delete();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + path, e);
    }
  }

  private void delete() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
