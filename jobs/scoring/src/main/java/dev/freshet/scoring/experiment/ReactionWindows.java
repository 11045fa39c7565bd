package dev.freshet.scoring.experiment;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * For how long after an item was shown what is done with it may be due to that; the last
 * millisecond counts.
 */
public record ReactionWindows(
    Duration click, Duration study, Duration completion, Duration like, Duration purchase)
    implements Serializable {

  public static final ReactionWindows USUAL =
      new ReactionWindows(
          Duration.ofMinutes(30),
          Duration.ofDays(1),
          Duration.ofDays(1),
          Duration.ofDays(1),
          Duration.ofDays(14));

  /** That of a reaction. */
  public Duration of(Reaction reaction) {
    return switch (reaction) {
      case CLICK -> click;
      case STUDY -> study;
      case COMPLETION -> completion;
      case LIKE -> like;
      case PURCHASE -> purchase;
      case ACTIVITY -> Duration.ZERO;
    };
  }

  /** After it nothing is due to a list any more. */
  public Duration longest() {
    return Collections.max(List.of(click, study, completion, like, purchase));
  }
}
