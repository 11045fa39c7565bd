package dev.freshet.localstack.bench.feed;

import dev.freshet.localstack.bench.load.Load;
import dev.freshet.localstack.bench.load.LoadSettings;
import dev.freshet.localstack.command.CommandException;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.event.Interaction;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends events as they would occur now, at a steady rate and in a thread of its own until it is
 * closed, whatever becomes of the job that reads them. Some are by users whose lists are watched.
 */
public final class SteadyFeed implements AutoCloseable {

  private static final int WATCHED_PER_SECOND = 10;
  private static final long TICK_NANOS = 5_000_000;

  private final WatchedEvents events;
  private final Load load;
  private final int perSecond;
  private final Thread sender;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile boolean closed;

  /** Begins to send. */
  public SteadyFeed(
      String bootstrapServers,
      String redisUri,
      Topics topics,
      LoadSettings settings,
      int perSecond) {
    events = new WatchedEvents(bootstrapServers, redisUri, topics);
    load = new Load(settings);
    this.perSecond = perSecond;
    sender = new Thread(this::run, "steady-feed");
    sender.setDaemon(true);
    sender.start();
  }

  /** Forgets what was seen, and what was sent and not seen. */
  public void begin() {
    events.watch().begin();
  }

  /**
   * The shortest time from an event's being sent until it was seen in its user's list, in
   * milliseconds, of all seen since {@link #begin}.
   *
   * @throws CommandException if Kafka does not take events, or they can no longer be made
   */
  public OptionalDouble freshestMillis() {
    Exception failed = failure.get();
    if (failed != null) {
      throw new CommandException("no more events: " + failed, failed);
    }
    events.kafka().requireTaken();
    return events.watch().millis().stream().mapToDouble(Double::doubleValue).min();
  }

  private void run() {
    long begun = System.nanoTime();
    int every = Math.max(2, perSecond / WATCHED_PER_SECOND);
    try {
      for (long sent = 0; !closed; ) {
        long due = (long) ((System.nanoTime() - begun) / 1e9 * perSecond);
        for (; sent < due && !closed; sent++) {
          Interaction event = load.next(System.currentTimeMillis());
          if (sent % every == 0) {
            events.sendWatchedInTurn(event);
          } else {
            events.send(event);
          }
        }
        TimeUnit.NANOSECONDS.sleep(TICK_NANOS);
      }
    } catch (InterruptedException e) {
      // Closed.
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    sender.interrupt();
    try {
      sender.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    events.close();
  }
}
