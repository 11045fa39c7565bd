package dev.freshet.localstack.up;

import dev.freshet.scoring.event.Interaction;
import io.lettuce.core.RedisCommandInterruptedException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how long it takes from an event's being sent until its user's list in Redis knows of it,
 * one event after the other.
 */
final class Freshness implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Freshness.class);
  private static final int SAMPLES = 21;
  static final int PATIENCE_SECONDS = 10;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);

  private final Producer producer;
  private final Frontend frontend;
  private final Deque<Double> millis = new ArrayDeque<>();
  private final Thread thread;

  /** Begins to measure. */
  Freshness(Producer producer, Frontend frontend) {
    this.producer = producer;
    this.frontend = frontend;
    thread = new Thread(this::measure, "freshness");
    thread.start();
  }

  /** The median of the last samples, milliseconds; infinite if most came too late to be seen. */
  synchronized OptionalDouble median() {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sorted[sorted.length / 2]);
  }

  private synchronized void add(double sample) {
    millis.add(sample);
    if (millis.size() > SAMPLES) {
      millis.remove();
    }
  }

  private void measure() {
    Producer.Sent before = null;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Producer.Sent sampled = producer.newest();
        if (sampled == null || sampled.equals(before)) {
          TimeUnit.MILLISECONDS.sleep(1);
          continue;
        }
        before = sampled;
        // What never came counts too, or the median would only know the fast ones.
        add(
            awaitInRedis(sampled)
                ? (System.nanoTime() - sampled.atNanos()) / 1e6
                : Double.POSITIVE_INFINITY);
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (InterruptedException | RedisCommandInterruptedException e) {
      LOG.debug("No longer measured");
    } catch (IOException | RuntimeException e) {
      LOG.warn("Freshness is not measured any more", e);
    }
  }

  private boolean awaitInRedis(Producer.Sent sent) throws IOException, InterruptedException {
    Interaction interaction = sent.interaction();
    while (System.nanoTime() - sent.atNanos() < PATIENCE_NANOS) {
      if (frontend.asOf(interaction.user()) >= interaction.atMillis()) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return false;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
