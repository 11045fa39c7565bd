package dev.freshet.effect;

import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Experiments whose users are not divided as their shares say. A task tells of them, and another
 * thread asks how many there are.
 */
final class BrokenExperiments {

  /** When each ends, epoch milliseconds, by subject. */
  private final Map<String, Long> ends = new ConcurrentHashMap<>();

  /** Hears of what is known of a placement or an experiment; nothing of what is no more. */
  void look(String subject, Optional<Finding> known) {
    Experiment experiment = known.map(Finding::experiment).orElse(null);
    Verdict verdict = known.map(Finding::verdict).orElse(null);
    if (experiment != null && verdict != null && verdict.kind() == Verdict.Kind.BROKEN) {
      ends.put(subject, experiment.untilMillis());
    } else {
      ends.remove(subject);
    }
  }

  /** How many there are that are not over at a moment, epoch milliseconds. */
  long at(long nowMillis) {
    return ends.values().stream().filter(end -> end > nowMillis).count();
  }
}
