package dev.freshet.localstack.simulate;

import dev.freshet.localstack.simulator.Showcase;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;

/** Where the lists come from that a simulated log shows its learners. */
interface ListSource {

  /** The platform's own lists. */
  ListSource PLATFORM = Showcase::next;

  /**
   * What happens next in a showcase.
   *
   * @param atMillis when
   */
  Showcase.Step next(Showcase showcase, long atMillis);

  /** A list was shown. */
  default void accept(ListExposure shown) {}

  /** A learner did something. */
  default void accept(Interaction taken) {}
}
