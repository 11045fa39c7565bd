package dev.freshet.runtime.state;

import org.jspecify.annotations.Nullable;

/**
 * A packing of values of which little changes at a time, so that changes are packed by themselves.
 */
public interface ChangePacking<V> extends Packing<V> {

  /** The whole value, which then takes no note of its changes any more. */
  @Override
  byte[] pack(V value);

  /**
   * The whole value, in bytes that {@link #isWatched}; from now on it takes note of its changes.
   */
  byte[] packWatched(V value);

  /**
   * Whether these are bytes of {@link #packWatched}, so that changes may have been kept as well.
   */
  boolean isWatched(byte[] packed);

  /**
   * What has changed since {@link #packWatched}, and the end of taking note.
   *
   * @return null if that is not known or so much that the whole value had better be packed
   */
  byte @Nullable [] packChanges(V value);

  /** Enters changes in the value as it was when they began. */
  void unpackChanges(V value, byte[] changes);
}
