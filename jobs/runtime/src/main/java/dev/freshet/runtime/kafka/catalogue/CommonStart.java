package dev.freshet.runtime.kafka.catalogue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Lets the sources of a job begin with events together: none before the catalogue is known to all
 * of them, as each reads it at its own speed. May be used by several threads.
 */
final class CommonStart {

  private final Map<Object, Runnable> waiting = new HashMap<>();
  private final Set<Object> ready = new HashSet<>();

  /** That of all sources of the job. */
  static CommonStart of(SplitEnumeratorContext<?> context) {
    try {
      return (CommonStart)
          Coordinators.of(context)
              .getCoordinatorStore()
              .compute(
                  CommonStart.class.getName(),
                  (key, known) -> known == null ? new CommonStart() : known);
    } catch (ReflectiveOperationException e) {
      throw new FlinkRuntimeException("cannot begin with other sources", e);
    }
  }

  /**
   * A source waits with others.
   *
   * @param beginning lets it begin; called by whoever comes last
   */
  synchronized void enter(Object source, Runnable beginning) {
    waiting.put(source, beginning);
  }

  /** A source is gone, and waited for no more; the job ends or starts all of them again. */
  synchronized void leave(Object source) {
    waiting.remove(source);
    ready.remove(source);
  }

  /** A source may begin when the others may. */
  synchronized void allow(Object source) {
    ready.add(source);
    if (ready.containsAll(waiting.keySet())) {
      List<Runnable> all = List.copyOf(waiting.values());
      waiting.clear();
      ready.clear();
      all.forEach(Runnable::run);
    }
  }
}
