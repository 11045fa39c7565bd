package dev.freshet.scoring;

import java.util.ArrayList;
import java.util.List;

/**
 * The items with one tag that are best for everybody at one moment.
 *
 * @param tag the tag
 * @param items best first; scores are relative to the same zero as those of the {@link Pulse}, so
 *     an item outside it has a negative one
 */
public record TagPulse(String tag, List<ScoredItem> items) {

  /**
   * The pulses of all tags.
   *
   * @param pulse the pulse as of the table's last {@link ItemTable#advanceTo}
   * @param limit how many items of a tag
   */
  public static List<TagPulse> all(ItemTable table, Pulse pulse, int limit) {
    List<TagPulse> pulses = new ArrayList<>(table.tagCount());
    for (int tag = 0; tag < table.tagCount(); tag++) {
      int[] places = table.itemsOf(tag);
      double[] scores = new double[places.length];
      long[] ids = new long[scores.length];
      int count = 0;
      int[] listed = new int[scores.length];
      for (int place : places) {
        if (!table.isRetired(place)) {
          scores[count] = table.globalScore(place) - pulse.floor();
          ids[count] = table.fingerprint(place);
          listed[count++] = place;
        }
      }
      List<ScoredItem> items = new ArrayList<>(Math.min(limit, count));
      for (int i : Strongest.of(scores, ids, count, limit)) {
        items.add(new ScoredItem(table.id(listed[i]), scores[i]));
      }
      pulses.add(new TagPulse(table.tagName(tag), items));
    }
    return pulses;
  }
}
