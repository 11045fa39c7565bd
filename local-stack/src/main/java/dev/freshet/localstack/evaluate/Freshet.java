package dev.freshet.localstack.evaluate;

import com.carrotsearch.hppc.IntSet;
import dev.freshet.scoring.ChoiceModel;
import dev.freshet.scoring.Recommendation;
import dev.freshet.scoring.Recommender;
import dev.freshet.scoring.RecommenderSettings;
import java.util.List;
import java.util.Set;

/**
 * The recommender itself. Which items it excludes follows from its own memory and settings, as in
 * production, not from what the judge says.
 */
final class Freshet implements Approach {

  private final Replay replay;
  private final Recommender recommender;

  Freshet(Replay replay, RecommenderSettings settings) {
    this.replay = replay;
    recommender = new Recommender(settings);
    replay.catalogue().forEach(recommender::accept);
  }

  @Override
  public String name() {
    return "Freshet";
  }

  /** The model as it stands. */
  ChoiceModel model() {
    return recommender.model();
  }

  @Override
  public int[] list(int user, long atMillis, int size, IntSet excluded) {
    List<Recommendation> list =
        recommender.recommend(replay.userId(user), atMillis, size, Set.of());
    int[] items = new int[list.size()];
    for (int i = 0; i < items.length; i++) {
      items[i] = replay.itemNumber(list.get(i).item());
    }
    return items;
  }

  @Override
  public void learn(Event event) {
    recommender.accept(event.interaction());
  }
}
