package dev.freshet.runtime.failure;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.operators.testutils.MockInputSplitProvider;
import org.apache.flink.runtime.taskexecutor.GlobalAggregateManager;

/** Remembers what tasks tell it while they begin again. */
public final class RememberingJobManager implements GlobalAggregateManager {

  private final Map<String, Object> known = new HashMap<>();
  private int mostFailures = FailureOptions.MAX_FAILURES.defaultValue();

  // All that go by one name are of one type.
  @SuppressWarnings("unchecked")
  @Override
  public <I, A, O> O updateGlobalAggregate(
      String name, Object more, AggregateFunction<I, A, O> function) {
    A before = (A) known.getOrDefault(name, function.createAccumulator());
    A after = function.add((I) more, before);
    known.put(name, after);
    return function.getResult(after);
  }

  /** From now on a record or timer may fail any number of times. */
  public void allowAnyFailures() {
    mostFailures = 0;
  }

  /** That of a task which begins again. */
  public MockEnvironment environment() {
    MockEnvironment environment = new TaskEnvironment(new MockEnvironmentBuilder().build(), this);
    environment.getJobConfiguration().set(FailureOptions.MAX_FAILURES, mostFailures);
    return environment;
  }

  /** One whose job manager outlives it. */
  // Closing it may be interrupted, which the one that it is made like does not mind.
  @SuppressWarnings("try")
  private static final class TaskEnvironment extends MockEnvironment {

    private TaskEnvironment(MockEnvironment other, GlobalAggregateManager jobManager) {
      super(
          other.getJobID(),
          "job",
          other.getJobVertexId(),
          other.getJobType(),
          "task",
          new MockInputSplitProvider(),
          1_024,
          other.getTaskConfiguration(),
          other.getExecutionConfig(),
          other.getIOManager(),
          other.getTaskStateManager(),
          jobManager,
          1,
          1,
          0,
          other.getUserCodeClassLoader(),
          other.getMetricGroup(),
          other.getTaskManagerInfo(),
          other.getMemoryManager(),
          other.getExternalResourceInfoProvider(),
          other.getChannelStateExecutorFactory());
    }
  }
}
