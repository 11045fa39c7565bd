package dev.freshet.runtime.metrics;

import java.util.List;

/** Metrics of Flink and its connectors that dashboards and alerts look at; Flink registers them. */
public final class FlinkMetrics {

  static final JobMetric RECORDS_IN =
      JobMetric.counter("numRecordsIn", "records", "Records that an operator got.");

  static final JobMetric PENDING_RECORDS =
      JobMetric.gauge(
          "pendingRecords",
          "records",
          "Records of its partitions that the source has not fetched yet: the lag.");

  static final JobMetric CURRENT_OFFSET =
      JobMetric.gauge(
          "KafkaSourceReader.topic.partition.currentOffset",
          "offset",
          "The offset up to which a partition was read, with the labels topic and partition.");

  static final JobMetric STATE_SIZE =
      JobMetric.gauge(
          "column_family.rocksdb.estimate-live-data-size",
          "bytes",
          "What a state takes in RocksDB, with the state's name as the label column_family.");

  static final JobMetric BUSY =
      task("busyTimeMsPerSecond", "ms a second", "How much of a second a task works.");

  static final JobMetric BACK_PRESSURED =
      task(
          "backPressuredTimeMsPerSecond",
          "ms a second",
          "How much of a second a task waits for those behind it.");

  static final JobMetric UPTIME = job("uptime", "ms", "Since when the job runs without a break.");

  static final JobMetric RESTARTS =
      job("numRestarts", "restarts", "How often the job was restarted after a failure.");

  static final JobMetric CHECKPOINTS =
      job("numberOfCompletedCheckpoints", "checkpoints", "Checkpoints that were completed.");

  static final JobMetric FAILED_CHECKPOINTS =
      job("numberOfFailedCheckpoints", "checkpoints", "Checkpoints that failed.");

  static final JobMetric CHECKPOINT_DURATION =
      job("lastCheckpointDuration", "ms", "How long the last checkpoint took.");

  static final JobMetric CHECKPOINT_SIZE =
      job("lastCheckpointFullSize", "bytes", "What the last checkpoint holds: the state.");

  private FlinkMetrics() {}

  private static JobMetric task(String name, String unit, String meaning) {
    return new JobMetric(
        JobMetric.Scope.TASK, name, JobMetric.Type.GAUGE, unit, List.of(), meaning);
  }

  private static JobMetric job(String name, String unit, String meaning) {
    return new JobMetric(JobMetric.Scope.JOB, name, JobMetric.Type.GAUGE, unit, List.of(), meaning);
  }
}
