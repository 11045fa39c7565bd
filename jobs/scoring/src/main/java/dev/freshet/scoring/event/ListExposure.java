package dev.freshet.scoring.event;

import java.util.List;
import java.util.Map;

/**
 * That a user was shown a list of items.
 *
 * @param id the event's own identity; two of a user with the same id are one
 * @param user who was shown it
 * @param atMillis when, epoch milliseconds
 * @param placement where on the platform, may be empty
 * @param items what was shown, the first place first
 * @param variants by experiment the variant that was served
 * @param listMillis the moment that the list was as of, epoch milliseconds, or {@link
 *     EventTime#NEVER} if it is not known
 * @param reasons of each of the items why it was shown, empty where that is not known; none of any
 *     if nothing is known
 * @param chances of each of the items the chance to be in its place, after those before it, above 0
 *     and 1 at most; none where nothing was drawn, or where it is not known
 */
public record ListExposure(
    String id,
    String user,
    long atMillis,
    String placement,
    List<String> items,
    Map<String, String> variants,
    long listMillis,
    List<String> reasons,
    List<Double> chances) {

  public ListExposure {
    items = List.copyOf(items);
    variants = Map.copyOf(variants);
    reasons = List.copyOf(reasons);
    chances = List.copyOf(chances);
  }

  /** A list in which nothing was drawn. */
  public ListExposure(
      String id,
      String user,
      long atMillis,
      String placement,
      List<String> items,
      Map<String, String> variants,
      long listMillis,
      List<String> reasons) {
    this(id, user, atMillis, placement, items, variants, listMillis, reasons, List.of());
  }

  /** A list of whose items nobody says why they were shown. */
  public ListExposure(
      String id,
      String user,
      long atMillis,
      String placement,
      List<String> items,
      Map<String, String> variants,
      long listMillis) {
    this(id, user, atMillis, placement, items, variants, listMillis, List.of());
  }
}
