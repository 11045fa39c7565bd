package dev.freshet.recommendations;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.event.Opinion;
import dev.freshet.scoring.history.Engagement;
import dev.freshet.scoring.history.HistoryChange;
import dev.freshet.scoring.history.PairGain;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.ItemRow;
import dev.freshet.scoring.items.ItemSettings;
import dev.freshet.scoring.similarity.RowUpdate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A change for an item's row: a pair changed, or the item had an interaction, which the row
 * enriches.
 *
 * <p>Most changes are of one pair, so a pair travels flat, without objects around it. A list that a
 * user was shown goes the way of what the user did before, so as not to overtake it.
 *
 * @param row the fingerprint of the item whose row it is
 * @param earlier the pair's earlier item, 0 as all of the pair if there is a query
 * @param later its later item
 * @param gain change of its gain
 * @param next change of "came directly after"
 * @param before the item before these two, or 0
 * @param atMillis when it came to be
 * @param query the interaction with the row's own item, or null
 * @param shown a list to be passed on, which changes nothing in the row, or null
 */
public record RowChange(
    long row,
    long earlier,
    long later,
    double gain,
    double next,
    long before,
    long atMillis,
    @Nullable NeighbourQuery query,
    @Nullable ShownList shown) {

  /**
   * A list that a user was shown.
   *
   * @param exposure what was shown to whom
   * @param weight how many lists it stands for where the model learns, 0 if it is not in the sample
   */
  public record ShownList(ListExposure exposure, double weight) {}

  /**
   * An interaction with an item, whose neighbours are wanted.
   *
   * @param user who interacted
   * @param number how many interactions of the user it is, with those before it
   * @param item its id
   * @param atMillis when
   * @param completed whether the interaction finished the item
   * @param from where the user stood with it
   * @param to where the user stands with it now
   * @param update what changes in its row
   * @param before the item that the user came from, or 0
   * @param example what it is in the sample that the model learns from
   * @param opinion what the user says of the item, as {@link Opinion} has it
   */
  public record NeighbourQuery(
      String user,
      int number,
      String item,
      long atMillis,
      boolean completed,
      Engagement from,
      Engagement to,
      RowUpdate update,
      long before,
      Example example,
      int opinion) {

    /** Whether the user speaks against the item, of which nothing is counted then. */
    boolean isAgainst() {
      return opinion == Opinion.AGAINST;
    }
  }

  /**
   * What an interaction is in the sample that the model learns from.
   *
   * @param weight how many interactions it stands for, 0 if it is not in the sample
   * @param follows the number of the user's interaction before it that is in the sample, 0 without
   *     one: those between them never reach the model, which must not wait for them
   */
  public record Example(double weight, int follows) {

    /** Of an interaction that is not in the sample. */
    static final Example NONE = new Example(0.0, 0);

    boolean isGiven() {
      return weight > 0;
    }
  }

  /** Sends the rows of items what an interaction changed; the row of its item is asked. */
  static void tell(
      Interaction interaction,
      int number,
      HistoryChange change,
      Example example,
      Consumer<RowChange> rows) {
    long item = Fingerprint.of(interaction.item());
    rows.accept(querying(item, interaction, number, change, example));
    for (PairGain pair : change.gains()) {
      pair.tellRows(item, (row, part) -> rows.accept(telling(row, part)));
    }
  }

  private static RowChange telling(long row, PairGain pair) {
    return new RowChange(
        row,
        pair.earlier(),
        pair.later(),
        pair.gain(),
        pair.next(),
        pair.before(),
        pair.atMillis(),
        null,
        null);
  }

  /** Passes a list on by the row of an item that the user did before. */
  static RowChange showing(long row, ShownList shown) {
    return new RowChange(row, 0L, 0L, 0.0, 0.0, 0L, 0L, null, shown);
  }

  private static RowChange querying(
      long item, Interaction interaction, int number, HistoryChange change, Example example) {
    NeighbourQuery query =
        new NeighbourQuery(
            interaction.user(),
            number,
            interaction.item(),
            interaction.atMillis(),
            interaction.completed(),
            change.from(),
            change.to(),
            RowUpdate.of(item, interaction.atMillis(), change),
            change.before(),
            example,
            Opinion.of(interaction));
    return new RowChange(item, 0L, 0L, 0.0, 0.0, 0L, 0L, query, null);
  }

  /** Enters the change into the row. */
  void applyTo(ItemRow target, ItemSettings settings) {
    if (query != null) {
      target.apply(query.item(), query.update(), settings);
    } else {
      target.apply(new PairGain(earlier, later, gain, next, before, atMillis), row, settings);
    }
  }
}
