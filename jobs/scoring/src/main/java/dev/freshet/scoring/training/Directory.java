package dev.freshet.scoring.training;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.items.ItemSettings;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.model.ModelSettings;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.ranking.ListSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What ranking needs to know, and follows the trainer's updates: all items, weights, and the pulse.
 */
public final class Directory {

  /** The layout of serialized items, which is not among their bytes. */
  public static final Layout LAYOUT = Layout.of("directory of items", 2).reading(1);

  private final int itemsPerTag;
  private final ItemTable table;
  private final ChoiceModel model;
  private Pulse pulse = Pulse.EMPTY;
  private List<WeightedPulse> weighted = List.of();
  private boolean isComplete;

  public Directory(ItemSettings items, ListSettings lists, ModelSettings weights) {
    itemsPerTag = lists.itemsPerTag();
    table = new ItemTable(items.popularity(), items.coOccurrence().halfLife());
    model = ChoiceModel.of(weights);
  }

  /** All items. */
  public ItemTable table() {
    return table;
  }

  /** The weights. */
  public ChoiceModel model() {
    return model;
  }

  /** The pulse of the last update, for users who acted a moment ago. */
  public Pulse pulse() {
    return pulse;
  }

  /** What lists of variants with other weights are ranked by, as of the last update. */
  public List<WeightedPulse> weighted() {
    return weighted;
  }

  /** Whether everything has been told that was known when this directory began to follow. */
  public boolean isComplete() {
    return isComplete;
  }

  /** Follows a part of an update. */
  public void enter(ModelUpdate update) {
    read(update.items(), table);
    if (update.isComplete()) {
      isComplete = true;
      model.restore(update.weights());
      pulse = update.pulse();
      weighted = update.weighted().stream().map(this::withKnownPulse).toList();
      if (pulse.asOfMillis() != EventTime.NEVER) {
        table.advanceTo(
            pulse.asOfMillis(),
            itemsPerTag,
            Weighting.views(model.globals(), WeightedPulse.weightings(weighted)));
      }
    }
  }

  /** Of an equal pulse the table would look up all items again. */
  private WeightedPulse withKnownPulse(WeightedPulse told) {
    return told.weighting().hasOwnPulse() ? told : new WeightedPulse(told.weighting(), pulse);
  }

  /** Enters serialized items into a table. */
  static void read(byte[] items, ItemTable table) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(items));
    try {
      while (in.available() > 0) {
        table.read(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("items are cut short", e);
    }
  }

  /**
   * Items and what is forgotten as {@link #read} enters them, in parts of at most {@link
   * ModelUpdate#MOST_BYTES}.
   *
   * @param indexes of the items
   * @param withDescription for which of them what the catalogue says is written too
   */
  static List<byte[]> write(
      ItemTable table, List<String> forgotten, int[] indexes, IntPredicate withDescription) {
    List<byte[]> parts = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      for (String id : forgotten) {
        endFullPart(bytes, parts);
        ItemTable.writeForgotten(id, out);
      }
      for (int index : indexes) {
        endFullPart(bytes, parts);
        if (table.isTaken(index)) {
          table.write(index, withDescription.test(index), out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an array does not fail", e);
    }
    parts.add(bytes.toByteArray());
    return parts;
  }

  private static void endFullPart(ByteArrayOutputStream bytes, List<byte[]> parts) {
    if (bytes.size() > ModelUpdate.MOST_BYTES) {
      parts.add(bytes.toByteArray());
      bytes.reset();
    }
  }
}
