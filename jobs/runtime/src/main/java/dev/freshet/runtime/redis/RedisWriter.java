package dev.freshet.runtime.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Hands the writes of one sink task to a thread that sends them, batch after batch.
 *
 * <p>One batch is under way at a time and is repeated until Redis has acknowledged or refused all
 * of it, so that an older value never lands after a newer one of the same key.
 *
 * <p>This class is long because both threads and the lock between them are read together.
 */
final class RedisWriter implements SinkWriter<RedisWrite> {

  private static final Logger LOG = LoggerFactory.getLogger(RedisWriter.class);

  private final RedisSettings settings;
  private final RedisSession session;
  private final RedisMetrics metrics;
  private final Refusals refusals;
  private final Thread sender;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition acknowledged = lock.newCondition();

  private final Map<String, RedisWrite> waiting = new LinkedHashMap<>();

  private int underWay;

  private boolean flushing;

  /** Beside the interrupt, which libraries may swallow. */
  private boolean closed;

  private @Nullable Throwable failure;

  RedisWriter(RedisSettings settings, RedisSession session, RedisMetrics metrics, String name) {
    this.settings = settings;
    this.session = session;
    this.metrics = metrics;
    refusals = new Refusals(metrics, settings.keys());
    metrics.watch(this::inFlight);
    session.libraries().forEach(library -> metrics.watch(library, () -> session.missing(library)));
    sender = new Thread(withContext(this::run), name);
    sender.setDaemon(true);
    sender.start();
  }

  /** What the thread logs carries the job, as what the task logs does. */
  private static Runnable withContext(Runnable work) {
    @Nullable Map<String, String> context = MDC.getCopyOfContextMap();
    return () -> {
      if (context != null) {
        MDC.setContextMap(context);
      }
      work.run();
    };
  }

  /** Writes that wait or are under way. */
  int inFlight() {
    lock.lock();
    try {
      return waiting.size() + underWay;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(RedisWrite write, Context context) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (failure == null && waiting.size() + underWay >= settings.maxInFlight()) {
        acknowledged.await();
      }
      requireHealthy();
      RedisWrite unsent = waiting.put(write.target(), write);
      if (unsent != null) {
        waiting.put(write.target(), write.insteadOf(unsent));
        metrics.coalesced();
      }
      // Between the first and a full batch there is nothing that the sender would do.
      if (waiting.size() == 1 || waiting.size() >= settings.batchSize()) {
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      flushing = true;
      arrived.signal();
      while (failure == null && (!waiting.isEmpty() || underWay > 0)) {
        acknowledged.await();
      }
      requireHealthy();
    } finally {
      flushing = false;
      lock.unlock();
    }
  }

  private void requireHealthy() throws IOException {
    if (failure != null) {
      throw new IOException("Redis at " + session.address() + ": " + failure.getMessage(), failure);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
    sender.interrupt();
    try {
      sender.join();
    } catch (InterruptedException e) {
      // The task is being cancelled hard; the sender, interrupted, ends by itself.
      Thread.currentThread().interrupt();
    }
  }

  /** Sends until interrupted or beyond help. */
  private void run() {
    try (session) {
      while (true) {
        untilServed(session::serve);
        sendUntil(System.nanoTime() + settings.functionCheck().toNanos());
      }
    } catch (InterruptedException e) {
      LOG.debug("Stopped");
    } catch (Exception | Error e) {
      fail(e);
    }
  }

  /** Sends batches, until it is time to look after the libraries again. */
  private void sendUntil(long nanos) throws InterruptedException, RedisRefusedException {
    while (awaitFirst(nanos - System.nanoTime())) {
      Map<String, RedisWrite> batch = next();
      metrics.begun();
      untilServed(() -> send(batch));
      metrics.acknowledged();
      acknowledge();
      if (System.nanoTime() - nanos >= 0) {
        return;
      }
    }
  }

  private void send(Map<String, RedisWrite> batch)
      throws InterruptedException, RedisAwayException, RedisRefusedException {
    List<RedisWrite> sent = List.copyOf(batch.values());
    try {
      session.send(batch.values(), refusals);
    } catch (RedisAwayException e) {
      metrics.replied(sent, batch.keySet());
      if (e.isOutOfMemory()) {
        bringRemovalsForward(batch);
      }
      throw e;
    }
    metrics.replied(sent, Set.of());
  }

  /**
   * Redis deletes even when it is out of memory, which may be what frees some. A removal takes the
   * place of what would be written before it, so the order of a key's writes stays.
   */
  private void bringRemovalsForward(Map<String, RedisWrite> batch) {
    lock.lock();
    try {
      Iterator<RedisWrite> writes = waiting.values().iterator();
      while (writes.hasNext()) {
        RedisWrite write = writes.next();
        if (write.isRemoval()) {
          batch.put(write.target(), write);
          writes.remove();
        }
      }
      underWay = batch.size();
      acknowledged.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits a moment for more writes to share a batch with. */
  private Map<String, RedisWrite> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = settings.linger().toNanos();
      while (left > 0 && !flushing && waiting.size() < settings.batchSize()) {
        left = arrived.awaitNanos(left);
      }
      Map<String, RedisWrite> batch = new LinkedHashMap<>();
      Iterator<RedisWrite> oldest = waiting.values().iterator();
      while (oldest.hasNext() && batch.size() < settings.batchSize()) {
        RedisWrite write = oldest.next();
        batch.put(write.target(), write);
        oldest.remove();
      }
      underWay = batch.size();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitFirst(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (waiting.isEmpty() && left > 0 && !closed) {
        left = arrived.awaitNanos(left);
      }
      requireOpen();
      return !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() throws InterruptedException {
    lock.lock();
    try {
      if (closed) {
        throw new InterruptedException("closed");
      }
    } finally {
      lock.unlock();
    }
  }

  private void acknowledge() {
    lock.lock();
    try {
      underWay = 0;
      acknowledged.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void fail(Throwable cause) {
    LOG.error("Writing to Redis at {} has failed", session.address(), cause);
    lock.lock();
    try {
      failure = cause;
      acknowledged.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Work that Redis may be unable to do now. */
  private interface Attempt {
    void run() throws InterruptedException, RedisAwayException, RedisRefusedException;
  }

  private void untilServed(Attempt attempt) throws InterruptedException, RedisRefusedException {
    Duration backOff = settings.initialBackOff();
    for (int failed = 1; ; failed++) {
      try {
        attempt.run();
        if (failed > 1) {
          LOG.info("Redis at {} serves again", session.address());
        }
        return;
      } catch (RedisAwayException e) {
        requireOpen();
        metrics.failed();
        if (settings.maxAttempts() > 0 && failed >= settings.maxAttempts()) {
          throw new RedisRefusedException(
              "gave up after " + failed + " attempts (redis.max-attempts): " + e.getMessage(), e);
        }
        LOG.warn(
            "Redis at {} cannot serve now ({}); attempt {} follows in {} ms",
            session.address(),
            e.getMessage(),
            failed + 1,
            backOff.toMillis());
        TimeUnit.NANOSECONDS.sleep(backOff.toNanos());
        Duration doubled = backOff.multipliedBy(2);
        backOff = doubled.compareTo(settings.maxBackOff()) < 0 ? doubled : settings.maxBackOff();
      }
    }
  }
}
