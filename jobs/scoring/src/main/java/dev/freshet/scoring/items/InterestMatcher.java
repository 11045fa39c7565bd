package dev.freshet.scoring.items;

import dev.freshet.scoring.interest.Interests;
import dev.freshet.scoring.top.TopK;
import java.util.Arrays;

/** A user's interests prepared for matching many items; can be prepared for the next user. */
public final class InterestMatcher {

  private final TagIndex index;
  private int known;
  private int[] numbers = new int[16];
  private double[] strengths = new double[16];

  /** By tag number: what an item with the tag adds to the product of the cosine. */
  private double[] gains = new double[0];

  private double norm;

  InterestMatcher(TagIndex index) {
    this.index = index;
  }

  /** Forgets the user before. */
  public void prepare(Interests interests) {
    for (int i = 0; i < known; i++) {
      gains[numbers[i]] = 0.0;
    }
    if (gains.length < index.count()) {
      gains = new double[index.count()];
    }
    int tags = interests.tags().length;
    if (numbers.length < tags) {
      numbers = new int[tags];
      strengths = new double[tags];
    }
    known = 0;
    double squares = 0.0;
    for (int i = 0; i < tags; i++) {
      int number = index.numberOf(interests.tags()[i]);
      if (number >= 0) {
        double strength = interests.weights()[i] * index.idf(number);
        // What a user is against takes from a match, and makes no other smaller.
        squares += strength > 0 ? strength * strength : 0.0;
        gains[number] = strength * index.idf(number);
        numbers[known] = number;
        strengths[known++] = strength;
      }
    }
    norm = Math.sqrt(squares);
  }

  /**
   * The cosine of the interests with the item's tags, both weighted by idf; 0–1. Tags that the user
   * is against lower it.
   */
  public double match(int item) {
    int[] own = index.tags(item);
    if (own.length == 0 || norm == 0) {
      return 0.0;
    }
    double sum = 0.0;
    for (int tag : own) {
      sum += gains[tag];
    }
    return sum <= 0 ? 0.0 : sum / (norm * index.norm(item));
  }

  /** The tag of the item for which the user cares most, or the empty string. */
  public String tag(int item) {
    double most = 0.0;
    int strongest = -1;
    for (int tag : index.tags(item)) {
      if (gains[tag] > most) {
        most = gains[tag];
        strongest = tag;
      }
    }
    return strongest < 0 ? "" : index.name(strongest);
  }

  /** The numbers of the user's strongest tags, of those that the user is not against. */
  public int[] strongestTags(int limit) {
    long[] ids = new long[known];
    for (int i = 0; i < known; i++) {
      ids[i] = numbers[i];
    }
    int[] order = TopK.of(strengths, ids, known, limit);
    int count = 0;
    while (count < order.length && strengths[order[count]] >= 0) {
      order[count] = numbers[order[count]];
      count++;
    }
    return Arrays.copyOf(order, count);
  }
}
