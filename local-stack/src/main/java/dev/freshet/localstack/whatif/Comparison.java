package dev.freshet.localstack.whatif;

import dev.freshet.localstack.diff.ListChange;
import dev.freshet.localstack.evaluate.lists.Measure;
import dev.freshet.localstack.evaluate.lists.Trial;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.localstack.whatif.rules.RuleCounts;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two sets of settings on one log.
 *
 * @param replay the log
 * @param a what came of the first
 * @param b what came of the second
 * @param choosers how many users made the choices that were judged
 * @param intervals what the second gains, by measure
 * @param rules what rules on lists did to those of the second, where there are any
 * @param lists what became of the first places of each user's list, the greatest change first
 */
record Comparison(
    Replay replay,
    Trial a,
    Trial b,
    int choosers,
    Map<Measure, Interval> intervals,
    Optional<RuleCounts> rules,
    List<ListChange> lists) {

  /**
   * Compares two trials of one log.
   *
   * @param bootstrap over the users of the choices
   * @param rules what rules on lists did to those of the second, where there are any
   * @param places how many places of the lists count
   */
  static Comparison of(
      Replay replay,
      Trial a,
      Trial b,
      PairedBootstrap bootstrap,
      Optional<RuleCounts> rules,
      int places) {
    Map<Measure, Interval> intervals = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      double[] gains = new double[a.ranks().length];
      for (int choice = 0; choice < gains.length; choice++) {
        gains[choice] = measure.of(b.ranks()[choice]) - measure.of(a.ranks()[choice]);
      }
      intervals.put(measure, bootstrap.of(gains));
    }
    List<ListChange> lists =
        a.lists().keySet().stream()
            .map(user -> new ListChange(user, first(a, user, places), first(b, user, places)))
            .sorted(ListChange.MOST_FIRST)
            .toList();
    return new Comparison(replay, a, b, bootstrap.users(), intervals, rules, lists);
  }

  private static List<String> first(Trial trial, String user, int places) {
    return trial.lists().getOrDefault(user, List.of()).stream().limit(places).toList();
  }

  /** The lists that changed at all, the greatest change first. */
  List<ListChange> changed() {
    return lists.stream().filter(ListChange::isChange).toList();
  }

  /** The mean overlap of the users' first places, 1 without users. */
  double meanOverlap() {
    return lists.stream().mapToDouble(ListChange::overlap).average().orElse(1.0);
  }

  /** Which is better, in words. */
  String verdict() {
    return new Verdict(intervals).text();
  }
}
