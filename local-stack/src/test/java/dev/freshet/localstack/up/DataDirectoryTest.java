package dev.freshet.localstack.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.localstack.command.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir private Path folder;

  @Test
  void isGoneInTheEndIfItIsTemporary() throws IOException {
    Path path;
    try (DataDirectory data = DataDirectory.open(null)) {
      path = data.path();
      Files.createDirectories(data.kafka());
      Files.writeString(data.kafka().resolve("log"), "x");
    }

    assertThat(path).doesNotExist();
  }

  @Test
  void staysIfItWasNamed() {
    Path named = folder.resolve("platform");
    DataDirectory.open(named).close();

    assertThat(named).isDirectory();
  }

  @Test
  void belongsToOneStackAtATime() {
    try (DataDirectory data = DataDirectory.open(folder)) {
      assertThatThrownBy(() -> DataDirectory.open(folder))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining(data.path().toString())
          .hasMessageContaining("--data-dir");
    }
  }

  @Test
  void findsTheNewestSnapshotOfAJob() throws IOException {
    try (DataDirectory data = DataDirectory.open(folder)) {
      assertThat(data.newestSnapshot("stickiness")).isEmpty();
      snapshot(data.savepoints("stickiness").resolve("savepoint-1"), 1_000);
      snapshot(data.checkpoints("stickiness").resolve("job").resolve("chk-7"), 3_000);
      snapshot(data.checkpoints("stickiness").resolve("job").resolve("chk-6"), 2_000);
      snapshot(data.checkpoints("other").resolve("job").resolve("chk-8"), 4_000);

      assertThat(data.newestSnapshot("stickiness"))
          .hasValueSatisfying(path -> assertThat(path).endsWith(Path.of("chk-7")));
    }
  }

  private static void snapshot(Path path, long atMillis) throws IOException {
    Files.createDirectories(path);
    Path metadata = Files.writeString(path.resolve("_metadata"), "");
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(atMillis));
  }
}
