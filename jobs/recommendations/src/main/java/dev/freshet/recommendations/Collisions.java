package dev.freshet.recommendations;

import java.util.HashSet;
import java.util.Set;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and logs what is refused because two items have one fingerprint: to the job they would be
 * one item.
 *
 * <p>Events are cleaned of such items before; here arrive records of the catalogue, and events of
 * two items that are new at the same moment.
 */
final class Collisions {

  private static final Logger LOG = LoggerFactory.getLogger(Collisions.class);

  /** Each item is logged once, and no more than this many. */
  private static final int MOST_LOGGED = 100;

  private final Counter counter;
  private final Set<String> logged = new HashSet<>();

  Collisions(MetricGroup metrics) {
    counter = RecommendationsMetrics.COLLIDING_ITEMS.count(metrics);
  }

  /**
   * Something of an item is not used.
   *
   * @param item its id
   * @param owner the id of the item that had the fingerprint first
   */
  void refuse(String item, String owner) {
    counter.inc();
    if (logged.size() < MOST_LOGGED && logged.add(item)) {
      LOG.warn(
          "The item {} is not used: it has the fingerprint of {}. Give it another id", item, owner);
    }
  }
}
