package dev.freshet.scoring;

import java.io.Serializable;
import java.util.List;

/**
 * Everything that shapes a recommendation.
 *
 * @param pairGains how much two items of a history co-occur by how far apart they are
 * @param history bound of the items of a user's history
 * @param coOccurrence half-life of co-occurrence
 * @param neighbours bound of an item's row
 * @param perItem at most this many of an item's neighbours become candidates
 * @param candidates bound of a user's candidates, kept and published
 * @param decay what is left of a candidate's signals when the user goes on to another item, 0–1
 * @param longTermDecay the same for {@link Signal#LONG_TERM}
 * @param popularity half-lives of the popularity signals, shortest first, five
 * @param interest half-life of an interest
 * @param interests bound of the tags of a user
 * @param pulse how many items the pulse holds
 * @param strongestTags from how many of a user's strongest tags candidates are taken
 * @param itemsPerTag how many items each of those tags gives
 * @param seen how many items seen are remembered, newest first
 * @param exclude which items seen are kept out of lists
 * @param tagShare largest share of a list, 0–1, that items with one tag may have, unless more of
 *     the catalogue has it; 1 for no limit
 * @param updateMillis event time between two updates of the model
 * @param learningRate step width of the choice model
 * @param clip largest length of its gradient
 * @param frozen whether the weights stay at their seed
 * @param seed first weights, one a {@link Signal}
 */
public record RecommenderSettings(
    PairGains pairGains,
    int history,
    HalfLife coOccurrence,
    int neighbours,
    int perItem,
    int candidates,
    double decay,
    double longTermDecay,
    List<HalfLife> popularity,
    HalfLife interest,
    int interests,
    int pulse,
    int strongestTags,
    int itemsPerTag,
    int seen,
    Exclusion exclude,
    double tagShare,
    long updateMillis,
    double learningRate,
    double clip,
    boolean frozen,
    List<Double> seed)
    implements Serializable {

  /** Which items a user has seen stay out of lists. */
  public enum Exclusion {
    TOUCHED,
    COMPLETED,
    NOTHING
  }

  public static final List<HalfLife> HORIZONS =
      List.of(
          HalfLife.ofHours(1),
          HalfLife.ofDays(1),
          HalfLife.ofDays(7),
          HalfLife.ofDays(30),
          HalfLife.ofDays(365));

  public RecommenderSettings {
    popularity = List.copyOf(popularity);
    seed = List.copyOf(seed);
  }

  /** How many places apart two items of a session still co-occur. */
  public int window() {
    return pairGains.window();
  }

  /** What was found to serve platforms of every kind. */
  public static RecommenderSettings defaults() {
    return new RecommenderSettings(
        new PairGains(50, 5, 3_600_000L),
        1000,
        HalfLife.ofDays(365),
        1000,
        200,
        150,
        0.65,
        0.97,
        HORIZONS,
        HalfLife.ofDays(60),
        64,
        200,
        3,
        50,
        1000,
        Exclusion.TOUCHED,
        1.0,
        1000L,
        0.2,
        100.0,
        false,
        List.of(
            -6.0, 0.0, 0.2, 0.2, 0.2, 0.0, 0.0, 0.0, 0.5, 0.2, 0.2, 0.3, 0.3, 0.3, 0.0, 0.2, 0.2));
  }
}
