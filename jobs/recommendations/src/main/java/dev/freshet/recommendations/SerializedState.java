package dev.freshet.recommendations;

import dev.freshet.runtime.state.PackedState;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/**
 * State that the parts of {@code scoring} serialize themselves: one access of the store an event.
 */
final class SerializedState {

  /** Entries after which RocksDB asks for the time again while it drops expired ones. */
  private static final long ENTRIES_PER_CLOCK_READING = 1000;

  private SerializedState() {}

  static ValueStateDescriptor<byte[]> descriptor(String name, StateTtlConfig.Builder ttl) {
    ValueStateDescriptor<byte[]> descriptor = PackedState.value(name);
    descriptor.enableTimeToLive(
        ttl.cleanupInRocksdbCompactFilter(ENTRIES_PER_CLOCK_READING).build());
    return descriptor;
  }
}
