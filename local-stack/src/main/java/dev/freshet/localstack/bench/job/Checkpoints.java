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
 * What a job's checkpoints came to.
 *
 * @param count how many were completed
 * @param bytes full size of the last
 * @param meanMillis mean duration
 * @param longestMillis longest duration
 * @param bytesByTask size of each task's part of the last, by the names of its operators
 */
record Checkpoints(
    long count, long bytes, long meanMillis, long longestMillis, Map<String, Long> bytesByTask) {

  private static final Checkpoints NONE = new Checkpoints(0, 0, 0, 0, Map.of());

  static Checkpoints of(AccessExecutionGraph job) {
    CheckpointStatsSnapshot stats = job.getCheckpointStatsSnapshot();
    @Nullable CompletedCheckpointStats last =
        stats == null ? null : stats.getHistory().getLatestCompletedCheckpoint();
    if (stats == null || last == null) {
      return NONE;
    }
    Map<String, Long> byTask =
        StreamSupport.stream(job.getVerticesTopologically().spliterator(), false)
            .collect(
                Collectors.toMap(
                    AccessExecutionJobVertex::getName, vertex -> bytesOf(last, vertex)));
    return new Checkpoints(
        stats.getCounts().getNumberOfCompletedCheckpoints(),
        last.getStateSize(),
        stats.getSummaryStats().getEndToEndDurationStats().getAverage(),
        stats.getSummaryStats().getEndToEndDurationStats().getMaximum(),
        byTask);
  }

  private static long bytesOf(CompletedCheckpointStats checkpoint, AccessExecutionJobVertex task) {
    @Nullable TaskStateStats stats = checkpoint.getTaskStateStats(task.getJobVertexId());
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
