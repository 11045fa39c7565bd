package dev.freshet.runtime.record;

import java.io.Serializable;
import java.util.List;

/**
 * The names of the topics, all different.
 *
 * @param purchases may be empty: the platform has none
 */
public record Topics(
    String clicks, String study, String comments, String purchases, String items, String rejected)
    implements Serializable {

  public Topics {
    List<String> names = List.of(clicks, study, comments, purchases, items, rejected);
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "kafka.topics.* must name different topics, but are " + names);
    }
  }

  /** Topics of a platform without purchases. */
  public Topics(String clicks, String study, String comments, String items, String rejected) {
    this(clicks, study, comments, "", items, rejected);
  }

  /** The topics that hold what users did. */
  public List<String> interactions() {
    return List.of(clicks, study, comments);
  }

  /** Whether there is a topic of purchases. */
  public boolean hasPurchases() {
    return !purchases.isEmpty();
  }

  /** The topics that hold what users did, and what they bought if there is such a topic. */
  public List<String> interactionsAndPurchases() {
    return hasPurchases() ? List.of(clicks, study, comments, purchases) : interactions();
  }
}
