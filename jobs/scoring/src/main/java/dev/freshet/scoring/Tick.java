package dev.freshet.scoring;

import java.util.List;

/**
 * What the trainer tells the rankers at each beat of the pulse.
 *
 * @param pulse the new pulse
 * @param model the model, as {@link ChoiceModel#snapshot} gives it
 * @param facts the items that changed since the last tick
 * @param described what the catalogue said since the last tick
 * @param last whether nothing more will come
 */
public record Tick(
    Pulse pulse,
    double[] model,
    List<ItemFacts> facts,
    List<CatalogueItem> described,
    boolean last) {

  /** The same as the last of a log. */
  public Tick asLast() {
    return new Tick(pulse, model, facts, described, true);
  }
}
