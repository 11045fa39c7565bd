package dev.freshet.recommendations;

import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.similarity.Neighbours;
import org.jspecify.annotations.Nullable;

/**
 * What those who know the directory receive: what follows from an interaction for its user, the
 * neighbours of an item to be published, or what a user was shown. Exactly one of them is there.
 *
 * @param interaction what follows for a user
 * @param similar an item's neighbours
 * @param shown a list that a user was shown
 */
public record RankingInput(
    @Nullable EnrichedInteraction interaction,
    @Nullable Similar similar,
    @Nullable ListExposure shown) {

  /**
   * An item's neighbours to be published.
   *
   * @param item the item's id
   * @param neighbours its neighbours
   * @param atMillis as of when
   * @param interactedMillis when the last interaction with the item was, which the directory has to
   *     know of
   * @param settled whether nothing more will come, so that they are published as of the end
   */
  public record Similar(
      String item, Neighbours neighbours, long atMillis, long interactedMillis, boolean settled) {}

  static RankingInput of(EnrichedInteraction interaction) {
    return new RankingInput(interaction, null, null);
  }

  static RankingInput of(Similar similar) {
    return new RankingInput(null, similar, null);
  }

  static RankingInput of(ListExposure shown) {
    return new RankingInput(null, null, shown);
  }

  /** The user, or the item. */
  String key() {
    if (interaction != null) {
      return interaction.user();
    }
    if (similar != null) {
      return similar.item();
    }
    if (shown != null) {
      return shown.user();
    }
    throw new IllegalStateException("neither an interaction nor neighbours nor a list");
  }
}
