package dev.freshet.testing;

import java.util.concurrent.ExecutionException;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

/** A Flink in the process of a test. */
public final class LoopbackCluster {

  private LoopbackCluster() {}

  /** A cluster for so many tasks of each operator. */
  public static MiniClusterExtension of(int tasks) {
    return of(1, tasks);
  }

  /** A cluster of so many task managers, each for so many tasks of each operator. */
  public static MiniClusterExtension of(int taskManagers, int tasks) {
    return new MiniClusterExtension(
        new MiniClusterResourceConfiguration.Builder()
            .setConfiguration(LoopbackFlink.configuration())
            .setNumberTaskManagers(taskManagers)
            .setNumberSlotsPerTaskManager(tasks)
            .build());
  }

  /**
   * Cancels the jobs that still run, and returns when they have ended: a task that ends without its
   * Kafka waits a minute for it, and then ends its task manager.
   */
  public static void cancelJobs(MiniCluster cluster)
      throws ExecutionException, InterruptedException {
    for (JobStatusMessage job : cluster.listJobs().get()) {
      if (!job.getJobState().isGloballyTerminalState()) {
        cluster.cancelJob(job.getJobId()).get();
        cluster.requestJobResult(job.getJobId()).get();
      }
    }
  }
}
