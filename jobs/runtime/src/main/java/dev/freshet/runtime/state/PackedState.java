package dev.freshet.runtime.state;

import java.time.Duration;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

/** Describes state whose bytes the arithmetic itself packs and reads: a {@link Codec} knows how. */
public final class PackedState {

  private PackedState() {}

  /** A value of each key that is kept for as long as the job. */
  public static ValueStateDescriptor<byte[]> value(String name) {
    return new ValueStateDescriptor<>(name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  /** A value of each key that is forgotten when it was not written for so long. */
  public static ValueStateDescriptor<byte[]> value(String name, Duration ttl) {
    ValueStateDescriptor<byte[]> descriptor = value(name);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
    return descriptor;
  }

  /** What a task keeps, in parts. */
  public static ListStateDescriptor<byte[]> parts(String name) {
    return new ListStateDescriptor<>(name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  }
}
