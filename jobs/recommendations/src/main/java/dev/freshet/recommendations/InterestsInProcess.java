package dev.freshet.recommendations;

import dev.freshet.runtime.record.UserState;
import dev.freshet.runtime.record.UserStateRecords;
import dev.freshet.scoring.Publisher;
import dev.freshet.scoring.Recommender;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.interest.InterestVector;
import java.util.function.Consumer;

/**
 * The job in this process and without Flink, for what it would tell other jobs of users' interests
 * alone.
 */
public final class InterestsInProcess {

  private final Recommender recommender;

  /**
   * @param states receives what other jobs are told of users, in order, each change of it
   */
  public InterestsInProcess(RecommendationsSettings settings, Consumer<UserState> states) {
    recommender =
        new Recommender(
            settings.scoring(),
            new Publisher() {
              @Override
              public void interests(String user, long atMillis, InterestVector interests) {
                states.accept(state(settings, user, atMillis, interests));
              }
            });
  }

  /** What other jobs are told of a user's interests as of a moment. */
  static UserState state(
      RecommendationsSettings settings, String user, long atMillis, InterestVector interests) {
    return UserStateRecords.of(
        user,
        atMillis,
        interests,
        settings.scoring().candidates().interest().halfLife(),
        RedisDocuments.PUBLISHED_TAGS);
  }

  /** Learns what the catalogue says. */
  public void accept(CatalogueItem item) {
    recommender.accept(item);
  }

  /** Learns from an interaction, and tells what follows for its user. */
  public void accept(Interaction interaction) {
    recommender.accept(interaction);
  }
}
