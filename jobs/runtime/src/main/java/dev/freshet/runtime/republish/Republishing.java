package dev.freshet.runtime.republish;

import dev.freshet.runtime.redis.RedisSettings;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * What publishes documents of its keyed state, and can do so again. Called by the {@link
 * Republisher} of the operator, in the thread of its task.
 *
 * @param <K> the type of the keys
 * @param <O> what is emitted
 */
public interface Republishing<K, O> {

  /** The Redis that may lose what is published, or null if nothing is published. */
  @Nullable RedisSettings redis();

  /** The state whose keys have something to publish, or null if none has. */
  @Nullable ValueStateDescriptor<?> publishedState();

  /** Whether enough is known to publish; asked again later if not. */
  default boolean canRepublish() {
    return true;
  }

  /** Publishes what belongs to no key. */
  default void republishAll() {}

  /** Publishes what belongs to the current key, if it has anything. */
  void republish(K key, Collector<O> out) throws Exception;
}
