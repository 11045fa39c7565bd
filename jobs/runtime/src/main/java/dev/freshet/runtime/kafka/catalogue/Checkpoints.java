package dev.freshet.runtime.kafka.catalogue;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.source.coordinator.SourceCoordinatorContext;

/**
 * Asks for a checkpoint out of turn. Flink lets coordinators of operators do so, but what it gives
 * an enumerator hides that it is one.
 */
final class Checkpoints {

  private Checkpoints() {}

  /** Done when the checkpoint is complete; fails if there can be none now. */
  static CompletableFuture<?> request(SplitEnumeratorContext<?> context) {
    try {
      Method hidden = SourceCoordinatorContext.class.getDeclaredMethod("getCoordinatorContext");
      hidden.setAccessible(true);
      CheckpointCoordinator checkpoints =
          ((OperatorCoordinator.Context) hidden.invoke(context)).getCheckpointCoordinator();
      return checkpoints == null
          ? CompletableFuture.failedFuture(new IllegalStateException("there are no checkpoints"))
          : checkpoints.triggerCheckpoint(false);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
