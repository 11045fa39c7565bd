package dev.freshet.localstack.up;

import dev.freshet.localstack.command.CommandException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.util.ExceptionUtils;

/**
 * A job that was submitted to a Flink in this process.
 *
 * @param name of the job
 * @param resumed the savepoint or checkpoint that it went on from
 */
record RunningJob(MiniCluster flink, String name, JobID id, Optional<Path> resumed) {

  private static final long POLL_MILLIS = 20;
  private static final Set<ExecutionState> SETTLED =
      Set.of(ExecutionState.RUNNING, ExecutionState.FINISHED);

  /**
   * Waits until all of its tasks run, or have read all that they had to read: before that it takes
   * no checkpoint.
   *
   * @throws CommandException if it ends, or its tasks do not run in time
   */
  void awaitTasks(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!allTasksRun()) {
      requireRunning();
      if (System.nanoTime() > deadline) {
        throw new CommandException(
            "the tasks of the job " + name + " do not run after " + patience.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private boolean allTasksRun() throws InterruptedException {
    try {
      AccessExecutionGraph graph = flink.getExecutionGraph(id).get();
      return graph.getState() == JobStatus.RUNNING
          && StreamSupport.stream(graph.getAllExecutionVertices().spliterator(), false)
              .allMatch(task -> SETTLED.contains(task.getExecutionState()));
    } catch (ExecutionException e) {
      throw gone(e);
    }
  }

  /**
   * Takes a checkpoint, which is complete when all that was read has gone through the job.
   *
   * @throws CommandException if it fails or takes too long
   */
  void checkpoint(Duration patience) throws InterruptedException {
    taken(patience, () -> flink.triggerCheckpoint(id, CheckpointType.FULL));
  }

  /**
   * Stops it with a savepoint.
   *
   * @throws CommandException if it fails or takes too long
   */
  void stopWithSavepoint(Path savepoints, Duration patience) throws InterruptedException {
    String folder = savepoints.toUri().toString();
    taken(patience, () -> flink.stopWithSavepoint(id, folder, false, SavepointFormatType.NATIVE));
  }

  /** A task that just ends, as one does that reads what there was at the start, declines one. */
  private void taken(Duration patience, Supplier<CompletableFuture<?>> request)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      awaitTasks(patience);
      try {
        request.get().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (ExecutionException | TimeoutException e) {
        if (System.nanoTime() > deadline
            || ExceptionUtils.findThrowable(e, CheckpointException.class).isEmpty()) {
          throw new CommandException("the job " + name + " did not come to rest: " + e, e);
        }
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** Fails if it has ended, which it never does by itself. */
  void requireRunning() throws InterruptedException {
    try {
      if (flink.getJobStatus(id).get().isTerminalState()) {
        throw new CommandException("the job " + name + " has ended; the log says why");
      }
    } catch (ExecutionException e) {
      throw gone(e);
    }
  }

  private CommandException gone(ExecutionException e) {
    return new CommandException("the job " + name + " is gone: " + e.getCause(), e);
  }

  /** Ends it, wherever it is. */
  CompletableFuture<?> cancel() {
    return flink.cancelJob(id);
  }
}
