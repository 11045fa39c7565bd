package dev.freshet.scoring.candidates;

import dev.freshet.scoring.event.Opinion;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import java.util.List;

/**
 * What is known of an item when a user interacts with it: passes from the item's row to the user.
 *
 * @param user who interacted
 * @param number how many interactions of the user it is, with those before it
 * @param item id of the item
 * @param atMillis when
 * @param completed whether the interaction finished the item
 * @param from where the user stood with the item
 * @param to where the user stands with it now
 * @param neighbours the item's neighbours now
 * @param onward where others went on to who had come to the item the same way
 * @param tags the item's tags
 * @param vector the item's vector, or empty
 * @param opinion what the user says of the item, as {@link Opinion} has it
 */
public record EnrichedInteraction(
    String user,
    int number,
    String item,
    long atMillis,
    boolean completed,
    Engagement from,
    Engagement to,
    Neighbours neighbours,
    Onward onward,
    List<String> tags,
    float[] vector,
    int opinion) {

  /** Whether the user speaks against the item. */
  public boolean isAgainst() {
    return opinion == Opinion.AGAINST;
  }
}
