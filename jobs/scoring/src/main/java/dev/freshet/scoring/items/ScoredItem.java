package dev.freshet.scoring.items;

import dev.freshet.scoring.similarity.Neighbours;
import dev.freshet.scoring.top.TopK;
import java.util.ArrayList;
import java.util.List;

/**
 * An item, or a tag, with a score.
 *
 * @param item its id
 * @param score higher is better
 */
public record ScoredItem(String item, double score) {

  /**
   * The neighbours of an item by the cosine of their users, highest first.
   *
   * @param neighbours what the item's row gave
   * @param atMillis as of when; the cosines are as of the table's moment
   * @param table the counts of the neighbours; one that it does not know is left out
   * @param limit at most so many
   */
  public static List<ScoredItem> similar(
      Neighbours neighbours, long atMillis, ItemTable table, int limit) {
    double fade = Math.sqrt(table.coOccurrence().decay(table.asOfMillis() - atMillis));
    double[] cosines = new double[neighbours.size()];
    for (int i = 0; i < cosines.length; i++) {
      int index = table.indexOf(neighbours.items()[i]);
      double count = index < 0 || table.isRetired(index) ? 0.0 : table.count(index);
      cosines[i] =
          count > 0 ? fade * neighbours.similar()[i] / Math.sqrt(count) : Double.NEGATIVE_INFINITY;
    }
    List<ScoredItem> similar = new ArrayList<>(Math.min(limit, cosines.length));
    for (int i : TopK.of(cosines, neighbours.items(), cosines.length, limit)) {
      if (cosines[i] > 0) {
        similar.add(new ScoredItem(table.id(table.indexOf(neighbours.items()[i])), cosines[i]));
      }
    }
    return similar;
  }
}
