package dev.freshet.localstack.simulator;

import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.ListExposure;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A learner's look at the home page.
 *
 * @param shown what was there
 * @param page what else is known of it
 * @param taken what the learner did with it, often nothing
 */
public record HomeVisit(ListExposure shown, Page page, List<Interaction> taken) {

  /** The placement of the list. */
  public static final String PLACEMENT = "home";

  /** Who makes the lists. */
  public interface Lists {

    /**
     * The list of a user.
     *
     * @param size at most so many items
     * @return nothing where none can be made
     */
    Optional<Page> page(String user, String placement, int size);
  }

  /**
   * What a page has.
   *
   * @param items the first place first
   * @param variants by experiment the variant that was served
   * @param chances of each item to be in its place; empty where nothing was drawn
   * @param reasons why each item is there; empty where that is not known
   */
  public record Page(
      List<String> items,
      Map<String, String> variants,
      List<Double> chances,
      List<String> reasons) {

    ListExposure shownTo(String user, String id, long atMillis) {
      return new ListExposure(
          id, user, atMillis, PLACEMENT, items, variants, EventTime.NEVER, reasons, chances);
    }
  }
}
