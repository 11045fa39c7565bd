package dev.freshet.engagement.community;

/**
 * What a user wants, or that everything was read that there was at the start.
 *
 * @param user who; empty for the end of the start
 * @param wantsPartners whether the user wants to be named as a partner, and to be told partners
 * @param offset where it lies on its topic: of two of a user the one with the higher offset holds
 */
public record Preference(String user, boolean wantsPartners, long offset) {

  /** Everything was read that there was at the start. */
  public static Preference endOfStart() {
    return new Preference("", true, 0L);
  }

  boolean isEndOfStart() {
    return user.isEmpty();
  }
}
