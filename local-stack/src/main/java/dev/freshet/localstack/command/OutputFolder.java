package dev.freshet.localstack.command;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder of a file that a command is to write. */
public final class OutputFolder {

  private OutputFolder() {}

  /**
   * Looks for it before the work, which may be long, rather than after it.
   *
   * @param file null if nothing is to be written
   * @throws FileNotFoundException if the file's folder does not exist
   */
  public static void require(@Nullable Path file) throws FileNotFoundException {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new FileNotFoundException(file + ": its folder does not exist");
    }
  }
}
