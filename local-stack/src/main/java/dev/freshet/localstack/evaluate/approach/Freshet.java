package dev.freshet.localstack.evaluate.approach;

import com.carrotsearch.hppc.IntSet;
import dev.freshet.localstack.evaluate.replay.Event;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.scoring.Recommender;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.ranking.AppliedRules;
import dev.freshet.scoring.ranking.Recommendation;
import dev.freshet.scoring.training.ChoiceQuality;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The recommender itself. Which items it excludes follows from its own memory and settings, as in
 * production, not from what the judge says.
 */
public class Freshet implements Approach {

  private final Replay replay;
  private final Recommender recommender;

  public Freshet(Replay replay, RecommenderSettings settings) {
    this.replay = replay;
    recommender = new Recommender(settings);
    replay.catalogue().forEach(recommender::accept);
  }

  @Override
  public String name() {
    return "Freshet";
  }

  /** The model as it stands. */
  public ChoiceModel model() {
    return recommender.model();
  }

  /** What it tells of its lists itself. */
  public ChoiceQuality quality() {
    return recommender.quality();
  }

  @Override
  public int[] list(int user, long atMillis, int size, IntSet excluded) {
    return list(user, atMillis, size).stream().mapToInt(replay::itemNumber).toArray();
  }

  /** The list as item ids, best first. */
  public List<String> list(int user, long atMillis, int size) {
    return list(user, atMillis, size, () -> AppliedRules.NONE);
  }

  /**
   * The same where there are rules on lists.
   *
   * @param rules tells which apply, once all else is as of the moment
   */
  protected final List<String> list(
      int user, long atMillis, int size, Supplier<AppliedRules> rules) {
    return recommender.recommend(replay.userId(user), atMillis, size, Set.of(), rules).stream()
        .map(Recommendation::item)
        .toList();
  }

  /** The recommender that is at work. */
  protected final Recommender recommender() {
    return recommender;
  }

  @Override
  public void show(ListExposure exposure) {
    recommender.accept(exposure);
  }

  @Override
  public void learn(Event event) {
    recommender.accept(event.interaction());
  }
}
