package dev.freshet.scoring;

/**
 * What is personal in a user's recommendations at one moment: candidates with their signals,
 * interests and what is done.
 *
 * @param user whose
 * @param atMillis as of when
 * @param items fingerprints of the candidates
 * @param similar a signal's value for each candidate; likewise the next two
 * @param taste see {@link Signal#TASTE}
 * @param after see {@link Signal#AFTER}
 * @param next see {@link Signal#NEXT}
 * @param because for each candidate the item of the user that speaks most for it; none in a {@link
 *     Lesson}, which gives no reasons
 * @param interests the user's interests
 * @param vector mean vector of what the user did, or empty
 * @param done ids of the items done, oldest first; none in a {@link Lesson}, which needs no ids
 * @param doneItems their fingerprints
 * @param excluded for each of them whether it must not be recommended
 */
public record Shortlist(
    String user,
    long atMillis,
    long[] items,
    float[] similar,
    float[] taste,
    float[] after,
    float[] next,
    long[] because,
    Interests interests,
    float[] vector,
    String[] done,
    long[] doneItems,
    boolean[] excluded) {

  /** Candidates held. */
  public int size() {
    return items.length;
  }
}
