package dev.freshet.runtime.record;

import dev.freshet.runtime.failure.Origins;
import dev.freshet.scoring.event.InteractionKind;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * The names of the topics, all different. Those of events may be empty, where a platform has no
 * such events, but not all of them.
 */
public record Topics(
    String clicks,
    String study,
    String comments,
    String purchases,
    String exposures,
    String items,
    String rejected)
    implements Serializable {

  public Topics {
    List<String> names = named(clicks, study, comments, purchases, exposures, items, rejected);
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "kafka.topics.* must name different topics, but are " + names);
    }
    if (clicks.isEmpty() && study.isEmpty() && comments.isEmpty()) {
      throw new IllegalArgumentException(
          "kafka.topics.clicks, kafka.topics.study or kafka.topics.comments must name a topic");
    }
  }

  /** Topics of a platform that does not tell what users are shown. */
  public Topics(
      String clicks,
      String study,
      String comments,
      String purchases,
      String items,
      String rejected) {
    this(clicks, study, comments, purchases, "", items, rejected);
  }

  /** Topics of a platform without purchases. */
  public Topics(String clicks, String study, String comments, String items, String rejected) {
    this(clicks, study, comments, "", items, rejected);
  }

  /** The same, of a platform that tells on this topic what users are shown. */
  public Topics withExposures(String topic) {
    return new Topics(clicks, study, comments, purchases, topic, items, rejected);
  }

  /** The topics that hold what users did. */
  public List<String> interactions() {
    return named(clicks, study, comments);
  }

  /** The topic of what users did in such a way; empty if there is none. */
  public String of(InteractionKind kind) {
    return switch (kind) {
      case CLICK -> clicks;
      case STUDY -> study;
      case COMMENT, QUESTION, ANSWER, REVIEW, LIKE, DISLIKE, SHARE, ACCEPT -> comments;
      case PURCHASE -> purchases;
    };
  }

  /** Whether there is a topic of what users did in such a way. */
  public boolean has(InteractionKind kind) {
    return !of(kind).isEmpty();
  }

  /** Whether there is a topic of purchases. */
  public boolean hasPurchases() {
    return !purchases.isEmpty();
  }

  /** Whether there is a topic of what users were shown. */
  public boolean hasExposures() {
    return !exposures.isEmpty();
  }

  /** The topics that hold what users did, and what they bought if there is such a topic. */
  public List<String> interactionsAndPurchases() {
    return named(clicks, study, comments, purchases);
  }

  /** The origins of records of these topics. */
  public Origins origins() {
    return new Origins(named(items, clicks, study, comments, purchases, exposures));
  }

  /** Whether a topic of this name is among them. */
  public boolean contains(String name) {
    return named(clicks, study, comments, purchases, exposures, items, rejected).contains(name);
  }

  private static List<String> named(String... names) {
    return Stream.of(names).filter(name -> !name.isEmpty()).toList();
  }
}
