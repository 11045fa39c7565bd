package dev.freshet.runtime.failure;

import dev.freshet.scoring.id.Fingerprint;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.util.function.ThrowingRunnable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the timers of an operator's task come. One at which the operator fails as often as it may is
 * given up: see {@link GivingUp}. A step that is none of those ignores it. Keys to which it comes
 * by itself are left out then.
 *
 * <p>A timer of event time is the same after a restart, so the failures at each are counted. One of
 * processing time may be another by then: those of a key count as one. So it comes all the same
 * when it has failed as often as it may, and is given up if it fails once more.
 */
public final class TimerFailures {

  private static final Logger LOG = LoggerFactory.getLogger(TimerFailures.class);

  private final AbstractStreamOperator<?> operator;
  private final Object step;
  private final RecordFailures failures;
  private final Counter givenUp;

  private TimerFailures(AbstractStreamOperator<?> operator, Object step, RecordFailures failures) {
    this.operator = operator;
    this.step = step;
    this.failures = failures;
    givenUp = FailureMetrics.GIVEN_UP.count(operator.getMetricGroup());
  }

  /**
   * Those of a task; called when it opens.
   *
   * @param step the operator or its function, which is asked to give up
   * @throws IOException if the job manager does not answer
   */
  public static TimerFailures of(AbstractStreamOperator<?> operator, Object step)
      throws IOException {
    int mostFailures =
        operator
            .getContainingTask()
            .getEnvironment()
            .getJobConfiguration()
            .get(FailureOptions.MAX_FAILURES);
    return new TimerFailures(
        operator, step, RecordFailures.of(operator.getRuntimeContext(), mostFailures));
  }

  /**
   * A timer of event time comes, with its key as the current one.
   *
   * @param handling what the step does about it
   */
  public void ofEventTime(InternalTimer<?, ?> timer, ThrowingRunnable<Exception> handling)
      throws Exception {
    Optional<String> failure = lastFailure(timer, true);
    if (failure.isEmpty()) {
      run(timer, true, handling);
      return;
    }
    tell(timer, failure.get());
    if (step instanceof GivingUp giving) {
      leaveOut(giving, timer, handling);
    }
  }

  /** The same for one of processing time. */
  public void ofProcessingTime(InternalTimer<?, ?> timer, ThrowingRunnable<Exception> handling)
      throws Exception {
    Optional<String> failure = lastFailure(timer, false);
    if (failure.isEmpty()) {
      run(timer, false, handling);
    } else if (step instanceof GivingUp giving) {
      runOrForget(giving, timer, handling);
    } else {
      tell(timer, failure.get());
    }
  }

  /**
   * The operator comes to the current key by itself. One at which it fails as often as it may is
   * left out.
   *
   * @param handling what the step does about it
   */
  public void ofKey(Object key, Errand errand, ThrowingRunnable<Exception> handling)
      throws Exception {
    Optional<String> failure =
        failures.isEmpty() ? Optional.empty() : failures.givenUp(number(errand.verb(), key));
    if (failure.isPresent()) {
      givenUp.inc();
      LOG.warn(
          "{} does not {} what it keeps of the key {}, at which it has failed too often, the last"
              + " time with {}",
          operatorName(),
          errand.verb(),
          fingerprint(key),
          failure.get());
      return;
    }
    try {
      handling.run();
    } catch (Exception e) {
      if (!RecordFailures.isOfRecord(e)) {
        throw e;
      }
      RecordFailures.tell(operator.getRuntimeContext(), number(errand.verb(), key), e);
      throw new FailedTimerException(operatorName(), errand, e);
    }
  }

  private Optional<String> lastFailure(InternalTimer<?, ?> timer, boolean isOfEventTime) {
    return failures.isEmpty() ? Optional.empty() : failures.givenUp(number(timer, isOfEventTime));
  }

  private long number(InternalTimer<?, ?> timer, boolean isOfEventTime) {
    return number(isOfEventTime ? Long.toString(timer.getTimestamp()) : "any", timer.getKey());
  }

  private long number(String occasion, Object key) {
    return Origins.other(Fingerprint.of(operator.getOperatorID() + " " + occasion + " " + key));
  }

  private void run(
      InternalTimer<?, ?> timer, boolean isOfEventTime, ThrowingRunnable<Exception> handling)
      throws Exception {
    try {
      handling.run();
    } catch (Exception e) {
      if (!RecordFailures.isOfRecord(e)) {
        throw e;
      }
      RecordFailures.tell(operator.getRuntimeContext(), number(timer, isOfEventTime), e);
      throw new FailedTimerException(operatorName(), timer.getTimestamp(), e);
    }
  }

  private void leaveOut(
      GivingUp giving, InternalTimer<?, ?> timer, ThrowingRunnable<Exception> handling)
      throws Exception {
    try {
      giving.leaveOut(timer.getTimestamp());
      handling.run();
    } catch (Exception e) {
      forget(giving, timer, e);
    }
  }

  private void runOrForget(
      GivingUp giving, InternalTimer<?, ?> timer, ThrowingRunnable<Exception> handling)
      throws Exception {
    try {
      handling.run();
    } catch (Exception e) {
      forget(giving, timer, e);
      tell(timer, RecordFailures.trace(e));
    }
  }

  private void forget(GivingUp giving, InternalTimer<?, ?> timer, Exception failure)
      throws Exception {
    if (!RecordFailures.isOfRecord(failure)) {
      throw failure;
    }
    LOG.warn(
        "{} has failed without what waited for the timer too, and forgets what it kept of the key"
            + " {}: {}",
        operatorName(),
        fingerprint(timer.getKey()),
        RecordFailures.trace(failure));
    giving.forget();
  }

  private void tell(InternalTimer<?, ?> timer, String failure) {
    givenUp.inc();
    LOG.warn(
        "{} gives up what waits for the timer of {} with the key {}, at which it has failed too"
            + " often, the last time with {}",
        operatorName(),
        Instant.ofEpochMilli(timer.getTimestamp()),
        fingerprint(timer.getKey()),
        failure);
  }

  private String operatorName() {
    return operator.getOperatorConfig().getOperatorName();
  }

  /** Not the key itself: no line of the log has the id of a user. */
  private static String fingerprint(Object key) {
    return "#%016x".formatted(Fingerprint.of(String.valueOf(key)));
  }
}
