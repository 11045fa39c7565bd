package dev.freshet.runtime.failure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.runtime.execution.CancelTaskException;
import org.apache.flink.runtime.throwable.ThrowableClassifier;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often operators have failed on which records, and with what. The job manager keeps it, as it
 * outlives the tasks, which begin again from the last checkpoint after each failure.
 */
public final class RecordFailures {

  private static final Logger LOG = LoggerFactory.getLogger(RecordFailures.class);
  private static final String NAME = "record-failures";
  private static final String ROCKS_DB = "org.rocksdb.";
  private static final int LONGEST_TRACE = 4_096;

  private final Map<Long, String> givenUp;

  private RecordFailures(Map<Long, String> givenUp) {
    this.givenUp = givenUp;
  }

  /**
   * The records that have failed as often as they may.
   *
   * @param mostFailures how often that is, or 0 for any number of times
   * @throws IOException if the job manager does not answer
   */
  public static RecordFailures of(StreamingRuntimeContext context, int mostFailures)
      throws IOException {
    Map<Long, String> givenUp = new HashMap<>();
    if (mostFailures > 0) {
      update(context, List.of())
          .forEach(
              (origin, failure) -> {
                if (failure.getKey() >= mostFailures) {
                  givenUp.put(origin, failure.getValue());
                }
              });
    }
    return new RecordFailures(givenUp);
  }

  /** Whether nothing has failed as often as it may. */
  boolean isEmpty() {
    return givenUp.isEmpty();
  }

  /** The stack trace of the last failure of a record that has failed as often as it may. */
  public Optional<String> givenUp(long origin) {
    return givenUp.isEmpty() ? Optional.empty() : Optional.ofNullable(givenUp.get(origin));
  }

  /**
   * Remembers that an operator has failed on a record, unless it was for another cause.
   *
   * @return what the operator is to throw
   */
  public static Exception remembered(
      StreamingRuntimeContext context, StreamRecord<?> record, Exception failure) {
    return remembered(
        context, record.hasTimestamp() ? record.getTimestamp() : Origins.NONE, failure);
  }

  /**
   * The same for a function, which is told a record's timestamp alone.
   *
   * @param timestamp null if the record has none
   */
  public static Exception remembered(
      RuntimeContext context, @Nullable Long timestamp, Exception failure) {
    return remembered(
        (StreamingRuntimeContext) context, timestamp == null ? Origins.NONE : timestamp, failure);
  }

  /** The same for a record whose origin is known otherwise. */
  public static Exception remembered(
      StreamingRuntimeContext context, long origin, Exception failure) {
    if (!Origins.isOne(origin) || !isOfRecord(failure)) {
      return failure;
    }
    tell(context, origin, failure);
    return new FailedRecordException(origin, failure);
  }

  /**
   * Remembers a failure.
   *
   * @param number the origin of the record, or a number that is of no record
   */
  static void tell(StreamingRuntimeContext context, long number, Exception failure) {
    try {
      update(context, List.of(new SimpleImmutableEntry<>(number, trace(failure))));
    } catch (IOException e) {
      // Then it counts as a failure the next time.
      LOG.warn("The job manager was not told of a failure", e);
      failure.addSuppressed(e);
    }
  }

  /** A failure's stack trace, or the beginning of a long one. */
  public static String trace(Throwable failure) {
    String trace = ExceptionUtils.stringifyException(failure);
    return trace.length() <= LONGEST_TRACE ? trace : trace.substring(0, LONGEST_TRACE);
  }

  /**
   * Whether it is laid at the door of what an operator worked on: not what an operator behind this
   * one has told already, what is of the network or a disk, and what no restart helps against.
   */
  static boolean isOfRecord(Exception failure) {
    return !Thread.currentThread().isInterrupted()
        && ThrowableClassifier.findThrowableOfThrowableType(
                failure, ThrowableType.NonRecoverableError)
            .isEmpty()
        && ExceptionUtils.findThrowable(
                failure,
                cause ->
                    cause instanceof FailedRecordException
                        || cause instanceof FailedTimerException
                        || cause instanceof CancelTaskException
                        || cause instanceof InterruptedException
                        || cause instanceof IOException
                        || cause instanceof UncheckedIOException
                        || cause.getClass().getName().startsWith(ROCKS_DB))
            .isEmpty();
  }

  private static Map<Long, Map.Entry<Integer, String>> update(
      StreamingRuntimeContext context, List<Map.Entry<Long, String>> failures) throws IOException {
    return context
        .getGlobalAggregateManager()
        .updateGlobalAggregate(NAME, failures, new Failures());
  }

  /**
   * Collects, by origin, how often a record has failed and the stack trace of the last time. What
   * is sent to the job manager and back is of Java's own types, as it cannot read others.
   */
  private static final class Failures
      implements AggregateFunction<
          List<Map.Entry<Long, String>>,
          Map<Long, Map.Entry<Integer, String>>,
          Map<Long, Map.Entry<Integer, String>>> {

    private static final long serialVersionUID = 1L;

    /** With their stack traces some 4 MB, which are sent at once when tasks start. */
    private static final int MOST_RECORDS = 1_000;

    @Override
    public Map<Long, Map.Entry<Integer, String>> createAccumulator() {
      return new LinkedHashMap<>();
    }

    @Override
    public Map<Long, Map.Entry<Integer, String>> add(
        List<Map.Entry<Long, String>> more, Map<Long, Map.Entry<Integer, String>> known) {
      for (Map.Entry<Long, String> failure : more) {
        known.merge(
            failure.getKey(),
            new SimpleImmutableEntry<>(1, failure.getValue()),
            (before, one) -> new SimpleImmutableEntry<>(before.getKey() + 1, one.getValue()));
        if (known.size() > MOST_RECORDS) {
          known.remove(known.keySet().iterator().next());
        }
      }
      return known;
    }

    @Override
    public Map<Long, Map.Entry<Integer, String>> getResult(
        Map<Long, Map.Entry<Integer, String>> known) {
      return new HashMap<>(known);
    }

    @Override
    public Map<Long, Map.Entry<Integer, String>> merge(
        Map<Long, Map.Entry<Integer, String>> one, Map<Long, Map.Entry<Integer, String>> other) {
      throw new UnsupportedOperationException("there is one job manager");
    }
  }
}
