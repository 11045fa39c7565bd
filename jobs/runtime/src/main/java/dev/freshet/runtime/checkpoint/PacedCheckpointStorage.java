package dev.freshet.runtime.checkpoint;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.checkpoint.filemerging.FileMergingSnapshotManager;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.state.CheckpointStateOutputStream;
import org.apache.flink.runtime.state.CheckpointStateToolset;
import org.apache.flink.runtime.state.CheckpointStorage;
import org.apache.flink.runtime.state.CheckpointStorageAccess;
import org.apache.flink.runtime.state.CheckpointStorageFactory;
import org.apache.flink.runtime.state.CheckpointStorageLocation;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.state.CheckpointStorageWorkerView;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.CheckpointedStateScope;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;

/**
 * Stores checkpoints where Flink would by itself, but takes its time to upload the files that
 * incremental ones share, since just after a checkpoint the tasks have to catch up and want all
 * processors: about as many bytes as this process uploaded for the checkpoint before are spread
 * over a sixteenth of the interval, or a quarter of a checkpoint's time-out if that is less. So a
 * checkpoint is complete later, and with it what waits for it: transactions, the end of a bounded
 * job, a savepoint that is asked for meanwhile. Savepoints themselves are not slowed down, nor is
 * anything that merges files or keeps a changelog.
 */
public final class PacedCheckpointStorage implements CheckpointStorageFactory<CheckpointStorage> {

  /** Of the interval of checkpoints. */
  private static final int SPREAD = 16;

  /** Of a checkpoint's time-out, so that pacing alone never has one expire. */
  private static final int LONGEST_SPREAD = 4;

  /** All tasks of a job in this process share its processors. Never more than a few jobs. */
  private static final Map<JobID, UploadPace> PACES = new ConcurrentHashMap<>();

  @Override
  public CheckpointStorage createFromConfig(ReadableConfig config, ClassLoader classLoader) {
    CheckpointStorage storage =
        config.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY).isPresent()
            ? FileSystemCheckpointStorage.createFromConfig(config, classLoader)
            : JobManagerCheckpointStorage.createFromConfig(config, classLoader);
    Duration interval =
        config.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL).orElse(Duration.ZERO);
    Duration timeout = config.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT);
    return new QuietCheckpointStorage(
        storage,
        Math.min(
            interval.dividedBy(SPREAD).toNanos(), timeout.dividedBy(LONGEST_SPREAD).toNanos()));
  }

  /** Flink's user interface shows the name of this class. */
  private record QuietCheckpointStorage(CheckpointStorage storage, long spreadNanos)
      implements CheckpointStorage {

    @Override
    public CompletedCheckpointStorageLocation resolveCheckpoint(String pointer) throws IOException {
      return storage.resolveCheckpoint(pointer);
    }

    @Override
    public CheckpointStorageAccess createCheckpointStorage(JobID job) throws IOException {
      return new Access(
          storage.createCheckpointStorage(job),
          PACES.computeIfAbsent(job, any -> new UploadPace(spreadNanos)));
    }
  }

  private record Access(CheckpointStorageAccess storage, UploadPace pace)
      implements CheckpointStorageAccess {

    @Override
    public CheckpointStreamFactory resolveCheckpointStorageLocation(
        long checkpointId, CheckpointStorageLocationReference reference) throws IOException {
      return new Streams(
          storage.resolveCheckpointStorageLocation(checkpointId, reference), checkpointId, pace);
    }

    @Override
    public CheckpointStateOutputStream createTaskOwnedStateStream() throws IOException {
      return storage.createTaskOwnedStateStream();
    }

    @Override
    public CheckpointStateToolset createTaskOwnedCheckpointStateToolset() {
      return storage.createTaskOwnedCheckpointStateToolset();
    }

    @Override
    public CheckpointStorageWorkerView toFileMergingStorage(
        FileMergingSnapshotManager manager, Environment environment) throws IOException {
      return storage.toFileMergingStorage(manager, environment);
    }

    @Override
    public boolean supportsHighlyAvailableStorage() {
      return storage.supportsHighlyAvailableStorage();
    }

    @Override
    public boolean hasDefaultSavepointLocation() {
      return storage.hasDefaultSavepointLocation();
    }

    @Override
    public CompletedCheckpointStorageLocation resolveCheckpoint(String pointer) throws IOException {
      return storage.resolveCheckpoint(pointer);
    }

    @Override
    public void initializeBaseLocationsForCheckpoint() throws IOException {
      storage.initializeBaseLocationsForCheckpoint();
    }

    @Override
    public CheckpointStorageLocation initializeLocationForCheckpoint(long checkpointId)
        throws IOException {
      return storage.initializeLocationForCheckpoint(checkpointId);
    }

    @Override
    public CheckpointStorageLocation initializeLocationForSavepoint(
        long checkpointId, String externalLocationPointer) throws IOException {
      return storage.initializeLocationForSavepoint(checkpointId, externalLocationPointer);
    }
  }

  private record Streams(CheckpointStreamFactory streams, long checkpointId, UploadPace pace)
      implements CheckpointStreamFactory {

    @Override
    public CheckpointStateOutputStream createCheckpointStateOutputStream(
        CheckpointedStateScope scope) throws IOException {
      CheckpointStateOutputStream stream = streams.createCheckpointStateOutputStream(scope);
      return scope == CheckpointedStateScope.SHARED
          ? new PacedStream(stream, checkpointId, pace)
          : stream;
    }

    @Override
    public boolean canFastDuplicate(StreamStateHandle handle, CheckpointedStateScope scope)
        throws IOException {
      return streams.canFastDuplicate(handle, scope);
    }

    @Override
    public List<StreamStateHandle> duplicate(
        List<StreamStateHandle> handles, CheckpointedStateScope scope) throws IOException {
      return streams.duplicate(handles, scope);
    }

    @Override
    public void reusePreviousStateHandle(Collection<? extends StreamStateHandle> handles) {
      streams.reusePreviousStateHandle(handles);
    }

    @Override
    public boolean couldReuseStateHandle(StreamStateHandle handle) {
      return streams.couldReuseStateHandle(handle);
    }
  }

  private static final class PacedStream extends CheckpointStateOutputStream {

    /** Waits are this far apart, so that they cost little. */
    private static final int STEP_BYTES = 256 << 10;

    private final CheckpointStateOutputStream stream;
    private final long checkpointId;
    private final UploadPace pace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long ahead;

    private PacedStream(CheckpointStateOutputStream stream, long checkpointId, UploadPace pace) {
      this.stream = stream;
      this.checkpointId = checkpointId;
      this.pace = pace;
    }

    @Override
    public void write(int one) throws IOException {
      stream.write(one);
      written(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      stream.write(bytes, offset, length);
      written(length);
    }

    private void written(int length) throws InterruptedIOException {
      ahead += length;
      if (ahead >= STEP_BYTES) {
        keepPace();
      }
    }

    private void keepPace() throws InterruptedIOException {
      long waitNanos = pace.enter(checkpointId, ahead, System.nanoTime());
      ahead = 0;
      try {
        // Whoever closes the stream, as an abort does, ends the wait; the next write will tell.
        boolean ignored = closed.await(waitNanos, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted =
            new InterruptedIOException("interrupted while uploading a checkpoint");
        interrupted.initCause(e);
        throw interrupted;
      }
    }

    @Override
    public long getPos() throws IOException {
      return stream.getPos();
    }

    @Override
    public void flush() throws IOException {
      stream.flush();
    }

    @Override
    public void sync() throws IOException {
      stream.sync();
    }

    @Override
    public StreamStateHandle closeAndGetHandle() throws IOException {
      try {
        keepPace();
      } catch (InterruptedIOException e) {
        // Flink closes no stream that was asked for its handle.
        stream.close();
        throw e;
      }
      return stream.closeAndGetHandle();
    }

    @Override
    public void close() throws IOException {
      closed.countDown();
      stream.close();
    }
  }
}
