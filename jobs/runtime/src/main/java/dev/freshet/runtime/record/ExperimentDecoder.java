package dev.freshet.runtime.record;

import dev.freshet.schemas.RecordEncoding;
import dev.freshet.scoring.experiment.Experiment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads experiments, which people put on a compacted topic. */
public final class ExperimentDecoder {

  private final RecordEncoding<dev.freshet.schemas.Experiment> experiments =
      RecordEncoding.experiments();

  /** Which experiment a record is about. */
  public static String name(RawRecord raw) {
    return new String(raw.key(), StandardCharsets.UTF_8);
  }

  /**
   * The experiment as it is from now on; null if there is none of that name any more.
   *
   * @throws RejectedException if the record cannot be used; then none of that name is in force
   */
  public @Nullable Experiment decode(RawRecord raw) throws RejectedException {
    if (raw.valueBytes() == RawRecord.NO_VALUE) {
      return null;
    }
    Experiment read = usable(RecordValue.decode(experiments, raw));
    if (!read.name().equals(name(raw))) {
      throw new RejectedException(
          RejectionReason.WRONG_EXPERIMENT,
          "name: is %s, but the record's key is %s".formatted(read.name(), name(raw)));
    }
    return read;
  }

  private static Experiment usable(dev.freshet.schemas.Experiment record) throws RejectedException {
    try {
      return ExperimentRecords.experiment(record);
    } catch (IllegalArgumentException e) {
      throw new RejectedException(RejectionReason.WRONG_EXPERIMENT, String.valueOf(e.getMessage()));
    }
  }
}
