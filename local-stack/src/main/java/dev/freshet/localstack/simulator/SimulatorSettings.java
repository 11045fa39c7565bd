package dev.freshet.localstack.simulator;

/**
 * The size and the habits of a simulated platform.
 *
 * @param seed equal seeds give equal events
 * @param learners how many people there are
 * @param items how many items the catalogue has at the start
 * @param topics how many topics items belong to
 * @param active how many learners are in a session at any time
 * @param sessionLength mean number of events of a session
 * @param drift probability that a learner takes up a new topic for an old one between two sessions
 * @param newItemEvery mean number of events between two new items
 */
public record SimulatorSettings(
    long seed,
    int learners,
    int items,
    int topics,
    int active,
    double sessionLength,
    double drift,
    double newItemEvery) {

  /** A school of a thousand learners and 300 courses. */
  public static SimulatorSettings withSeed(long seed) {
    return new SimulatorSettings(seed, 1_000, 300, 12, 40, 6.0, 0.05, 500.0);
  }
}
