package dev.freshet.localstack.bench.feed;

import dev.freshet.localstack.bench.load.Load;
import dev.freshet.localstack.bench.load.LoadSettings;
import dev.freshet.localstack.command.CommandException;
import dev.freshet.runtime.record.Topics;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends events at a steady rate, a few of them by users whose lists are watched. Event time goes on
 * where a log ended, a second in a second.
 */
public final class LiveFeed implements AutoCloseable {

  private static final int WATCHED_PER_SECOND = 250;
  private static final long TICK_NANOS = 1_000_000;

  private final WatchedEvents events;
  private final Load load;
  private final long startMillis;

  /**
   * What was measured.
   *
   * @param perSecond events really sent in a second
   * @param millis from sent to seen, of each event that was watched
   * @param missing watched events that were never seen
   */
  public record Seen(double perSecond, List<Double> millis, int missing) {}

  public LiveFeed(String bootstrapServers, String redisUri, Topics topics, LoadSettings log) {
    events = new WatchedEvents(bootstrapServers, redisUri, topics);
    // Its own seed gives its events ids that the log does not have.
    load = new Load(log.withSeed(log.seed() + 1));
    startMillis = Load.endMillis(log) + 1;
  }

  /**
   * Sends for a while, of which only the last part is measured.
   *
   * @throws CommandException if Kafka does not take an event
   */
  public Seen run(double perSecond, double warmUpSeconds, double seconds)
      throws InterruptedException {
    long begun = System.nanoTime();
    send(perSecond, begun, 0.0, warmUpSeconds);
    events.watch().begin();
    long measured = System.nanoTime();
    long sent = send(perSecond, begun, warmUpSeconds, warmUpSeconds + seconds);
    double took = (System.nanoTime() - measured) / 1e9;
    events.kafka().flush();
    for (int waited = 0; waited < 100 && events.watch().missing() > 0; waited++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return new Seen(sent / took, events.watch().millis(), events.watch().missing());
  }

  private long send(double perSecond, long begun, double from, double to)
      throws InterruptedException {
    long due = (long) (from * perSecond);
    long sent = due;
    long last = (long) (to * perSecond);
    double watchedShare = Math.min(0.5, WATCHED_PER_SECOND / perSecond);
    double watchedDue = 0.0;
    while (sent < last) {
      events.kafka().requireTaken();
      due = Math.min(last, (long) ((System.nanoTime() - begun) / 1e9 * perSecond));
      for (; sent < due; sent++) {
        long atMillis = startMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        watchedDue += watchedShare;
        if (watchedDue >= 1) {
          watchedDue--;
          events.sendWatched(load.next(atMillis));
        } else {
          events.send(load.next(atMillis));
        }
      }
      TimeUnit.NANOSECONDS.sleep(TICK_NANOS);
    }
    return sent - (long) (from * perSecond);
  }

  @Override
  public void close() {
    events.close();
  }
}
