package dev.freshet.runtime.start;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The savepoint or checkpoint that a job is told to go on from, as far as its metadata tell.
 *
 * @param path where it is
 * @param operators whose state it has
 */
public record RecoveryPoint(String path, Collection<OperatorState> operators) {

  private static final Logger LOG = LoggerFactory.getLogger(RecoveryPoint.class);

  /**
   * The one that is configured. There is none if it cannot be read: a job manager that takes over
   * goes on from a checkpoint of its own, when that one may be long gone, and whoever needs it says
   * so.
   */
  public static Optional<RecoveryPoint> of(ReadableConfig config) {
    return config.getOptional(StateRecoveryOptions.SAVEPOINT_PATH).flatMap(RecoveryPoint::at);
  }

  private static Optional<RecoveryPoint> at(String path) {
    try {
      CompletedCheckpointStorageLocation found =
          AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(path);
      try (DataInputStream in = new DataInputStream(found.getMetadataHandle().openInputStream())) {
        return Optional.of(
            new RecoveryPoint(
                path,
                Checkpoints.loadCheckpointMetadata(
                        in, RecoveryPoint.class.getClassLoader(), found.getExternalPointer())
                    .getOperatorStates()));
      }
    } catch (IOException e) {
      LOG.info("What the job is to go on from is not checked, as {} cannot be read", path, e);
      return Optional.empty();
    }
  }

  /** The number of parts that keyed state can be divided into, as it was configured. */
  public OptionalInt maxParallelism() {
    // Some operators have one task by nature.
    return operators.stream().mapToInt(OperatorState::getMaxParallelism).max();
  }

  /**
   * Refuses a job that cannot go on from here, or would lose state. Flink does so itself once the
   * job is submitted, but knows neither options nor the names of operators.
   *
   * @throws StartRefusedException saying why and what to do about it
   */
  public void requireFits(JobGraph job) {
    Map<OperatorID, JobVertex> vertices = new HashMap<>();
    for (JobVertex vertex : job.getVertices()) {
      vertex.getOperatorIDs().forEach(id -> vertices.put(id.getGeneratedOperatorID(), vertex));
    }
    requireMaxParallelism(vertices);
    if (!job.getSavepointRestoreSettings().allowNonRestoredState()) {
      requireOperators(vertices);
    }
  }

  private void requireMaxParallelism(Map<OperatorID, JobVertex> vertices) {
    Map<String, String> changed = new TreeMap<>();
    for (OperatorState operator : operators) {
      JobVertex vertex = vertices.get(operator.getOperatorID());
      if (vertex != null
          && vertex.getMaxParallelism() != JobVertex.MAX_PARALLELISM_DEFAULT
          && vertex.getMaxParallelism() != operator.getMaxParallelism()) {
        changed.put(
            name(operator),
            "%d there and %d now"
                .formatted(operator.getMaxParallelism(), vertex.getMaxParallelism()));
      }
    }
    if (!changed.isEmpty()) {
      throw new StartRefusedException(
          "%s has changed, which divides all state for good. In %s, what the job is to go on from, it is %s."
              .formatted(PipelineOptions.MAX_PARALLELISM.key(), path, inWords(changed)),
          "go on with what it knew: --%s %d"
              .formatted(PipelineOptions.MAX_PARALLELISM.key(), maxParallelism().orElseThrow()),
          StartRefusedException.BEGIN_AGAIN);
    }
  }

  /** Most operators have changed in the same way. */
  private static String inWords(Map<String, String> changed) {
    Map<String, TreeSet<String>> operators = new TreeMap<>();
    changed.forEach(
        (operator, change) ->
            operators.computeIfAbsent(change, unused -> new TreeSet<>()).add(operator));
    StringBuilder words = new StringBuilder();
    operators.forEach(
        (change, names) ->
            words
                .append(words.isEmpty() ? "" : "; ")
                .append(change)
                .append(" for ")
                .append(String.join(", ", names)));
    return words.toString();
  }

  private void requireOperators(Map<OperatorID, JobVertex> vertices) {
    TreeSet<String> unknown = new TreeSet<>();
    for (OperatorState operator : operators) {
      if (hasState(operator) && !vertices.containsKey(operator.getOperatorID())) {
        unknown.add(name(operator));
      }
    }
    if (!unknown.isEmpty()) {
      throw new StartRefusedException(
          "%s, what the job is to go on from, has state of operators that this build does not have: %s."
              .formatted(path, String.join(", ", unknown)),
          "keep that state: start the build that wrote it, or a newer one",
          "lose it: --%s true"
              .formatted(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE.key()));
    }
  }

  private static boolean hasState(OperatorState operator) {
    return operator.getCoordinatorState() != null
        || operator.getStates().stream().anyMatch(OperatorSubtaskState::hasState);
  }

  /** The uid; Flink's id where an older Flink has kept no uid. */
  private static String name(OperatorState operator) {
    return operator.getOperatorUid().orElseGet(() -> operator.getOperatorID().toString());
  }
}
