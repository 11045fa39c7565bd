package dev.freshet.localstack.up;

import dev.freshet.localstack.simulator.HomeVisit;
import dev.freshet.localstack.simulator.Simulator;
import dev.freshet.localstack.simulator.SimulatorSettings;
import dev.freshet.scoring.event.Interaction;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Simulated learners, as of now, without end. */
public final class SimulatedFeed implements Feed {

  /** However fast events come, so that reading lists does not take up Redis. */
  private static final long NANOS_BETWEEN_LISTS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long NANOS_BETWEEN_REWARDS = TimeUnit.SECONDS.toNanos(1);

  private final SimulatorSettings settings;
  private final HomeVisit.Lists lists;
  private final @Nullable RewardTopic rewards;

  /** Learners who are shown nothing. */
  public SimulatedFeed(SimulatorSettings settings) {
    this(settings, (user, placement, size) -> Optional.empty(), null);
  }

  private SimulatedFeed(
      SimulatorSettings settings, HomeVisit.Lists lists, @Nullable RewardTopic rewards) {
    this.settings = settings;
    this.lists = lists;
    this.rewards = rewards;
  }

  /** The same learners, who look at these lists at most a hundred times a second. */
  @Override
  public Feed showing(HomeVisit.Lists shown) {
    return new SimulatedFeed(settings, shown, rewards);
  }

  /** The same learners, some of whom come back for these rewards. */
  @Override
  public Feed rewarding(RewardTopic given) {
    return new SimulatedFeed(settings, lists, given);
  }

  @Override
  public void run(Producer producer, Pace pace) throws InterruptedException {
    Simulator simulator = new Simulator(settings);
    simulator.catalogue().forEach(producer::send);
    long nextListNanos = System.nanoTime();
    long nextRewardsNanos = nextListNanos;
    while (!Thread.currentThread().isInterrupted()) {
      if (System.nanoTime() - nextListNanos >= 0) {
        visit(simulator, producer, pace);
        nextListNanos = System.nanoTime() + NANOS_BETWEEN_LISTS;
      }
      if (rewards != null && System.nanoTime() - nextRewardsNanos >= 0) {
        rewards.next(
            reward -> simulator.rewarded(reward.getUser(), reward.getEarnedAt().toEpochMilli()));
        nextRewardsNanos = System.nanoTime() + NANOS_BETWEEN_REWARDS;
      }
      act(simulator, producer, pace);
    }
  }

  private void visit(Simulator simulator, Producer producer, Pace pace)
      throws InterruptedException {
    Optional<HomeVisit> visit = simulator.visit(System.currentTimeMillis(), lists);
    if (visit.isPresent()) {
      producer.show(visit.get().shown());
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
