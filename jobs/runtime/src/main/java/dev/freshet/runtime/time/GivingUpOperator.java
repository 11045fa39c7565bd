package dev.freshet.runtime.time;

import dev.freshet.runtime.failure.GivingUp;
import dev.freshet.runtime.failure.TimerFailures;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

/**
 * Runs a function of a keyed stream as Flink does. What it fails on at a timer it goes on without,
 * if it is {@link GivingUp}.
 */
public class GivingUpOperator<K, I, O> extends KeyedProcessOperator<K, I, O> {

  private static final long serialVersionUID = 1L;

  private transient TimerFailures failures;

  public GivingUpOperator(KeyedProcessFunction<K, I, O> function) {
    super(function);
  }

  @Override
  public void open() throws Exception {
    failures = TimerFailures.of(this, userFunction);
    super.open();
  }

  /** What lets timers come. */
  final TimerFailures failures() {
    return failures;
  }

  @Override
  public final void onEventTime(InternalTimer<K, VoidNamespace> timer) throws Exception {
    failures.ofEventTime(timer, () -> super.onEventTime(timer));
  }

  @Override
  public final void onProcessingTime(InternalTimer<K, VoidNamespace> timer) throws Exception {
    failures.ofProcessingTime(timer, () -> super.onProcessingTime(timer));
  }
}
