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
 */
public record Totals(
    long lists, long clicks, long seconds, long completions, long likes, long purchases) {

  public static final Totals NONE = new Totals(0L, 0L, 0L, 0L, 0L, 0L);

  /** 28 hours: a few who study day and night would hide what all others do. */
  public static final long MOST_SECONDS = 28L * 3_600L;

  /** Whether the user was shown anything, and so counts. */
  public boolean isCounted() {
    return lists > 0L;
  }

  /** With one more list. */
  Totals shown() {
    return new Totals(lists + 1L, clicks, seconds, completions, likes, purchases);
  }

  /** With one more reaction. */
  Totals reacted(Reaction reaction, long moreSeconds) {
    return switch (reaction) {
      case CLICK -> new Totals(lists, clicks + 1L, seconds, completions, likes, purchases);
      case STUDY -> {
        long all = Math.min(MOST_SECONDS, seconds + moreSeconds);
        yield new Totals(lists, clicks, all, completions, likes, purchases);
      }
      case COMPLETION -> new Totals(lists, clicks, seconds, completions + 1L, likes, purchases);
      case LIKE -> new Totals(lists, clicks, seconds, completions, likes + 1L, purchases);
      case PURCHASE -> new Totals(lists, clicks, seconds, completions, likes, purchases + 1L);
    };
  }

  void write(StateWriter out) {
    out.number(lists).number(clicks).number(seconds);
    out.number(completions).number(likes).number(purchases);
  }

  static Totals read(StateReader in) {
    return new Totals(in.number(), in.number(), in.number(), in.number(), in.number(), in.number());
  }
}
