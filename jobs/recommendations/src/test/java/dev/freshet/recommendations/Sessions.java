package dev.freshet.recommendations;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.event.Interaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A seeded log: learners come for a session, mostly to their topic, and mostly for popular items.
 */
final class Sessions {

  private static final int TOPICS = 6;

  private Sessions() {}

  static List<CatalogueItem> catalogue(int items) {
    List<CatalogueItem> catalogue = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      catalogue.add(Platform.item("item-" + i, "topic-" + i % TOPICS, "level-" + i % 4));
    }
    return catalogue;
  }

  /** The first event is a guest's, with an item that is not in the catalogue. */
  static List<Interaction> log(int events, int users, int items, long startMillis) {
    Random random = new Random(11);
    int topicItems = items / TOPICS;
    List<Interaction> log = new ArrayList<>();
    log.add(Interaction.click("first", "guest", "unlisted", startMillis - 1));
    long atMillis = startMillis;
    for (int i = 1; i < events; i++) {
      atMillis += 1_000 + random.nextInt(120_000);
      int user = (int) (users * Math.pow(random.nextDouble(), 1.5));
      int topic = random.nextInt(5) == 0 ? random.nextInt(TOPICS) : user % TOPICS;
      int rank = (int) (topicItems * Math.pow(random.nextDouble(), 2));
      log.add(
          Interaction.click(
              "event-" + i, "user-" + user, "item-" + (rank * TOPICS + topic), atMillis));
    }
    return log;
  }
}
