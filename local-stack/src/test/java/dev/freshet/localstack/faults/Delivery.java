package dev.freshet.localstack.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Random;

/**
 * Lets faults befall a job of which nobody reads anything meanwhile, and waits for what it does.
 */
final class Delivery {

  static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Each look takes clients of its own, and what is waited for needs the processors, too. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final double LONGEST_RUN_UP_SECONDS = 4;
  private static final double UNTIL_ALL_PARTITIONS_KNOW_SECONDS = 10;

  private final Platform platform;
  private final String job;
  private final Random random = new Random(1);

  Delivery(Platform platform, String job) {
    this.platform = platform;
    this.job = job;
  }

  /** Prints how long after the fault's end a checkpoint holds all that was sent. */
  void goesOnAfter(Fault fault) throws Exception {
    platform.flow().begin(Platform.PER_SECOND);
    platform.flow().awaitSeconds(1 + random.nextDouble() * LONGEST_RUN_UP_SECONDS);
    fault.befall(platform);
    platform.flow().pause();

    long healed = System.nanoTime();
    awaitAllRead();
    System.out.printf("| %s | %.1f |%n", fault.name(), (System.nanoTime() - healed) / 1e9);
  }

  /** Lets so much time of events pass that nobody waits any longer for what occurred before. */
  void passTime(Duration duration) throws InterruptedException {
    platform.flow().leap(duration);
    platform.flow().begin(Platform.PER_SECOND);
    platform.flow().awaitSeconds(UNTIL_ALL_PARTITIONS_KNOW_SECONDS);
    platform.flow().pause();
  }

  void awaitAllRead() {
    await("all events are read")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .ignoreExceptions()
        .until(() -> platform.hasRead(job));
  }
}
