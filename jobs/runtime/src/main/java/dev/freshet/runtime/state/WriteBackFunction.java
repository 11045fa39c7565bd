package dev.freshet.runtime.state;

/**
 * A function that keeps values of its keys in {@link WriteBackState}. It must run in an operator
 * that opens and flushes them, as those of this package do, and may be rich, checkpointed and use
 * timers like any other.
 *
 * @param <K> the type of the keys
 */
public interface WriteBackFunction<K> {

  /** Declares the function's states; called once for each task, just before it is opened. */
  void declare(WriteBackStates<K> states);
}
