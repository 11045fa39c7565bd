package dev.freshet.localstack.evaluate.lists;

/**
 * How good lists of {@value #LIST_SIZE} were, each judged by the one item that was chosen.
 *
 * @param choices how many lists were judged
 * @param hitRate10 share of the choices among the first ten places, 0–1
 * @param hitRate20 share of the choices on the list, 0–1
 * @param reciprocalRank20 mean of {@link Measure#RECIPROCAL_RANK_20}, 0–1
 * @param ndcg20 mean of {@link Measure#NDCG_20}, 0–1
 */
record Metrics(
    int choices, double hitRate10, double hitRate20, double reciprocalRank20, double ndcg20) {

  static final int LIST_SIZE = 20;

  /** The place of a choice that was not on the list. */
  static final int UNLISTED = 0;

  /**
   * Judges lists by the place of the chosen item on each, from 1, or {@link #UNLISTED}. Without
   * lists every measure is 0.
   */
  static Metrics of(int[] ranks) {
    return new Metrics(
        ranks.length,
        Measure.HIT_RATE_10.mean(ranks),
        Measure.HIT_RATE_20.mean(ranks),
        Measure.RECIPROCAL_RANK_20.mean(ranks),
        Measure.NDCG_20.mean(ranks));
  }
}
