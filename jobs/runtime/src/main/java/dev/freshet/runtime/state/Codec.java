package dev.freshet.runtime.state;

import java.util.function.Function;

/** How a value is written to the bytes of keyed state, and read from them. */
public interface Codec<V> {

  byte[] serialize(V value);

  V deserialize(byte[] serialized);

  /** The codec that these two functions make up, each the inverse of the other. */
  static <V> Codec<V> of(Function<V, byte[]> serialize, Function<byte[], V> deserialize) {
    return new Codec<>() {
      @Override
      public byte[] serialize(V value) {
        return serialize.apply(value);
      }

      @Override
      public V deserialize(byte[] serialized) {
        return deserialize.apply(serialized);
      }
    };
  }
}
