package dev.freshet.scoring.experiment;

import java.util.List;

/** What the variants of an experiment are compared by. Of all of them more is better. */
public enum Metric {
  /** Items opened by lists shown. */
  CTR("ctr"),
  /** Lists shown by users: whether they come back for more. */
  LISTS("lists"),
  /** Seconds studied by users. */
  STUDY("study"),
  /** Items finished by users. */
  COMPLETIONS("completions"),
  /** Items liked by users. */
  LIKES("likes"),
  /** Items bought by users. */
  PURCHASES("purchases"),
  /** Users who bought something by users. */
  CONVERSION("conversion"),
  /**
   * Users who were active on one of the 28 days after that of their first list by users of whom it
   * is known as these days are over.
   */
  RETURN_28("return28");

  /** All of them, in the order of state. */
  public static final List<Metric> ALL = List.of(values());

  private final String label;

  Metric(String label) {
    this.label = label;
  }

  /** How many users count, in words. */
  String users(long number) {
    String users = number == 1L ? "1 user" : number + " users";
    return this == RETURN_28 ? users + " whose 28 days are over" : users;
  }

  /** Its name where people read and write it. */
  public String label() {
    return label;
  }

  /** What is added up of a user who counts. */
  long part(Totals totals) {
    return switch (this) {
      case CTR -> totals.clicks();
      case LISTS -> totals.lists();
      case STUDY -> totals.seconds();
      case COMPLETIONS -> totals.completions();
      case LIKES -> totals.likes();
      case PURCHASES -> totals.purchases();
      case CONVERSION -> Math.min(1L, totals.purchases());
      case RETURN_28 -> totals.returned();
    };
  }

  /** What that is seen in relation to: the lists, or 1 for each user. */
  long whole(Totals totals) {
    return this == CTR ? totals.lists() : 1L;
  }

  /** Whether a user counts. One whose 28 days are not over might still return. */
  boolean counts(Totals totals) {
    return totals.isCounted() && (this != RETURN_28 || totals.isFollowed());
  }

  /** Whether it makes no difference which of the two a user has. */
  boolean isSame(Totals before, Totals after) {
    return counts(before) == counts(after)
        && part(before) == part(after)
        && whole(before) == whole(after);
  }

  /**
   * The metric of a name.
   *
   * @throws IllegalArgumentException telling which there are
   */
  public static Metric of(String label) {
    return ALL.stream()
        .filter(metric -> metric.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "metric: %s is none of %s"
                        .formatted(label, ALL.stream().map(Metric::label).toList())));
  }
}
