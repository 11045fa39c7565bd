package dev.freshet.localstack.up;

import dev.freshet.localstack.simulator.HomeVisit;

/** Where the events come from. */
public interface Feed {

  /**
   * Sends the catalogue, then events until there are none left or the thread is interrupted.
   *
   * @throws InterruptedException if it was
   */
  void run(Producer producer, Pace pace) throws InterruptedException;

  /** The same where users are shown these lists; itself if it has no use for them. */
  default Feed showing(HomeVisit.Lists lists) {
    return this;
  }

  /** The same where users hear of these rewards; itself if nobody reacts to them. */
  default Feed rewarding(RewardTopic rewards) {
    return this;
  }

  /** What it is, for people. */
  String description();
}
