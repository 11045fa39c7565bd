package dev.freshet.localstack.evaluate.lists;

import dev.freshet.localstack.evaluate.approach.Freshet;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.scoring.candidates.Exclusion;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * What one set of settings comes to on a log: trials on the same log can be compared choice by
 * choice.
 *
 * @param ranks for each choice, in the order of {@link Replay#choosers}, the place of the chosen
 *     item on the list, from 1, or 0 if it was not there
 * @param coverage share of the known items that were on at least one list, 0–1
 * @param lists each user's list of {@value Metrics#LIST_SIZE} at the moment of the log's last event
 */
public record Trial(int[] ranks, double coverage, Map<String, List<String>> lists) {

  /**
   * Runs a log through a recommender, which is asked as an {@link
   * dev.freshet.localstack.evaluate.approach.Approach} once for each choice.
   *
   * @param freshet that has not learned yet
   * @param exclusion which items a user did stay out of lists
   * @param repeats whether every event is judged, or a user's first with an item only
   * @param listener receives each event when it was learned, by its index
   */
  public static Trial of(
      Replay replay, Freshet freshet, Exclusion exclusion, boolean repeats, IntConsumer listener) {
    Judge judge = new Judge(replay, replay.choices(Replay.WARM_UP, repeats), exclusion, false);
    Outcome outcome = judge.judge(freshet, listener);
    Map<String, List<String>> lists = new LinkedHashMap<>();
    for (int user = 0; user < replay.users(); user++) {
      lists.put(replay.userId(user), freshet.list(user, replay.endMillis(), Metrics.LIST_SIZE));
    }
    return new Trial(outcome.ranks(), outcome.coverage(), lists);
  }

  /** The mean of a measure over all choices, 0 without any. */
  public double mean(Measure measure) {
    return measure.mean(ranks);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Trial trial
        && Arrays.equals(ranks, trial.ranks)
        && coverage == trial.coverage
        && lists.equals(trial.lists);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ranks);
  }

  @Override
  public String toString() {
    return "Trial of " + ranks.length + " choices";
  }
}
