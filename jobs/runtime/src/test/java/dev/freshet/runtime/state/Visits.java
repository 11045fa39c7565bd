package dev.freshet.runtime.state;

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

  private static final Packing<Visits> PACKING =
      Packing.of(
          visits -> ByteBuffer.allocate(Long.BYTES).putLong(visits.count).array(),
          packed -> new Visits(ByteBuffer.wrap(packed).getLong()));

  private static final long NOT_WATCHED = -1;

  /** Changes are what was added, so that entering them twice or too late shows. */
  private static final ChangePacking<Visits> CHANGE_PACKING =
      new ChangePacking<>() {
        @Override
        public byte[] pack(Visits visits) {
          visits.watchedFrom = NOT_WATCHED;
          return PACKING.pack(visits);
        }

        @Override
        public Visits unpack(byte[] packed) {
          return new Visits(ByteBuffer.wrap(packed).getLong(packed.length - Long.BYTES));
        }

        @Override
        public byte[] packWatched(Visits visits) {
          visits.watchedFrom = visits.count;
          return ByteBuffer.allocate(1 + Long.BYTES).put((byte) 1).putLong(visits.count).array();
        }

        @Override
        public boolean isWatched(byte[] packed) {
          return packed.length > Long.BYTES;
        }

        @Override
        public byte @Nullable [] packChanges(Visits visits) {
          long from = visits.watchedFrom;
          visits.watchedFrom = NOT_WATCHED;
          return from == NOT_WATCHED ? null : PACKING.pack(new Visits(visits.count - from));
        }

        @Override
        public void unpackChanges(Visits visits, byte[] changes) {
          visits.count += unpack(changes).count;
        }
      };

  private long count;
  private long watchedFrom = NOT_WATCHED;

  private Visits(long count) {
    this.count = count;
  }

  static ValueStateDescriptor<byte[]> descriptor() {
    return descriptor("visits");
  }

  private static ValueStateDescriptor<byte[]> descriptor(String name) {
    ValueStateDescriptor<byte[]> descriptor =
        new ValueStateDescriptor<>(name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(TTL).build());
    return descriptor;
  }

  static WriteBackState<String, Visits> state(WriteBackStates<String> states, CacheLimits limits) {
    return states.of(descriptor(), PACKING, limits);
  }

  static WriteBackState<String, Visits> stateWithChanges(
      WriteBackStates<String> states, CacheLimits limits) {
    return states.of(descriptor(), descriptor("visits-changes"), CHANGE_PACKING, limits);
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
