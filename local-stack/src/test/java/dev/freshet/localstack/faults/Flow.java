package dev.freshet.localstack.faults;

import dev.freshet.localstack.kafka.KafkaSender;
import dev.freshet.localstack.run.FaultFree;
import dev.freshet.localstack.simulator.HomeVisit;
import dev.freshet.localstack.simulator.Simulator;
import dev.freshet.localstack.simulator.SimulatorSettings;
import dev.freshet.runtime.record.EventRecords;
import dev.freshet.runtime.record.Topics;
import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Events at a steady rate, some late and some twice if that is wanted; each is also told to the
 * fault-free run.
 */
final class Flow implements AutoCloseable {

  /** An event may overtake the record of an item that is new, so that there are none. */
  private static final double NEVER = 1e12;

  /** So many at once that each does something every few seconds, as people do. */
  private static final int ACTIVE = 400;

  private static final SimulatorSettings LEARNERS =
      new SimulatorSettings(17, 1_500, 200, 12, ACTIVE, 6.0, 0.05, NEVER);

  /** Far from midnight, when scores change by themselves. */
  static final Instant START = Instant.parse("2026-01-15T09:00:00Z");

  private static final double HELD_BACK = 0.2;
  private static final double TWICE = 0.1;
  private static final int LONGEST_HELD = 1_000;

  private final KafkaSender kafka;
  private final EventRecords records;
  private final FaultFree expected;
  private double perSecond;
  private final Simulator simulator = new Simulator(LEARNERS);
  private final Random random = new Random(LEARNERS.seed());
  private final long startNanos = System.nanoTime();
  private final Queue<Sent> unseen = new ConcurrentLinkedQueue<>();
  private final List<Held> held = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "flow");
  private @Nullable Onlooker onlooker;
  private boolean flowing;
  private boolean closed;
  private boolean disorderly;
  private long leaptMillis;
  private long steps;
  private long duplicates;
  private long spoilt;

  /**
   * An event that Kafka was given.
   *
   * @param nanos when, by {@link System#nanoTime}
   */
  record Sent(String user, long atMillis, long nanos) {

    double ageSeconds() {
      return (System.nanoTime() - nanos) / 1e9;
    }
  }

  /** Shows learners lists, and hears of all that happens. */
  interface Onlooker {

    /** Hears of an item that is in the catalogue from the start. */
    void announced(CatalogueItem item);

    /** What a learner is shown on the home page. */
    HomeVisit.Page page(String user);

    /** Hears of a list; tells how it is told to the jobs. */
    ListExposure shown(ListExposure list);

    /** Hears of something that was done. */
    void done(Interaction interaction);
  }

  /** A record that comes later than it should. */
  private record Held(Interaction interaction, long untilStep) {}

  /** Sends the catalogue; no events yet. */
  Flow(String bootstrapServers, Topics topics, FaultFree expected) {
    kafka =
        new KafkaSender(
            bootstrapServers,
            Map.of(
                // Brokers and jobs have a fifth of the requests, and lists stay fresh for all that.
                "linger.ms", 50,
                "delivery.timeout.ms", 300_000,
                "max.block.ms", 300_000,
                "metadata.max.idle.ms", 3_600_000,
                // By default a producer forgets all topics while no broker is there.
                "metadata.recovery.strategy", "none",
                "reconnect.backoff.max.ms", 500,
                "max.request.size", 8 << 20));
    records = new EventRecords(topics);
    this.expected = expected;
    simulator.catalogue().forEach(this::announce);
    kafka.flush();
    // Or events would wait for a broker that is away, and what brings it back for events.
    kafka.meet(topics.interactionsAndPurchases());
    if (topics.hasExposures()) {
      kafka.meet(List.of(topics.exposures()));
    }
    thread.start();
  }

  private void announce(CatalogueItem item) {
    expected.accept(item);
    kafka.send(records.of(item));
  }

  /** Events that no reader was seen to know of yet, the first sent first. */
  Queue<Sent> unseen() {
    return unseen;
  }

  /** From now on learners are shown lists at every other step. */
  synchronized void show(Onlooker shownBy) {
    onlooker = shownBy;
    simulator.catalogue().forEach(shownBy::announced);
  }

  synchronized void begin(double eventsPerSecond) {
    perSecond = eventsPerSecond;
    flowing = true;
    notifyAll();
  }

  /** From now on some events come late and some twice, or no longer. */
  synchronized void disorder(boolean wanted) {
    disorderly = wanted;
  }

  /** From now on events occur so much later. */
  synchronized void leap(Duration duration) {
    leaptMillis += duration.toMillis();
  }

  /** Waits until so many seconds' worth of events were sent. */
  synchronized void awaitSeconds(double seconds) throws InterruptedException {
    long until = steps + Math.round(seconds * perSecond);
    while (steps < until) {
      wait();
    }
  }

  /** Stops the events, and waits until Kafka has all of them. */
  void pause() {
    synchronized (this) {
      flowing = false;
      release(Long.MAX_VALUE);
    }
    kafka.flush();
  }

  /** Sends what no job can use. */
  synchronized void spoil(ProducerRecord<byte[], byte[]> record) {
    spoilt++;
    kafka.send(record);
  }

  /** Records that no job can use. */
  synchronized long spoilt() {
    return spoilt;
  }

  /** All records of events, on whichever topic. */
  synchronized long sent() {
    return expected.interactions() + duplicates + spoilt;
  }

  private void run() {
    try {
      while (awaitFlowing()) {
        long began = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(Math.max(0, began + step() - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean awaitFlowing() throws InterruptedException {
    while (!flowing && !closed) {
      wait();
    }
    return !closed;
  }

  /** Lets the next thing happen; tells how long after it the next one is due, nanoseconds. */
  private synchronized long step() {
    if (!flowing) {
      return 0;
    }
    long atMillis =
        START.toEpochMilli() + leaptMillis + (System.nanoTime() - startNanos) / 1_000_000;
    if (onlooker != null && steps % 2 == 0) {
      visit(onlooker, atMillis);
    }
    Simulator.Step next = simulator.next(atMillis);
    happen(next.interaction());
    if (next.purchase() != null) {
      expect(next.purchase());
      kafka.send(records.of(next.purchase()));
    }
    steps++;
    release(steps);
    notifyAll();
    return (long) (1e9 / perSecond);
  }

  private void visit(Onlooker by, long atMillis) {
    HomeVisit visit =
        simulator
            .visit(atMillis, (user, placement, size) -> Optional.of(by.page(user)))
            .orElseThrow();
    ListExposure list = by.shown(visit.shown());
    kafka.send(records.of(list));
    if (disorderly && random.nextDouble() < TWICE) {
      kafka.send(records.of(list));
    }
    visit.taken().forEach(this::happen);
  }

  private void expect(Interaction interaction) {
    expected.accept(interaction);
    if (onlooker != null) {
      onlooker.done(interaction);
    }
  }

  private void happen(Interaction interaction) {
    expect(interaction);
    if (disorderly && random.nextDouble() < HELD_BACK) {
      held.add(new Held(interaction, steps + random.nextInt(LONGEST_HELD)));
      return;
    }
    send(interaction);
    if (disorderly && random.nextDouble() < TWICE) {
      duplicates++;
      held.add(new Held(interaction, steps + random.nextInt(LONGEST_HELD)));
    }
  }

  private void send(Interaction interaction) {
    unseen.add(new Sent(interaction.user(), interaction.atMillis(), System.nanoTime()));
    kafka.send(records.of(interaction));
  }

  private void release(long step) {
    for (Iterator<Held> each = held.iterator(); each.hasNext(); ) {
      Held next = each.next();
      if (next.untilStep() <= step) {
        each.remove();
        send(next.interaction());
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
    kafka.close();
  }
}
