package dev.freshet.localstack.faults;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;

/** Lets a fault befall a platform at work, and waits until it is borne or patience ends. */
final class Trial {

  private static final Duration UNTIL_FRESH = Duration.ofMinutes(3);
  private static final Duration UNTIL_SAME = Duration.ofSeconds(45);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration COMPARE = Duration.ofSeconds(1);

  /** For so long lists must stay fresh to be so again: some faults are noticed late. */
  private static final double CALM_SECONDS = 6;

  private static final double LONGEST_RUN_UP_SECONDS = 4;
  private static final double NANOS = 1e9;

  private final Platform platform;
  private final Reader reader;
  private final Random random;

  Trial(Platform platform, Reader reader, Random random) {
    this.platform = platform;
    this.reader = reader;
    this.random = random;
  }

  /** As many times as it is to befall the platform, one after the other. */
  Outcome run(Fault fault) throws Exception {
    platform.flow().begin(Platform.PER_SECOND);
    awaitCalm(System.nanoTime() - (long) (CALM_SECONDS * NANOS));
    reader.take();
    double recovery = 0;
    for (int time = 0; time < fault.times(); time++) {
      recovery = Math.max(recovery, recoverySeconds(fault));
    }
    platform.flow().pause();
    Contents contents = awaitSame();
    Reader.Seen seen = reader.take();
    return new Outcome(
        recovery,
        seen.stalestSeconds,
        contents,
        unaccounted(),
        seen.errors,
        seen.errorCount,
        seen.older,
        seen.away);
  }

  /** Lets it happen once, and tells how long after its end lists were fresh again. */
  private double recoverySeconds(Fault fault) throws Exception {
    platform.flow().awaitSeconds(1 + random.nextDouble() * LONGEST_RUN_UP_SECONDS);
    fault.befall(platform);

    long healed = System.nanoTime();
    awaitCalm(healed);
    return Math.max(0, (reader.lastStaleNanos() - healed) / NANOS);
  }

  /** Waits until events have been in their users' lists soon after, for a while. */
  private void awaitCalm(long sinceNanos) {
    try {
      awaitFresh(sinceNanos);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("lists are not fresh: " + reader.trouble(), e);
    }
  }

  private void awaitFresh(long sinceNanos) {
    within(
        UNTIL_FRESH,
        "lists are fresh again",
        LOOK,
        () -> {
          long calmSince = Math.max(sinceNanos, reader.lastStaleNanos());
          return System.nanoTime() - calmSince > CALM_SECONDS * NANOS;
        });
  }

  private Contents awaitSame() throws Exception {
    AtomicReference<Contents> last =
        new AtomicReference<>(platform.contents(Contents.WHILE_RUNNING));
    try {
      within(
          UNTIL_SAME,
          "Redis holds what it should",
          COMPARE,
          () -> {
            last.set(platform.contents(Contents.WHILE_RUNNING));
            return requireNonNull(last.get()).same();
          });
    } catch (ConditionTimeoutException e) {
      // The table is to tell, too.
    }
    return requireNonNull(last.get());
  }

  private static void within(
      Duration patience, String what, Duration look, Callable<Boolean> condition) {
    await(what).atMost(patience).pollDelay(Duration.ZERO).pollInterval(look).until(condition);
  }

  /** Each job rejects what cannot be read; what is used shows in the contents. */
  private long unaccounted() {
    Flow flow = platform.flow();
    long onKafka = Math.abs(platform.onKafka().records() - flow.sent());
    long rejected =
        Math.abs(platform.onKafka().rejected().size() - platform.jobsCount() * flow.spoilt());
    return onKafka + rejected;
  }
}
