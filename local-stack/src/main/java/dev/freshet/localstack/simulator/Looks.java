package dev.freshet.localstack.simulator;

import java.util.List;
import java.util.Random;

/**
 * How learners look at a list: from the first place on, at each with a probability that falls with
 * the place (the position-based model, Craswell, Zoeter, Taylor, Ramsey 2008). They take the first
 * item seen that they care for.
 */
final class Looks {

  /** With what the ids of items begin; a number follows. */
  static final String COURSE = "course-";

  /** How much less lower places are looked at: place r, from 1, with probability 1/r^bias. */
  private static final double POSITION_BIAS = 0.7;

  /** How often an item that is seen is taken, of the first favourite topic, the second… */
  private static final double[] CARE = {0.25, 0.15, 0.1};

  private static final double CARE_OTHERWISE = 0.02;

  /** How often what was taken from a list is studied at once. */
  private static final double STUDIED = 0.4;

  /** Of its own, so that lists change nothing of what is done without them. */
  private final Random random;

  Looks(long seed) {
    random = new Random(31 * seed + 1);
  }

  /**
   * The number of the item that is taken, or −1.
   *
   * @param list ids of items; what is no course of this platform is left
   * @param favourites topics, the best one first
   * @param topicOf by number of the item
   */
  int taken(List<String> list, int[] favourites, List<Integer> topicOf) {
    for (int place = 0; place < list.size(); place++) {
      boolean isSeen = random.nextDouble() < Math.pow(place + 1.0, -POSITION_BIAS);
      double whim = random.nextDouble();
      int item = number(list.get(place));
      if (isSeen
          && item >= 0
          && item < topicOf.size()
          && whim < care(topicOf.get(item), favourites)) {
        return item;
      }
    }
    return -1;
  }

  private static int number(String item) {
    return item.matches(COURSE + "[0-9]{1,9}")
        ? Integer.parseInt(item.substring(COURSE.length()))
        : -1;
  }

  private static double care(int topic, int[] favourites) {
    for (int i = 0; i < favourites.length; i++) {
      if (favourites[i] == topic) {
        return CARE[i];
      }
    }
    return CARE_OTHERWISE;
  }

  boolean isStudied() {
    return random.nextDouble() < STUDIED;
  }

  /** How much of an item is studied, 0 to 1. */
  double progress() {
    return random.nextDouble();
  }
}
