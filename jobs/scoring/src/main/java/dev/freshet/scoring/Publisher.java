package dev.freshet.scoring;

import dev.freshet.scoring.interest.InterestVector;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.ranking.PersonalList;
import dev.freshet.scoring.ranking.VariantList;
import dev.freshet.scoring.similarity.Neighbours;
import java.util.List;

/** Receives what follows from each interaction for its user and its item; ignores it by default. */
public interface Publisher {

  /**
   * A user's list was ranked again.
   *
   * @param others the user's lists by the weights of variants
   */
  default void list(PersonalList list, List<VariantList> others) {}

  /**
   * A user's interests changed.
   *
   * @param atMillis time of the user's newest interaction
   */
  default void interests(String user, long atMillis, InterestVector interests) {}

  /**
   * An item had an interaction.
   *
   * @param atMillis time of the interaction
   * @param table all items, as of the last pulse
   */
  default void similar(String item, long atMillis, Neighbours neighbours, ItemTable table) {}
}
