package dev.freshet.engagement.community;

import dev.freshet.scoring.community.Credit;
import java.util.List;

/**
 * What follows from a post in a thread for the item that it is about.
 *
 * @param credits who has helped
 * @param turn what becomes of the thread's question
 */
public record ThreadNews(
    long atMillis, long cause, String item, String thread, List<Credit> credits, Turn turn)
    implements News {

  /** What becomes of a question. */
  public enum Turn {
    NONE,
    /** It waits for an answer. */
    OPENED,
    /** It is answered. */
    CLOSED
  }
}
