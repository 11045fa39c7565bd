package dev.freshet.runtime.state;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;

/** A keyed stream beside a broadcast, which {@code connect} offers to functions only. */
public final class BesideBroadcast {

  private BesideBroadcast() {}

  /**
   * Runs an operator in the tasks that a keyed stream is divided among.
   *
   * @param told what all of the tasks are told
   */
  public static <K, A, B, O> SingleOutputStreamOperator<O> transform(
      String name,
      KeyedStream<A, K> keyed,
      DataStream<B> told,
      TwoInputStreamOperator<A, B, O> operator,
      TypeInformation<O> type) {
    return connected(name, keyed, told.broadcast(), operator, type);
  }

  /**
   * The same, for an operator whose second input also has what only one of the tasks is told, the
   * one of its key. The operator must set that key itself.
   *
   * @param one what the task of a key is told
   */
  public static <K, A, B, O> SingleOutputStreamOperator<O> transform(
      String name,
      KeyedStream<A, K> keyed,
      DataStream<B> told,
      KeyedStream<B, K> one,
      TwoInputStreamOperator<A, B, O> operator,
      TypeInformation<O> type) {
    return connected(name, keyed, told.broadcast().union(one), operator, type);
  }

  private static <K, A, B, O> SingleOutputStreamOperator<O> connected(
      String name,
      KeyedStream<A, K> keyed,
      DataStream<B> beside,
      TwoInputStreamOperator<A, B, O> operator,
      TypeInformation<O> type) {
    TwoInputTransformation<A, B, O> transformation =
        new TwoInputTransformation<>(
            keyed.getTransformation(),
            beside.getTransformation(),
            name,
            SimpleOperatorFactory.of(operator),
            type,
            keyed.getExecutionEnvironment().getParallelism(),
            false);
    transformation.setStateKeySelectors(keyed.getKeySelector(), null);
    transformation.setStateKeyType(keyed.getKeyType());
    keyed.getExecutionEnvironment().addOperator(transformation);
    return new Transformed<>(keyed, transformation);
  }

  /** Makes the constructor of its parent reachable. */
  private static final class Transformed<O> extends SingleOutputStreamOperator<O> {

    private Transformed(KeyedStream<?, ?> keyed, TwoInputTransformation<?, ?, O> transformation) {
      super(keyed.getExecutionEnvironment(), transformation);
    }
  }
}
