package dev.freshet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.runtime.checkpoint.CheckpointOptions;
import dev.freshet.runtime.checkpoint.PacedCheckpointStorage;
import dev.freshet.runtime.start.RecoveryPoint;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend.PriorityQueueStateType;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.junit.jupiter.api.Test;

class JobEnvironmentTest {

  private final Configuration configuration = new Configuration();

  private ReadableConfig environment() {
    return JobEnvironment.create(configuration).getConfiguration();
  }

  @Test
  void dividesStateIntoAsManyPartsWhateverTheParallelism() {
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, 200);

    assertThat(environment().get(PipelineOptions.MAX_PARALLELISM)).isEqualTo(240);
  }

  @Test
  void leavesItToJobManagersThatTakeOverWhereTheSavepointIsGone() {
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, "file:///gone/savepoint-1");
    configuration.set(PipelineOptions.MAX_PARALLELISM, 64);

    assertThat(environment().get(PipelineOptions.MAX_PARALLELISM)).isEqualTo(64);
    assertThat(RecoveryPoint.of(configuration)).isEmpty();
  }

  @Test
  void leavesCheckpointsToFlinksOwnStorage() {
    assertThat(environment().getOptional(CheckpointingOptions.CHECKPOINT_STORAGE)).isEmpty();
  }

  @Test
  void pacesUploadsIfAsked() {
    configuration.set(CheckpointOptions.PACED_UPLOADS, true);

    assertThat(environment().get(CheckpointingOptions.CHECKPOINT_STORAGE))
        .isEqualTo(PacedCheckpointStorage.class.getName());
  }

  @Test
  void pacesUploadsToTheStorageThatTheClusterNames() {
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(CheckpointOptions.PACED_UPLOADS, true);

    assertThat(environment().get(CheckpointingOptions.CHECKPOINT_STORAGE))
        .isEqualTo(PacedCheckpointStorage.class.getName());
  }

  @Test
  void refusesToPaceUploadsOfOtherStateBackends() {
    configuration.set(StateBackendOptions.STATE_BACKEND, "forst");
    configuration.set(CheckpointOptions.PACED_UPLOADS, true);

    assertThatThrownBy(this::environment)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("checkpoints.paced-uploads")
        .hasMessageContaining("state.backend.type is rocksdb, was forst");
  }

  @Test
  void compressesTheStateOfOperatorsWhichIsRestoredByteByByteOtherwise() {
    assertThat(environment().get(ExecutionOptions.SNAPSHOT_COMPRESSION)).isTrue();
  }

  @Test
  void leavesRocksDbItsOwnWriteBuffers() {
    assertThat(environment().getOptional(RocksDBConfigurableOptions.WRITE_BUFFER_SIZE)).isEmpty();
  }

  @Test
  void shortensFlushesIfAskedButKeepsWhatIsConfigured() {
    configuration.set(CheckpointOptions.SHORT_FLUSHES, true);
    configuration.set(RocksDBConfigurableOptions.MAX_BACKGROUND_THREADS, 2);

    assertThat(environment().get(RocksDBConfigurableOptions.WRITE_BUFFER_SIZE))
        .isEqualTo(MemorySize.ofMebiBytes(8));
    assertThat(environment().get(RocksDBConfigurableOptions.MAX_BACKGROUND_THREADS)).isEqualTo(2);
  }

  @Test
  void keepsTimersInRocksDb() {
    assertThat(environment().get(RocksDBOptions.TIMER_SERVICE_FACTORY))
        .isEqualTo(PriorityQueueStateType.ROCKSDB);
  }
}
