package dev.freshet.scoring.community;

/** Something from which entries leave by time alone. */
public interface Passing {

  /** When the next entry leaves, if none does. */
  long NEVER = Long.MAX_VALUE;

  /** When the next entry leaves, epoch milliseconds, or {@link #NEVER}. */
  long nextExpiryMillis(CommunitySettings settings);

  /**
   * Lets entries go whose time has come at a moment.
   *
   * @return whether readers see something else by that
   */
  boolean expire(long nowMillis, CommunitySettings settings);
}
