package dev.freshet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.runtime.checkpoint.PacedCheckpointStorage;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend.PriorityQueueStateType;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.junit.jupiter.api.Test;

class JobEnvironmentTest {

  private final Configuration configuration = new Configuration();

  private ReadableConfig environment() {
    return JobEnvironment.create(configuration).getConfiguration();
  }

  @Test
  void storesCheckpointsWithQuietUploads() {
    assertThat(environment().get(CheckpointingOptions.CHECKPOINT_STORAGE))
        .isEqualTo(PacedCheckpointStorage.class.getName());
  }

  @Test
  void keepsTimersInRocksDb() {
    assertThat(environment().get(RocksDBOptions.TIMER_SERVICE_FACTORY))
        .isEqualTo(PriorityQueueStateType.ROCKSDB);
  }

  @Test
  void keepsTimersInHeapIfThatIsConfigured() {
    configuration.set(RocksDBOptions.TIMER_SERVICE_FACTORY, PriorityQueueStateType.HEAP);

    assertThat(environment().get(RocksDBOptions.TIMER_SERVICE_FACTORY))
        .isEqualTo(PriorityQueueStateType.HEAP);
  }

  @Test
  void keepsWhatIsConfigured() {
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");

    assertThat(environment().get(CheckpointingOptions.CHECKPOINT_STORAGE)).isEqualTo("filesystem");
  }

  @Test
  void leavesFlinksOwnStorageToOtherStateBackends() {
    configuration.set(StateBackendOptions.STATE_BACKEND, "forst");

    assertThat(environment().getOptional(CheckpointingOptions.CHECKPOINT_STORAGE)).isEmpty();
  }
}
