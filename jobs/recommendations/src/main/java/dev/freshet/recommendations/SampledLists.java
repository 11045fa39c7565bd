package dev.freshet.recommendations;

import dev.freshet.runtime.state.Codec;
import dev.freshet.runtime.state.WriteBackState;
import dev.freshet.runtime.state.WriteBackStates;
import dev.freshet.scoring.RecommenderSettings;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.event.ListExposure;
import dev.freshet.scoring.training.ShownLearner;
import dev.freshet.scoring.training.ShownLists;
import dev.freshet.scoring.training.Trainer;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/** The lists that users of the model's sample were shown, and what is learned from them. */
final class SampledLists {

  private final RecommendationsSettings settings;
  private final WriteBackState<String, ShownLists> lists;

  SampledLists(RecommendationsSettings settings, WriteBackStates<String> states) {
    this.settings = settings;
    lists =
        states.of(
            state(settings.userTtl()),
            Codec.of(ShownLists.LAYOUT, ShownLists::serialize, ShownLists::deserialize),
            settings.cache());
  }

  /** The state's name and type are part of every savepoint: change them only with a migration. */
  static ValueStateDescriptor<byte[]> state(Duration ttl) {
    return SerializedState.descriptor("sampled-lists", StateTtlConfig.newBuilder(ttl));
  }

  static ShownLearner learner(Trainer trainer, RecommenderSettings scoring) {
    return new ShownLearner(trainer, scoring.lists(), scoring.exposures());
  }

  /** Enters a list of the user who is the current key. */
  void show(ShownLearner learner, UserProfile user, RowChange.ShownList shown) throws IOException {
    ListExposure exposure = shown.exposure();
    ShownLists known = lists.value();
    ShownLists others = known == null ? new ShownLists() : known;
    user.show(exposure, settings.scoring().exposures());
    learner.show(user, others, exposure, shown.weight());
    keep(others);
  }

  /**
   * Learns from what the user who is the current key does, if it was taken from a list.
   *
   * @return whether it was learned from
   */
  boolean take(ShownLearner learner, long item, long atMillis, boolean isChoice)
      throws IOException {
    ShownLists known = lists.value();
    if (known == null) {
      return false;
    }
    boolean isTaken = learner.take(known, item, atMillis, isChoice);
    keep(known);
    return isTaken;
  }

  private void keep(ShownLists known) throws IOException {
    if (known.isEmpty()) {
      lists.clear();
    } else {
      lists.update(known);
    }
  }
}
