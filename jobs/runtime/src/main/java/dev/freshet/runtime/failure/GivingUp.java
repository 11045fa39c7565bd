package dev.freshet.runtime.failure;

/**
 * A step that can go on without what it fails on at a timer. It is asked for the current key, which
 * is that of the timer.
 */
public interface GivingUp {

  /**
   * Leaves out what waits for a timer of event time, as if it had never come. The timer comes right
   * after that, and may do what time alone brings about. By default nothing waits.
   *
   * @param timerMillis when the timer is due, event time
   */
  default void leaveOut(long timerMillis) throws Exception {}

  /**
   * Forgets what is kept of the key, as the timer fails without what waited for it too. What a
   * timer may have left half changed must be gone by that; what waits for later ones may stay. By
   * default all stays: a timer changes nothing, but publishes what is published another time.
   */
  default void forget() throws Exception {}
}
