package dev.freshet.localstack.soak;

import dev.freshet.localstack.kafka.KafkaSender;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.event.Interaction;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Clicks at a steady rate, of ever more users on ever more items; one user and one item have a
 * quarter of them each.
 */
final class GrowingLoad implements AutoCloseable {

  private static final double PER_SECOND = 300;
  private static final double NANOS = 1e9;
  private static final int EVENTS_PER_USER = 12;
  private static final int EVENTS_PER_ITEM = 100;
  private static final int FIRST = 50;
  private static final long LOOK_MILLIS = 50;

  private final KafkaSender kafka;
  private final EventRecords records;
  private final Random random = new Random(5);
  private final Thread thread = new Thread(this::run, "load");
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final AtomicLong sent = new AtomicLong();
  private volatile Interaction newest = Interaction.click("id", "hot", "hot", 0);

  /** Begins at once. */
  GrowingLoad(String bootstrapServers, Topics topics) {
    kafka = new KafkaSender(bootstrapServers, Map.of("linger.ms", 5));
    records = new EventRecords(topics);
    thread.start();
  }

  /** How many users there are by now. */
  long users() {
    return FIRST + sent.get() / EVENTS_PER_USER;
  }

  /** How many items there are by now. */
  long items() {
    return FIRST + sent.get() / EVENTS_PER_ITEM;
  }

  /** The event sent last. */
  Interaction newest() {
    return newest;
  }

  /**
   * Waits until so many seconds have passed since the beginning.
   *
   * @throws RuntimeException why events are no longer sent
   */
  void awaitSecond(long second) throws InterruptedException {
    while (sent.get() < second * PER_SECOND) {
      RuntimeException failed = failure.get();
      if (failed != null) {
        throw failed;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private void run() {
    long startNanos = System.nanoTime();
    try {
      while (!Thread.interrupted()) {
        long due = startNanos + (long) (sent.get() / PER_SECOND * NANOS);
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        kafka.requireTaken();
        Interaction next = next();
        kafka.send(records.of(next));
        newest = next;
        sent.incrementAndGet();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  private Interaction next() {
    int kind = random.nextInt(4);
    String user = kind == 0 ? "hot" : "user-" + random.nextLong(users());
    String item = kind == 1 ? "hot" : "item-" + random.nextLong(items());
    return Interaction.click("id-" + sent.get(), user, item, System.currentTimeMillis());
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kafka.close();
  }
}
