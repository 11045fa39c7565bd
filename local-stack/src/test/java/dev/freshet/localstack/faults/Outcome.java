package dev.freshet.localstack.faults;

import java.util.List;
import java.util.Locale;

/**
 * What came of a fault, over all the times that it happened.
 *
 * @param recoverySeconds the longest time from healing until lists were fresh again
 * @param stalestSeconds the longest time that an event was missing in its user's list
 * @param contents the worst comparison with the run without faults
 * @param unaccounted records that were neither used nor duplicates nor rejected, or both
 * @param errors what readers were told or could not read
 * @param older how many reads were of something older than before
 * @param away how many reads Redis did not answer, as it was itself the fault
 */
record Outcome(
    double recoverySeconds,
    double stalestSeconds,
    Contents contents,
    long unaccounted,
    List<String> errors,
    long errorCount,
    long older,
    long away) {

  /** A row of the table. */
  String row(Fault fault) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.1f | %.1f | %d | %d | %.3f | %d | %d | %d |",
        fault.name(),
        fault.times(),
        recoverySeconds,
        stalestSeconds,
        contents.lost(),
        contents.doubled(),
        contents.overlap(),
        errorCount,
        older,
        away);
  }
}
