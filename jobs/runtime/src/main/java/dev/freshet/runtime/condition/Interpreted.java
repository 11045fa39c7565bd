package dev.freshet.runtime.condition;

import com.google.protobuf.Timestamp;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.freshet.scoring.engagement.ConditionException;
import java.time.Duration;
import java.time.Instant;

/**
 * A part of a condition as CEL's interpreter evaluates it.
 *
 * @param <M> what the condition is about
 */
public record Interpreted<M>(CelRuntime.Program program, Vocabulary<M> vocabulary) {

  /**
   * Its value at a moment.
   *
   * @throws ConditionException if there is none
   */
  public Object value(M moment) {
    try {
      return program.eval(name -> vocabulary.find(name, moment));
    } catch (CelEvaluationException e) {
      throw new ConditionException(String.valueOf(e.getMessage()), e);
    }
  }

  /** A duration, or of a timestamp what has passed since 1970. */
  Duration time(M moment) {
    return asTime(value(moment));
  }

  /** The same of a value, as which of its types CEL has it. */
  static Duration asTime(Object value) {
    if (value instanceof Instant instant) {
      return Duration.between(Instant.EPOCH, instant);
    }
    if (value instanceof Timestamp timestamp) {
      return Duration.ofSeconds(timestamp.getSeconds(), timestamp.getNanos());
    }
    if (value instanceof com.google.protobuf.Duration duration) {
      return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }
    return (Duration) value;
  }
}
