package dev.freshet.localstack.simulator;

/**
 * The size of a simulated platform that shows lists, and how its learners look at them.
 *
 * @param seed equal seeds give equal logs
 * @param learners how many people there are
 * @param items how many items the catalogue has
 * @param topics how many topics items belong to
 * @param listSize items on a list of the home page; lists below an item have half as many
 * @param positionBias how much less lower places are looked at: place <i>r</i>, from 1, is with
 *     probability <i>r</i><sup>−bias</sup>; 0 for all alike
 * @param noise how much of a list's order is chance: the scale of what is added to an item's score
 */
public record ShowcaseSettings(
    long seed,
    int learners,
    int items,
    int topics,
    int listSize,
    double positionBias,
    double noise) {

  /** A school of a thousand learners and 600 courses. */
  public static ShowcaseSettings withSeed(long seed) {
    return new ShowcaseSettings(seed, 1_000, 600, 12, 12, 0.7, 1.0);
  }

  /** The same with so many learners. */
  public ShowcaseSettings withLearners(int count) {
    return new ShowcaseSettings(seed, count, items, topics, listSize, positionBias, noise);
  }

  /** The same with another bias of places. */
  public ShowcaseSettings withPositionBias(double bias) {
    return new ShowcaseSettings(seed, learners, items, topics, listSize, bias, noise);
  }
}
