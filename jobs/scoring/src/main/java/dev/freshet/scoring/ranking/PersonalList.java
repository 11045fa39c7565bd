package dev.freshet.scoring.ranking;

import dev.freshet.scoring.event.EventTime;

/**
 * A user's published recommendations: what the reader adds to the pulse.
 *
 * @param user whose
 * @param asOfMillis time of the interaction it follows
 * @param items ids of the candidates, best first as ranked when written
 * @param fingerprints their fingerprints
 * @param scores for each the personal part of the score, plus the shortfall of an item whose global
 *     part is below the pulse's last place
 * @param reasons for each why it is there
 * @param subjects for each the item or tag of the reason, or the empty string
 * @param excluded ids of items that must not be listed
 * @param excludedCodes their {@code IdCode}s
 * @param recent ids of the items that the user did last, the last one first
 * @param peerWeight the weight of {@code Signal.PEERS}, 0 or more
 */
public record PersonalList(
    String user,
    long asOfMillis,
    String[] items,
    long[] fingerprints,
    double[] scores,
    Reason[] reasons,
    String[] subjects,
    String[] excluded,
    int[] excludedCodes,
    String[] recent,
    double peerWeight) {

  /** That of a user of whom nothing is known. */
  static final PersonalList NONE =
      new PersonalList(
          "",
          EventTime.NEVER,
          new String[0],
          new long[0],
          new double[0],
          new Reason[0],
          new String[0],
          new String[0],
          new int[0],
          new String[0],
          0.0);

  /** Candidates held. */
  public int size() {
    return items.length;
  }
}
