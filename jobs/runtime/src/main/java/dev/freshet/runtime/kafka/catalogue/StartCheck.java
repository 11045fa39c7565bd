package dev.freshet.runtime.kafka.catalogue;

import java.io.Serializable;

/** What has to be so before anything is read. */
public interface StartCheck extends Serializable {

  /**
   * Checks it. May block.
   *
   * @param hasState whether the job goes on from what it knows
   * @throws RuntimeException saying what is wrong and what to do about it
   */
  void check(boolean hasState);
}
