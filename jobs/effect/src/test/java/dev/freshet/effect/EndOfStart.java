package dev.freshet.effect;

import java.time.Duration;
import java.util.stream.StreamSupport;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.awaitility.Awaitility;

/** The moment at which experiments have been read that there were at the start. */
final class EndOfStart {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String READER = "as of the start";

  private EndOfStart() {}

  /** Waits until their readers have ended: while one does, it keeps a savepoint out. */
  static void await(MiniCluster cluster, JobClient job) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                StreamSupport.stream(
                        cluster
                            .getExecutionGraph(job.getJobID())
                            .get()
                            .getAllExecutionVertices()
                            .spliterator(),
                        false)
                    .filter(task -> task.getTaskNameWithSubtaskIndex().contains(READER))
                    .allMatch(task -> task.getExecutionState() == ExecutionState.FINISHED));
  }
}
