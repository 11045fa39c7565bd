package dev.freshet.effect;

import dev.freshet.runtime.record.ExperimentRecords;
import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.scoring.experiment.Experiment;
import dev.freshet.scoring.experiment.View;
import java.util.Optional;

/** Reads what sums mean. */
final class FindingReader {

  private final RecordEncoding<dev.freshet.schemas.Experiment> experiments =
      RecordEncoding.experiments();

  /**
   * What is known; nothing of an experiment of which nobody has said what it is.
   *
   * @param nowMillis what the clock says, epoch milliseconds
   */
  Optional<Finding> of(String subject, SubjectSums sums, long nowMillis) {
    if (View.experimentOf(subject).isEmpty()) {
      return Optional.of(Finding.ofPlacement(View.placementOf(subject), sums, nowMillis));
    }
    return sums.definition().length == 0
        ? Optional.empty()
        : Optional.of(Finding.ofExperiment(read(sums.definition()), sums, nowMillis));
  }

  /** What was let into the stream could be read. */
  private Experiment read(byte[] record) {
    try {
      return ExperimentRecords.experiment(experiments.decode(record));
    } catch (UnknownSchemaException | MalformedRecordException e) {
      throw new IllegalStateException("an experiment that could be read before cannot", e);
    }
  }
}
