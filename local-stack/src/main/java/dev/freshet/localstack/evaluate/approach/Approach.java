package dev.freshet.localstack.evaluate.approach;

import com.carrotsearch.hppc.IntSet;
import dev.freshet.localstack.evaluate.replay.Event;
import dev.freshet.scoring.event.ListExposure;

/** A way of recommending that can be judged: before each choice it lists, then it learns. */
public interface Approach {

  /** What it is called in tables. */
  String name();

  /**
   * The list that the user would see.
   *
   * @param user the user's number
   * @param atMillis when it is read; no event learned from is later
   * @param size at most so many items
   * @param excluded numbers of the items that must not be listed
   * @return item numbers, best first
   */
  int[] list(int user, long atMillis, int size, IntSet excluded);

  /** Learns from a list that a user was shown. */
  default void show(ListExposure exposure) {}

  /** Learns from an event. */
  void learn(Event event);
}
