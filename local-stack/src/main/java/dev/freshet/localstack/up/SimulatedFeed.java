package dev.freshet.localstack.up;

import dev.freshet.localstack.simulator.Simulator;
import dev.freshet.localstack.simulator.SimulatorSettings;

/** Simulated learners, as of now, without end. */
public final class SimulatedFeed implements Feed {

  private final SimulatorSettings settings;

  public SimulatedFeed(SimulatorSettings settings) {
    this.settings = settings;
  }

  @Override
  public void run(Producer producer, Pace pace) throws InterruptedException {
    Simulator simulator = new Simulator(settings);
    simulator.catalogue().forEach(producer::send);
    while (!Thread.currentThread().isInterrupted()) {
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
  }

  @Override
  public String description() {
    return "%,d simulated learners and %,d items, seed %d"
        .formatted(settings.learners(), settings.items(), settings.seed());
  }
}
