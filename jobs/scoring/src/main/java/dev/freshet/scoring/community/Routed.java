package dev.freshet.scoring.community;

/**
 * Someone a question is routed to.
 *
 * @param user the member
 * @param chance how likely this one of all members answers next, 0 to 1
 * @param reason {@code expert:<tag>} for the tag of the question that the member answered most,
 *     else {@code thread} for who spoke in the thread, else {@code active}
 */
public record Routed(String user, double chance, String reason) {

  /** The same for another reason. */
  Routed because(String another) {
    return new Routed(user, chance, another);
  }
}
