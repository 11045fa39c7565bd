package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;

/**
 * What one user was shown in an experiment, and did with it.
 *
 * @param lists how many lists were shown; without any the user does not count
 * @param clicks items of lists that were opened
 * @param seconds of study that is due to lists, {@link #MOST_SECONDS} at most
 * @param completions items of lists that were finished
 * @param likes items of lists that were liked
 * @param purchases items of lists that were bought
 * @param followed 1 once the 28 days after the first list are over, before that 0
 * @param returned 1 if the user was active on one of these days; 0 as long as they are not over
 */
public record Totals(
    long lists,
    long clicks,
    long seconds,
    long completions,
    long likes,
    long purchases,
    long followed,
    long returned) {

  public static final Totals NONE = new Totals(0L, 0L, 0L, 0L, 0L, 0L);

  /** 28 hours: a few who study day and night would hide what all others do. */
  public static final long MOST_SECONDS = 28L * 3_600L;

  /** Of a user whose 28 days are not over. */
  public Totals(
      long lists, long clicks, long seconds, long completions, long likes, long purchases) {
    this(lists, clicks, seconds, completions, likes, purchases, 0L, 0L);
  }

  /** Whether the user was shown anything, and so counts. */
  public boolean isCounted() {
    return lists > 0L;
  }

  /** Whether it is known whether the user returned within 28 days. */
  public boolean isFollowed() {
    return followed > 0L;
  }

  /** With one more list. */
  Totals shown() {
    return new Totals(
        lists + 1L, clicks, seconds, completions, likes, purchases, followed, returned);
  }

  /** With one more reaction. */
  Totals reacted(Reaction reaction, long moreSeconds) {
    long moreClicks = reaction == Reaction.CLICK ? 1L : 0L;
    long moreStudy = reaction == Reaction.STUDY ? moreSeconds : 0L;
    long moreCompletions = reaction == Reaction.COMPLETION ? 1L : 0L;
    long moreLikes = reaction == Reaction.LIKE ? 1L : 0L;
    long morePurchases = reaction == Reaction.PURCHASE ? 1L : 0L;
    return new Totals(
        lists,
        clicks + moreClicks,
        Math.min(MOST_SECONDS, seconds + moreStudy),
        completions + moreCompletions,
        likes + moreLikes,
        purchases + morePurchases,
        followed,
        returned);
  }

  /** With what is known once the 28 days are over. */
  Totals followed(boolean hasReturned) {
    return new Totals(
        lists, clicks, seconds, completions, likes, purchases, 1L, hasReturned ? 1L : 0L);
  }

  void write(StateWriter out) {
    out.number(lists).number(clicks).number(seconds);
    out.number(completions).number(likes).number(purchases);
    out.number(followed).number(returned);
  }

  static Totals read(StateReader in) {
    return new Totals(
        in.number(),
        in.number(),
        in.number(),
        in.number(),
        in.number(),
        in.number(),
        in.number(),
        in.number());
  }
}
