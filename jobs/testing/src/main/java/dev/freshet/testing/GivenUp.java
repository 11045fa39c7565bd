package dev.freshet.testing;

import dev.freshet.runtime.failure.GivingUp;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperator;

/** Asks a step to give up, as its operator does when it has failed at a timer too often. */
public final class GivenUp {

  private GivenUp() {}

  /**
   * The step of an operator.
   *
   * @param key which it is asked for
   */
  public static GivingUp of(StreamOperator<?> operator, Object key) {
    operator.setCurrentKey(key);
    Object step =
        operator instanceof AbstractUdfStreamOperator<?, ?> running
            ? running.getUserFunction()
            : operator;
    return (GivingUp) step;
  }
}
