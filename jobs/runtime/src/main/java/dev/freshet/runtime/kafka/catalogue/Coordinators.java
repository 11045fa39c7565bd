package dev.freshet.runtime.kafka.catalogue;

import java.lang.reflect.Method;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.source.coordinator.SourceCoordinatorContext;

/** What an enumerator is given hides that it belongs to the coordinator of an operator. */
final class Coordinators {

  private Coordinators() {}

  /**
   * What the coordinator of an enumerator is given.
   *
   * @throws ReflectiveOperationException if it belongs to none
   */
  static OperatorCoordinator.Context of(SplitEnumeratorContext<?> context)
      throws ReflectiveOperationException {
    Method hidden = SourceCoordinatorContext.class.getDeclaredMethod("getCoordinatorContext");
    hidden.setAccessible(true);
    return (OperatorCoordinator.Context) hidden.invoke(context);
  }
}
