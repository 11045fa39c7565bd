package dev.freshet.localstack.evaluate.lists;

/** What a list is worth by the place of the item that was chosen; the mean over choices counts. */
public enum Measure {
  /** Whether it is among the first ten. */
  HIT_RATE_10("HR@10") {
    @Override
    double atPlace(int place) {
      return place <= 10 ? 1.0 : 0.0;
    }
  },
  /** Whether it is on the list. */
  HIT_RATE_20("HR@20") {
    @Override
    double atPlace(int place) {
      return 1.0;
    }
  },
  /** 1/place (Voorhees, TREC-8 1999). */
  RECIPROCAL_RANK_20("MRR@20") {
    @Override
    double atPlace(int place) {
      return 1.0 / place;
    }
  },
  /**
   * 1/log₂(place + 1): the normalised discounted cumulative gain (Järvelin and Kekäläinen 2002) of
   * a list with one relevant item.
   */
  NDCG_20("NDCG@20") {
    @Override
    double atPlace(int place) {
      return LN_2 / Math.log(place + 1.0);
    }
  };

  private static final double LN_2 = Math.log(2.0);

  private final String label;

  Measure(String label) {
    this.label = label;
  }

  /** Its name in tables. */
  public String label() {
    return label;
  }

  /**
   * What one list is worth, 0–1.
   *
   * @param rank the place of the chosen item, from 1, or {@link Metrics#UNLISTED}
   */
  public double of(int rank) {
    return rank == Metrics.UNLISTED || rank > Metrics.LIST_SIZE ? 0.0 : atPlace(rank);
  }

  /** What a place from 1 to {@link Metrics#LIST_SIZE} is worth. */
  abstract double atPlace(int place);

  /** The mean over some choices, 0 without any. */
  double mean(int[] ranks) {
    double sum = 0.0;
    for (int rank : ranks) {
      sum += of(rank);
    }
    return sum / Math.max(1, ranks.length);
  }
}
