package dev.freshet.localstack.run;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Counts what passes in accumulators, one a name, and lets nothing pass itself. */
final class Counting<T> extends RichFilterFunction<T> {

  private static final long serialVersionUID = 1L;

  private final Naming<T> naming;
  private final Map<String, LongCounter> counters = new HashMap<>();

  private Counting(Naming<T> naming) {
    this.naming = naming;
  }

  /** Under which name an element is counted. */
  interface Naming<T> extends Function<T, String>, Serializable {}

  /** Counts a stream, which others may use as well. */
  static <T> void attach(DataStream<T> stream, String what, Naming<T> naming) {
    stream
        .filter(new Counting<>(naming))
        .uid("count-" + what)
        .name("Count " + what)
        .sinkTo(new DiscardingSink<>())
        .uid("counted-" + what)
        .name("Have counted " + what);
  }

  @Override
  public boolean filter(T element) {
    LongCounter counter = counters.get(naming.apply(element));
    if (counter == null) {
      counter = new LongCounter();
      counters.put(naming.apply(element), counter);
      getRuntimeContext().addAccumulator(naming.apply(element), counter);
    }
    counter.add(1L);
    return false;
  }
}
