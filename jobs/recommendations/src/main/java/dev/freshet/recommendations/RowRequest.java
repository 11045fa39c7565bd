package dev.freshet.recommendations;

import dev.freshet.scoring.Fingerprint;
import dev.freshet.scoring.Interaction;
import dev.freshet.scoring.ItemRow;
import dev.freshet.scoring.PairGain;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.RowUpdate;
import dev.freshet.scoring.Standing;
import dev.freshet.scoring.Touch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an item's row is told: that a pair changed, or that its item was touched, which it answers.
 *
 * <p>Most rows are told of one pair, so that one travels flat, without objects around it.
 *
 * @param row the fingerprint of the item whose row it is
 * @param earlier the pair's earlier item, 0 as all of the pair if there is a question
 * @param later its later item
 * @param gain change of its gain
 * @param next change of "touched directly after"
 * @param before the item touched before these two, or 0
 * @param atMillis when it came to be
 * @param question the touch of the row's own item, or null
 */
public record RowRequest(
    long row,
    long earlier,
    long later,
    double gain,
    double next,
    long before,
    long atMillis,
    @Nullable Question question) {

  /**
   * The touch of an item, whose neighbours are wanted.
   *
   * @param user who touched it
   * @param number how many interactions of the user it is, with those before it
   * @param item its id
   * @param atMillis when
   * @param completed whether the interaction finished the item
   * @param from where the user stood with it
   * @param to where the user stands with it now
   * @param update what changes in its row
   * @param before the item that the user touched directly before, or 0
   * @param exampleWeight how many interactions it stands for in the sample that the model learns
   *     from, 0 if it is not in the sample
   */
  public record Question(
      String user,
      int number,
      String item,
      long atMillis,
      boolean completed,
      Standing from,
      Standing to,
      RowUpdate update,
      long before,
      double exampleWeight) {}

  /** Tells the rows of items what an interaction changed; the row of its item is asked. */
  static void tell(
      Interaction interaction,
      int number,
      Touch touch,
      double exampleWeight,
      Consumer<RowRequest> rows) {
    long item = Fingerprint.of(interaction.item());
    rows.accept(asking(item, interaction, number, touch, exampleWeight));
    for (PairGain pair : touch.gains()) {
      pair.tellRows(item, (row, change) -> rows.accept(telling(row, change)));
    }
  }

  private static RowRequest telling(long row, PairGain pair) {
    return new RowRequest(
        row,
        pair.earlier(),
        pair.later(),
        pair.gain(),
        pair.next(),
        pair.before(),
        pair.atMillis(),
        null);
  }

  private static RowRequest asking(
      long item, Interaction interaction, int number, Touch touch, double exampleWeight) {
    Question question =
        new Question(
            interaction.user(),
            number,
            interaction.item(),
            interaction.atMillis(),
            interaction.completed(),
            touch.from(),
            touch.to(),
            RowUpdate.of(item, interaction.atMillis(), touch),
            touch.before(),
            exampleWeight);
    return new RowRequest(item, 0L, 0L, 0.0, 0.0, 0L, 0L, question);
  }

  /** Enters into the row what it is told. */
  void applyTo(ItemRow target, RecommenderSettings scoring) {
    if (question != null) {
      target.apply(question.item(), question.update(), scoring);
    } else {
      target.apply(new PairGain(earlier, later, gain, next, before, atMillis), row, scoring);
    }
  }
}
