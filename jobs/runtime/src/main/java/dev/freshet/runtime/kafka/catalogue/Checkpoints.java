package dev.freshet.runtime.kafka.catalogue;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;

/** Asks for a checkpoint out of turn, as Flink lets coordinators of operators do. */
final class Checkpoints {

  private Checkpoints() {}

  /** Done when the checkpoint is complete; fails if there can be none now. */
  static CompletableFuture<?> request(SplitEnumeratorContext<?> context) {
    try {
      CheckpointCoordinator checkpoints = Coordinators.of(context).getCheckpointCoordinator();
      return checkpoints == null
          ? CompletableFuture.failedFuture(new IllegalStateException("there are no checkpoints"))
          : checkpoints.triggerCheckpoint(false);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
