package dev.freshet.localstack.evaluate;

/**
 * What came of an approach on a log.
 *
 * @param approach its name
 * @param ranks for each choice the place of the chosen item, from 1, or {@link Metrics#UNLISTED}
 * @param metrics the ranks summed up
 * @param coverage share of the known items that were on at least one list, 0–1
 * @param events how many events it learned from
 * @param learnNanos processor time spent on learning
 * @param listNanos processor time spent on making the lists
 */
record Outcome(
    String approach,
    int[] ranks,
    Metrics metrics,
    double coverage,
    int events,
    long learnNanos,
    long listNanos) {

  /** Events a second of processor time, the lists included. */
  double eventsPerSecond() {
    return events / Math.max(1e-9, (learnNanos + listNanos) / 1e9);
  }

  /** Processor time of one list, µs; 0 without lists. */
  double microsPerList() {
    return ranks.length == 0 ? 0.0 : listNanos / 1e3 / ranks.length;
  }
}
