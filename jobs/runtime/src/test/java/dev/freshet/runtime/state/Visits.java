package dev.freshet.runtime.state;

import dev.freshet.scoring.codec.Layout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.jspecify.annotations.Nullable;

/** Counts visits per user, in place, in a write-back state. */
final class Visits {

  static final Duration TTL = Duration.ofHours(1);

  private static final Codec<Visits> CODEC =
      Codec.of(
          Layout.of("visits", 1),
          visits -> ByteBuffer.allocate(Long.BYTES).putLong(visits.count).array(),
          serialized -> new Visits(ByteBuffer.wrap(serialized).getLong()));

  private long count;

  private Visits(long count) {
    this.count = count;
  }

  static ValueStateDescriptor<byte[]> descriptor() {
    ValueStateDescriptor<byte[]> descriptor =
        new ValueStateDescriptor<>("visits", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(TTL).build());
    return descriptor;
  }

  static WriteBackState<String, Visits> state(WriteBackStates<String> states, CacheLimits limits) {
    return states.of(descriptor(), CODEC, limits);
  }

  /** Counts one more visit of the current user and says the sum: {@code ada=3}. */
  static String count(WriteBackState<String, Visits> visits, String user) throws IOException {
    @Nullable Visits known = visits.value();
    Visits now = known == null ? new Visits(0) : known;
    now.count++;
    visits.update(now);
    return user + "=" + now.count;
  }
}
