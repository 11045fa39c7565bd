package dev.freshet.effect;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.experiment.Catalogue;
import dev.freshet.scoring.experiment.ItemSums;
import dev.freshet.scoring.experiment.KnownViews;
import dev.freshet.scoring.experiment.ShownItems;
import java.util.Optional;

/**
 * The one place that knows all placements and experiments, and the catalogue: lets in so many of
 * the former, and tells by the latter which of the items that they show are new.
 */
final class ViewRegistry {

  private final Catalogue catalogue;
  private final KnownViews views;

  ViewRegistry(EffectSettings settings) {
    catalogue = new Catalogue(settings.newFor());
    views = new KnownViews(settings.mostSubjects(), settings.resultsTtl());
  }

  /** Enters what the platform says of an item. */
  void tell(CatalogueItem item) {
    catalogue.tell(item);
  }

  /**
   * What is to be added to the sums of a subject, or what it is; nothing if there is no room for
   * the view.
   */
  Optional<EffectNews> enter(ViewNews news) {
    if (news.isDefinition()) {
      define(news);
      return Optional.of(EffectNews.ofDefinition(news));
    }
    if (!views.admits(news.view(), news.atMillis())) {
      return Optional.empty();
    }
    ItemSums items = new ItemSums();
    items.add(ShownItems.deserialize(news.shown()), catalogue);
    return Optional.of(EffectNews.of(news, items));
  }

  private void define(ViewNews news) {
    if (news.content().length > 0) {
      views.define(news.view().experiment());
    } else {
      views.undefine(news.view().experiment());
    }
  }

  Catalogue catalogue() {
    return catalogue;
  }

  KnownViews views() {
    return views;
  }
}
