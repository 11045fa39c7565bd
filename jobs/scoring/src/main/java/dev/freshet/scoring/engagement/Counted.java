package dev.freshet.scoring.engagement;

import java.util.Locale;

/** What is counted of the events that meet a rule's condition. */
public enum Counted {
  EVENTS,
  /** Distinct items. */
  ITEMS,
  /** Distinct days. */
  DAYS,
  /** Days in a row. */
  STREAK;

  /** Its name in rules, such as {@code items}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
