package dev.freshet.recommendations;

import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

/**
 * State that the parts of {@code scoring} serialize themselves: one access of the store an event.
 */
final class SerializedState {

  /** Entries after which RocksDB asks for the time again while it drops expired ones. */
  private static final long ENTRIES_PER_CLOCK_READING = 1000;

  private SerializedState() {}

  static ValueStateDescriptor<byte[]> descriptor(String name, StateTtlConfig.Builder ttl) {
    ValueStateDescriptor<byte[]> descriptor =
        new ValueStateDescriptor<>(name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    descriptor.enableTimeToLive(
        ttl.cleanupInRocksdbCompactFilter(ENTRIES_PER_CLOCK_READING).build());
    return descriptor;
  }
}
