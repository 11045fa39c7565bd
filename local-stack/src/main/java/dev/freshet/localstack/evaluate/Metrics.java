package dev.freshet.localstack.evaluate;

/**
 * How good lists of {@value #LIST_SIZE} were, each judged by the one item that was chosen.
 *
 * @param choices how many lists were judged
 * @param hitRate10 share of the choices among the first ten places, 0–1
 * @param hitRate20 share of the choices on the list, 0–1
 * @param reciprocalRank20 mean of 1/rank, 0 for a choice not on the list (Voorhees, TREC-8 1999)
 * @param ndcg20 mean of 1/log₂(rank + 1), 0 for a choice not on the list: the normalised discounted
 *     cumulative gain (Järvelin and Kekäläinen 2002) of a list with one relevant item
 */
record Metrics(
    int choices, double hitRate10, double hitRate20, double reciprocalRank20, double ndcg20) {

  static final int LIST_SIZE = 20;

  /** The place of a choice that was not on the list. */
  static final int UNLISTED = 0;

  private static final double LN_2 = Math.log(2.0);

  /**
   * Judges lists by the place of the chosen item on each, from 1, or {@link #UNLISTED}. Without
   * lists every measure is 0.
   */
  static Metrics of(int[] ranks) {
    double hits10 = 0;
    double hits20 = 0;
    double reciprocal = 0;
    double gain = 0;
    for (int rank : ranks) {
      if (rank == UNLISTED || rank > LIST_SIZE) {
        continue;
      }
      hits10 += rank <= 10 ? 1 : 0;
      hits20++;
      reciprocal += 1.0 / rank;
      gain += LN_2 / Math.log(rank + 1.0);
    }
    int divisor = Math.max(1, ranks.length);
    return new Metrics(
        ranks.length, hits10 / divisor, hits20 / divisor, reciprocal / divisor, gain / divisor);
  }
}
