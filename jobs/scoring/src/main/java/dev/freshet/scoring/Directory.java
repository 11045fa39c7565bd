package dev.freshet.scoring;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What ranking needs to know, and follows the trainer's updates: all items, weights, and the pulse.
 */
public final class Directory {

  private final RecommenderSettings settings;
  private final ItemTable table;
  private final ChoiceModel model;
  private Pulse pulse = Pulse.EMPTY;
  private boolean isComplete;

  public Directory(RecommenderSettings settings) {
    this.settings = settings;
    table = new ItemTable(settings.popularity(), settings.coOccurrence());
    model = ChoiceModel.of(settings);
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
      if (pulse.asOfMillis() != EventTime.NEVER) {
        table.advanceTo(pulse.asOfMillis(), settings.itemsPerTag(), model.globals());
      }
    }
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
}
