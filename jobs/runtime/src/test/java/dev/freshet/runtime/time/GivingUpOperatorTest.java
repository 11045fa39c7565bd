package dev.freshet.runtime.time;

import org.apache.flink.streaming.api.operators.StreamOperator;

class GivingUpOperatorTest extends CarriedTimeOperatorTest {

  @Override
  StreamOperator<String> newOperator() {
    return new GivingUpOperator<>(function());
  }
}
