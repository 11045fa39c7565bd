package dev.freshet.localstack.simulator;

import java.util.Random;

/** One person: what they care for, and what they do at the moment. */
final class Learner {

  private static final int FAVOURITES = 3;

  /** How often a learner turns to the first, second and third favourite, and to anything else. */
  private static final double[] TURNS = {0.55, 0.8, 0.95};

  private final String id;
  private final int[] favourites = new int[FAVOURITES];
  private int left;
  private int current = -1;

  Learner(String id, int topics, Random random) {
    this.id = id;
    for (int i = 0; i < FAVOURITES; i++) {
      favourites[i] = random.nextInt(topics);
    }
  }

  String id() {
    return id;
  }

  int[] favourites() {
    return favourites.clone();
  }

  /** Begins a session of a length drawn from a geometric distribution. */
  void begin(SimulatorSettings settings, Random random) {
    if (random.nextDouble() < settings.drift()) {
      favourites[random.nextInt(FAVOURITES)] = random.nextInt(settings.topics());
    }
    left =
        1 + (int) (Math.log(1 - random.nextDouble()) / Math.log(1 - 1 / settings.sessionLength()));
    current = -1;
  }

  boolean isInSession() {
    return left > 0;
  }

  int topic(int topics, Random random) {
    double turn = random.nextDouble();
    for (int i = 0; i < FAVOURITES; i++) {
      if (turn < TURNS[i]) {
        return favourites[i];
      }
    }
    return random.nextInt(topics);
  }

  /** The item of the event before in this session, or −1. */
  int current() {
    return current;
  }

  void turnTo(int item) {
    current = item;
    left--;
  }
}
