package dev.freshet.scoring;

import com.carrotsearch.hppc.LongObjectHashMap;
import dev.freshet.scoring.candidates.EnrichedInteraction;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.Opinion;
import dev.freshet.scoring.history.HistoryChange;
import dev.freshet.scoring.history.PairGain;
import dev.freshet.scoring.history.UserHistory;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.ItemRow;
import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.similarity.Onward;
import dev.freshet.scoring.similarity.RowUpdate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is counted of users and items, as the job's steps {@code history} and {@code items} do. */
final class Counts {

  private final RecommenderSettings settings;
  private final Map<String, UserHistory> histories = new HashMap<>();
  private final LongObjectHashMap<ItemRow> rows = new LongObjectHashMap<>();
  private final Map<String, CatalogueItem> catalogue = new HashMap<>();

  Counts(RecommenderSettings settings) {
    this.settings = settings;
  }

  /** Enters a record of the catalogue. */
  void describe(CatalogueItem item) {
    catalogue.put(item.item(), item);
  }

  /** The rows of all items, by their fingerprints. */
  LongObjectHashMap<ItemRow> rows() {
    return rows;
  }

  /** The row of an item, or null if nothing was counted of it. */
  @Nullable ItemRow known(long item) {
    return rows.get(item);
  }

  /** Counts an interaction, and tells what follows from it for its user. */
  EnrichedInteraction enrich(Interaction interaction) {
    long item = Fingerprint.of(interaction.item());
    UserHistory history = histories.computeIfAbsent(interaction.user(), user -> new UserHistory());
    HistoryChange change = history.update(interaction, settings.history());
    int opinion = Opinion.of(interaction);
    boolean isAgainst = opinion == Opinion.AGAINST;
    if (!isAgainst) {
      count(interaction, item, change);
    }
    CatalogueItem described = catalogue.get(interaction.item());
    return new EnrichedInteraction(
        interaction.user(),
        history.interactions(),
        interaction.item(),
        interaction.atMillis(),
        interaction.completed(),
        change.from(),
        change.to(),
        isAgainst ? Neighbours.none(item) : neighbours(item, interaction.atMillis()),
        isAgainst
            ? Onward.NONE
            : row(item).onward(change.before(), interaction.atMillis(), settings.items()),
        described == null ? List.of() : described.tags(),
        described == null ? new float[0] : described.vector().values(),
        opinion);
  }

  private void count(Interaction interaction, long item, HistoryChange change) {
    row(item)
        .apply(
            interaction.item(),
            RowUpdate.of(item, interaction.atMillis(), change),
            settings.items());
    for (PairGain pair : change.gains()) {
      pair.tellRows(item, (row, part) -> row(row).apply(part, row, settings.items()));
    }
  }

  /** The strongest neighbours of an item. */
  Neighbours neighbours(long item, long atMillis) {
    return row(item).strongest(item, atMillis, settings.items());
  }

  /** The row of an item, which is new if nothing was counted of it. */
  ItemRow row(long item) {
    ItemRow row = rows.get(item);
    if (row == null) {
      row = new ItemRow();
      rows.put(item, row);
    }
    return row;
  }
}
