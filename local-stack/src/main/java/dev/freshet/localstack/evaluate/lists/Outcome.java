package dev.freshet.localstack.evaluate.lists;

/**
 * What came of an approach on a log.
 *
 * @param approach its name
 * @param ranks for each choice the place of the chosen item, from 1, or {@link Metrics#UNLISTED}
 * @param metrics the ranks summed up
 * @param coverage share of the known items that were on at least one list, 0–1
 * @param shown how it orders what was shown
 * @param timing how long it took
 */
record Outcome(
    String approach, int[] ranks, Metrics metrics, double coverage, Shown shown, Timing timing) {

  /**
   * Choices that were taken from a list that was shown.
   *
   * @param choices how many
   * @param reciprocalRank mean of 1/place among what was shown, in the approach's own order
   * @param asShown the same in the order shown
   */
  record Shown(int choices, double reciprocalRank, double asShown) {}

  /**
   * Processor time of the later part of a log, when the JVM has compiled.
   *
   * @param events how many it learned from
   * @param lists how many it made
   * @param learnNanos time spent on learning
   * @param listNanos time spent on making the lists
   */
  record Timing(int events, int lists, long learnNanos, long listNanos) {}

  /** Events a second of processor time, the lists included. */
  double eventsPerSecond() {
    return timing.events() / Math.max(1e-9, (timing.learnNanos() + timing.listNanos()) / 1e9);
  }

  /** Processor time of one list, µs; 0 without lists. */
  double microsPerList() {
    return timing.lists() == 0 ? 0.0 : timing.listNanos() / 1e3 / timing.lists();
  }
}
