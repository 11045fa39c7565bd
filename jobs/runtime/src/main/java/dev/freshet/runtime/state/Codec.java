package dev.freshet.runtime.state;

import java.util.function.Function;

/** How a value is written to the bytes of keyed state, and read from them. */
public interface Codec<V> {

  byte[] pack(V value);

  V unpack(byte[] packed);

  /** The packing that these two functions make up, each the inverse of the other. */
  static <V> Codec<V> of(Function<V, byte[]> pack, Function<byte[], V> unpack) {
    return new Codec<>() {
      @Override
      public byte[] pack(V value) {
        return pack.apply(value);
      }

      @Override
      public V unpack(byte[] packed) {
        return unpack.apply(packed);
      }
    };
  }
}
