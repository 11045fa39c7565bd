package dev.freshet.runtime.condition;

import com.google.protobuf.Timestamp;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Something that a condition can ask for.
 *
 * @param <M> what conditions are about
 * @param name such as {@code user.streak}
 * @param type its type in CEL
 * @param value its value at a moment
 * @param number its value as a number, of a timestamp in epoch milliseconds; null of what is none
 */
public record Variable<M>(
    String name, CelType type, Function<M, Object> value, @Nullable ToDoubleFunction<M> number) {

  private static final long SECOND_MILLIS = 1_000;
  private static final int MILLI_NANOS = 1_000_000;

  /** One of any type. */
  public static <M> Variable<M> of(String name, CelType type, Function<M, Object> value) {
    return new Variable<>(name, type, value, null);
  }

  /** A text. */
  public static <M> Variable<M> text(String name, Function<M, String> value) {
    return of(name, SimpleType.STRING, value::apply);
  }

  /** A number, {@link Double#NaN} where it is not known: no comparison holds with that. */
  public static <M> Variable<M> number(String name, ToDoubleFunction<M> value) {
    return new Variable<>(name, SimpleType.DOUBLE, value::applyAsDouble, value);
  }

  /** A whole number. */
  public static <M> Variable<M> whole(String name, ToLongFunction<M> value) {
    return new Variable<>(name, SimpleType.INT, value::applyAsLong, value::applyAsLong);
  }

  /** A timestamp, of epoch milliseconds. */
  public static <M> Variable<M> time(String name, ToLongFunction<M> millis) {
    return new Variable<>(
        name,
        SimpleType.TIMESTAMP,
        moment -> timestamp(millis.applyAsLong(moment)),
        millis::applyAsLong);
  }

  private static Timestamp timestamp(long millis) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(millis, SECOND_MILLIS))
        .setNanos((int) Math.floorMod(millis, SECOND_MILLIS) * MILLI_NANOS)
        .build();
  }

  /** What it is a field of; itself if of nothing. */
  String owner() {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
