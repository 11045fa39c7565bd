package dev.freshet.localstack.bench.job;

import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.jspecify.annotations.Nullable;

/**
 * What a job's checkpoints came to.
 *
 * @param count how many were completed
 * @param bytes full size of the last
 * @param meanMillis mean duration
 * @param longestMillis longest duration
 */
record Checkpoints(long count, long bytes, long meanMillis, long longestMillis) {

  private static final Checkpoints NONE = new Checkpoints(0, 0, 0, 0);

  static Checkpoints of(AccessExecutionGraph job) {
    CheckpointStatsSnapshot stats = job.getCheckpointStatsSnapshot();
    @Nullable CompletedCheckpointStats last =
        stats == null ? null : stats.getHistory().getLatestCompletedCheckpoint();
    if (stats == null || last == null) {
      return NONE;
    }
    return new Checkpoints(
        stats.getCounts().getNumberOfCompletedCheckpoints(),
        last.getStateSize(),
        stats.getSummaryStats().getEndToEndDurationStats().getAverage(),
        stats.getSummaryStats().getEndToEndDurationStats().getMaximum());
  }
}
