package dev.freshet.localstack.bench.job;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.checkpoint.TaskStateStats;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.jspecify.annotations.Nullable;

/**
 * What a job's last savepoint came to.
 *
 * @param bytesByTask size of each task's part, by the names of its operators
 */
record Savepoint(Map<String, Long> bytesByTask) {

  /**
   * @throws IllegalStateException if the job has none
   */
  static Savepoint of(AccessExecutionGraph job) {
    CheckpointStatsSnapshot stats = job.getCheckpointStatsSnapshot();
    @Nullable CompletedCheckpointStats last =
        stats == null ? null : stats.getHistory().getLatestSavepoint();
    if (last == null) {
      throw new IllegalStateException("the job has no savepoint");
    }
    return new Savepoint(
        StreamSupport.stream(job.getVerticesTopologically().spliterator(), false)
            .collect(
                Collectors.toMap(
                    AccessExecutionJobVertex::getName, vertex -> bytesOf(last, vertex))));
  }

  private static long bytesOf(CompletedCheckpointStats savepoint, AccessExecutionJobVertex task) {
    @Nullable TaskStateStats stats = savepoint.getTaskStateStats(task.getJobVertexId());
    return stats == null ? 0 : stats.getStateSize();
  }

  /** The size of the parts of the tasks that have one of these operators. */
  long bytesOf(Set<String> operators) {
    return bytesByTask.entrySet().stream()
        .filter(task -> operators.stream().anyMatch(task.getKey()::contains))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
