package dev.freshet.localstack.up;

import dev.freshet.localstack.simulator.HomeVisit;
import dev.freshet.localstack.simulator.Simulator;
import dev.freshet.localstack.simulator.SimulatorSettings;
import dev.freshet.scoring.event.Interaction;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Simulated learners, as of now, without end. */
public final class SimulatedFeed implements Feed {

  /** However fast events come, so that reading lists does not take up Redis. */
  private static final long NANOS_BETWEEN_LISTS = TimeUnit.MILLISECONDS.toNanos(10);

  private final SimulatorSettings settings;
  private final HomeVisit.Lists lists;

  /** Learners who are shown nothing. */
  public SimulatedFeed(SimulatorSettings settings) {
    this(settings, (user, placement, size) -> Optional.empty());
  }

  private SimulatedFeed(SimulatorSettings settings, HomeVisit.Lists lists) {
    this.settings = settings;
    this.lists = lists;
  }

  /** The same learners, who look at these lists at most a hundred times a second. */
  @Override
  public Feed showing(HomeVisit.Lists shown) {
    return new SimulatedFeed(settings, shown);
  }

  @Override
  public void run(Producer producer, Pace pace) throws InterruptedException {
    Simulator simulator = new Simulator(settings);
    simulator.catalogue().forEach(producer::send);
    long nextListNanos = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      if (System.nanoTime() - nextListNanos >= 0) {
        visit(simulator, producer, pace);
        nextListNanos = System.nanoTime() + NANOS_BETWEEN_LISTS;
      }
      act(simulator, producer, pace);
    }
  }

  private void visit(Simulator simulator, Producer producer, Pace pace)
      throws InterruptedException {
    Optional<HomeVisit> visit = simulator.visit(System.currentTimeMillis(), lists);
    if (visit.isPresent()) {
      producer.show(visit.get().shown(), visit.get().page().chances());
      for (Interaction taken : visit.get().taken()) {
        pace.await();
        producer.send(taken);
      }
    }
  }

  private static void act(Simulator simulator, Producer producer, Pace pace)
      throws InterruptedException {
    pace.await();
    Simulator.Step step = simulator.next(System.currentTimeMillis());
    if (step.newItem() != null) {
      producer.send(step.newItem());
    }
    producer.send(step.interaction());
    if (step.purchase() != null) {
      producer.sell(step.purchase());
    }
  }

  @Override
  public String description() {
    return "%,d simulated learners and %,d items, seed %d"
        .formatted(settings.learners(), settings.items(), settings.seed());
  }
}
