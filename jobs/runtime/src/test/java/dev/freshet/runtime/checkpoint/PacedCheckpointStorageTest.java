package dev.freshet.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.CheckpointStateOutputStream;
import org.apache.flink.runtime.state.CheckpointStorageAccess;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.state.CheckpointedStateScope;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PacedCheckpointStorageTest {

  private static final byte[] FILE = new byte[20 << 20];

  static {
    new Random(1).nextBytes(FILE);
  }

  @TempDir private Path folder;

  /** So long that whoever waits would not come back. */
  private final Configuration configuration =
      new Configuration().set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofDays(1000));

  @AfterEach
  void clearInterrupt() {
    boolean ignored = Thread.interrupted();
  }

  private CheckpointStorageAccess storage() throws IOException {
    CheckpointStorageAccess storage =
        new PacedCheckpointStorage()
            .createFromConfig(configuration, getClass().getClassLoader())
            .createCheckpointStorage(new JobID());
    storage.initializeBaseLocationsForCheckpoint();
    return storage;
  }

  private CheckpointStorageAccess storageInFolder() throws IOException {
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString());
    return storage();
  }

  private static CheckpointStateOutputStream open(
      CheckpointStorageAccess storage, long checkpoint, CheckpointedStateScope scope)
      throws IOException {
    storage.initializeLocationForCheckpoint(checkpoint);
    return storage
        .resolveCheckpointStorageLocation(
            checkpoint, CheckpointStorageLocationReference.getDefault())
        .createCheckpointStateOutputStream(scope);
  }

  private static StreamStateHandle store(
      CheckpointStorageAccess storage, long checkpoint, CheckpointedStateScope scope, byte[] file)
      throws IOException {
    try (CheckpointStateOutputStream stream = open(storage, checkpoint, scope)) {
      stream.write(file);
      return Objects.requireNonNull(stream.closeAndGetHandle());
    }
  }

  private static byte[] read(StreamStateHandle handle) throws IOException {
    try (InputStream stream = handle.openInputStream()) {
      return stream.readAllBytes();
    }
  }

  @Test
  void storesFilesWhereCheckpointsBelong() throws IOException {
    StreamStateHandle handle = store(storageInFolder(), 1, CheckpointedStateScope.SHARED, FILE);

    assertThat(handle).isInstanceOf(FileStateHandle.class);
    assertThat(((FileStateHandle) handle).getFilePath().getPath()).startsWith(folder.toString());
    assertThat(read(handle)).isEqualTo(FILE);
  }

  @Test
  void storesWithTheJobManagerWhereNoFolderIsConfigured() throws IOException {
    StreamStateHandle handle =
        store(storage(), 1, CheckpointedStateScope.SHARED, new byte[] {1, 2});

    assertThat(handle).isInstanceOf(ByteStreamStateHandle.class);
    assertThat(read(handle)).containsExactly(1, 2);
  }

  @Test
  void takesItsTimeToUploadFilesOfASecondCheckpoint() throws IOException {
    CheckpointStorageAccess storage = storageInFolder();
    store(storage, 1, CheckpointedStateScope.SHARED, FILE);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> store(storage, 2, CheckpointedStateScope.SHARED, new byte[1 << 20]))
        .isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void letsNobodyWaitWithSavepointsAndWithWhatTasksWrite() throws IOException {
    CheckpointStorageAccess storage = storageInFolder();
    store(storage, 1, CheckpointedStateScope.SHARED, FILE);

    assertThat(read(store(storage, 2, CheckpointedStateScope.EXCLUSIVE, FILE))).isEqualTo(FILE);
  }

  @Test
  void leavesNoFileOfAnUploadThatIsInterrupted() throws IOException {
    CheckpointStorageAccess storage = storageInFolder();
    store(storage, 1, CheckpointedStateScope.SHARED, FILE);
    @SuppressWarnings("resource") // Flink does not close it either.
    CheckpointStateOutputStream stream = open(storage, 2, CheckpointedStateScope.SHARED);
    stream.write(new byte[100 << 10]);
    Thread.currentThread().interrupt();

    assertThatThrownBy(stream::closeAndGetHandle).isInstanceOf(InterruptedIOException.class);
    assertThat(files()).singleElement().satisfies(file -> assertThat(file).hasSize(FILE.length));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  @Timeout(60)
  void endsItsWaitWhenTheStreamIsClosed() throws Exception {
    CheckpointStorageAccess storage = storageInFolder();
    store(storage, 1, CheckpointedStateScope.SHARED, FILE);
    CheckpointStateOutputStream stream = open(storage, 2, CheckpointedStateScope.SHARED);
    CompletableFuture<Void> upload =
        CompletableFuture.runAsync(
            () -> {
              try {
                stream.write(new byte[1 << 20]);
              } catch (IOException e) {
                // It was closed before it was written to.
              }
            });
    stream.close();

    assertThat(upload).succeedsWithin(Duration.ofSeconds(50));
  }

  @Test
  @Timeout(60)
  void takesNoMoreThanAQuarterOfTheTimeOut() throws IOException {
    configuration.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMillis(400));
    CheckpointStorageAccess storage = storageInFolder();
    store(storage, 1, CheckpointedStateScope.SHARED, FILE);

    assertThat(read(store(storage, 2, CheckpointedStateScope.SHARED, FILE))).isEqualTo(FILE);
  }
}
