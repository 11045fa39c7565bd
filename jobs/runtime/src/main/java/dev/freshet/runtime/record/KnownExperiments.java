package dev.freshet.runtime.record;

import dev.freshet.schemas.MalformedRecordException;
import dev.freshet.schemas.RecordEncoding;
import dev.freshet.schemas.UnknownSchemaException;
import dev.freshet.scoring.experiment.Experiment;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a task was told of experiments. */
public final class KnownExperiments {

  private static final Logger LOG = LoggerFactory.getLogger(KnownExperiments.class);

  private static final Comparator<Experiment> ORDER =
      Comparator.comparingLong(Experiment::fromMillis).thenComparing(Experiment::name);

  private final RecordEncoding<dev.freshet.schemas.Experiment> encoding =
      RecordEncoding.experiments();
  private final KnownByKey<Experiment> known = new KnownByKey<>(this::usable);

  /** Whether everything is known that there was at the start. */
  public boolean isBegun() {
    return known.isBegun();
  }

  /** All of them, whether they have begun, are over, or neither: by their beginning, then name. */
  public List<Experiment> all() {
    return known.all().stream().sorted(ORDER).toList();
  }

  /**
   * The topic tells something; what lies behind it on the topic and was told before stays.
   *
   * @return whether something is other than it was
   */
  public boolean accept(ToldExperiment told) {
    return known.accept(told.name(), told.record(), told.offset());
  }

  /** Checked before it was told; a savepoint may bring one of which that no longer holds. */
  private @Nullable Experiment usable(KnownByKey.Told record) {
    try {
      return ExperimentRecords.experiment(encoding.decode(record.value()));
    } catch (IllegalArgumentException | MalformedRecordException | UnknownSchemaException e) {
      LOG.warn("The experiment {} cannot be used any more: {}", record.key(), e.getMessage());
      return null;
    }
  }

  /** Everything that was told, for a checkpoint: each experiment as bytes. */
  public List<byte[]> parts() throws IOException {
    return known.parts();
  }

  /** Takes over what {@link #parts} gave. */
  public void enter(byte[] part) throws IOException {
    known.enter(part);
  }
}
