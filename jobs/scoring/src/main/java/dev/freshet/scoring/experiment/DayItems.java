package dev.freshet.scoring.experiment;

import java.util.List;

/**
 * The items that a user was shown on a day.
 *
 * @param day UTC, counted from 1970
 * @param codes of the items, each as often as it was shown
 */
public record DayItems(long day, List<Integer> codes) {

  public DayItems {
    codes = List.copyOf(codes);
  }
}
