package dev.freshet.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
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
   * Returns when a job has read what it reads only up to where that ended at its start: a savepoint
   * fails that is asked for just when a task ends.
   */
  public static void awaitReadAtStart(MiniCluster cluster, JobClient job) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              for (AccessExecutionJobVertex vertex :
                  cluster.getExecutionGraph(job.getJobID()).get().getVerticesTopologically()) {
                if (vertex.getName().contains(" as of the start")
                    && vertex.getAggregateState() != ExecutionState.FINISHED) {
                  return false;
                }
              }
              return true;
            });
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
