package dev.freshet.recommendations;

import dev.freshet.scoring.Fingerprint;
import dev.freshet.scoring.Interaction;
import dev.freshet.scoring.RowUpdate;
import dev.freshet.scoring.Touch;
import java.util.List;

/**
 * What an item's row is told, and whether it has to answer.
 *
 * @param update the change
 * @param asks whether the item was touched, so that its neighbours are wanted
 * @param user who touched it, empty if it does not ask, as with all that follow
 * @param item its id
 * @param atMillis when
 * @param completed whether the interaction finished the item
 * @param strengthGain by how much the user's strength for it grew
 * @param first whether the user touched it for the first time
 */
public record RowRequest(
    RowUpdate update,
    boolean asks,
    String user,
    String item,
    long atMillis,
    boolean completed,
    double strengthGain,
    boolean first) {

  /** What the rows of items are told of an interaction; the row of its item is asked as well. */
  static List<RowRequest> of(Interaction interaction, Touch touch) {
    long item = Fingerprint.of(interaction.item());
    return RowUpdate.of(item, touch).stream()
        .map(update -> update.row() == item ? asking(update, interaction, touch) : telling(update))
        .toList();
  }

  private static RowRequest telling(RowUpdate update) {
    return new RowRequest(update, false, "", "", 0L, false, 0.0, false);
  }

  private static RowRequest asking(RowUpdate update, Interaction interaction, Touch touch) {
    return new RowRequest(
        update,
        true,
        interaction.user(),
        interaction.item(),
        interaction.atMillis(),
        interaction.completed(),
        touch.strengthGain(),
        touch.first());
  }

  /** The fingerprint of the item whose row it is. */
  public long row() {
    return update.row();
  }
}
