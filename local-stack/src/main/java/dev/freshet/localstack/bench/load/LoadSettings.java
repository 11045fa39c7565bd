package dev.freshet.localstack.bench.load;

import dev.freshet.localstack.command.Usage;

/**
 * How large a load is.
 *
 * @param users how many people there are
 * @param items how many items the catalogue has
 * @param events how many events the log has
 * @param density events per second of event time
 * @param seed equal seeds give equal loads
 */
public record LoadSettings(int users, int items, int events, int density, long seed) {

  public LoadSettings {
    Usage.atLeast(1, "--users", users);
    Usage.atLeast(1, "--items", items);
    Usage.atLeast(1, "--events", events);
    Usage.atLeast(1, "--density", density);
  }

  /** So many times the users and the items, each as active as before. */
  public LoadSettings times(int factor) {
    return new LoadSettings(
        Math.multiplyExact(users, factor),
        Math.multiplyExact(items, factor),
        Math.multiplyExact(events, factor),
        density,
        seed);
  }

  /** The same platform with a log of at most so many events. */
  public LoadSettings atMost(int fewer) {
    return new LoadSettings(users, items, Math.min(events, fewer), density, seed);
  }

  /** The same platform on another day. */
  public LoadSettings withSeed(long other) {
    return new LoadSettings(users, items, events, density, other);
  }
}
