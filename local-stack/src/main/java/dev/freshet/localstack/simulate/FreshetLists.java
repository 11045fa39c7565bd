package dev.freshet.localstack.simulate;

import dev.freshet.localstack.simulator.Showcase;
import dev.freshet.scoring.Recommender;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.ranking.Recommendation;
import java.util.List;
import java.util.Set;

/**
 * Lists that Freshet makes, which learns from what becomes of them. The first ones are the
 * platform's, as nothing is known then.
 */
final class FreshetLists implements ListSource {

  private final Recommender recommender;
  private final int first;
  private int steps;

  /**
   * @param catalogue what there is to recommend
   * @param first for so many steps the platform's lists are shown
   */
  FreshetLists(Recommender recommender, List<CatalogueItem> catalogue, int first) {
    this.recommender = recommender;
    this.first = first;
    catalogue.forEach(recommender::accept);
  }

  @Override
  public Showcase.Step next(Showcase showcase, long atMillis) {
    return steps++ < first ? showcase.next(atMillis) : showcase.next(atMillis, this::list);
  }

  private List<String> list(String user, String placement, long atMillis, int size) {
    return recommender.recommend(user, atMillis, size, Set.of()).stream()
        .map(Recommendation::item)
        .toList();
  }

  @Override
  public void accept(ListExposure shown) {
    recommender.accept(shown);
  }

  @Override
  public void accept(Interaction taken) {
    recommender.accept(taken);
  }
}
