package dev.freshet.runtime.state;

import dev.freshet.scoring.codec.Layout;
import java.util.function.Function;

/** How a value is written to the bytes of keyed state, and read from them. */
public interface Codec<V> {

  byte[] serialize(V value);

  V deserialize(byte[] serialized);

  /** The layout of the bytes. */
  Layout layout();

  /** The codec that these two functions make up, each the inverse of the other. */
  static <V> Codec<V> of(
      Layout layout, Function<V, byte[]> serialize, Function<byte[], V> deserialize) {
    return new Codec<>() {
      @Override
      public Layout layout() {
        return layout;
      }

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
