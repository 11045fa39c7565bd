package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;

/**
 * What is due to the lists of one day (UTC), or by how much that changes.
 *
 * @param users who was shown one
 * @param lists how many were shown
 * @param clicks items of them that were opened
 * @param seconds of study
 * @param completions items of them that were finished
 * @param likes items of them that were liked
 * @param purchases items of them that were bought
 */
public record DayCounts(
    long users,
    long lists,
    long clicks,
    long seconds,
    long completions,
    long likes,
    long purchases) {

  public static final DayCounts NONE = new DayCounts(0L, 0L, 0L, 0L, 0L, 0L, 0L);

  /** One more list, which may be the user's first one of the day. */
  static DayCounts shown(boolean isFirst) {
    return new DayCounts(isFirst ? 1L : 0L, 1L, 0L, 0L, 0L, 0L, 0L);
  }

  /** One more reaction. Study of a user counts without an end here, as days are not compared. */
  static DayCounts done(Reaction reaction, long seconds) {
    Totals one = Totals.NONE.reacted(reaction, seconds);
    return new DayCounts(
        0L, 0L, one.clicks(), one.seconds(), one.completions(), one.likes(), one.purchases());
  }

  DayCounts plus(DayCounts more) {
    return new DayCounts(
        users + more.users,
        lists + more.lists,
        clicks + more.clicks,
        seconds + more.seconds,
        completions + more.completions,
        likes + more.likes,
        purchases + more.purchases);
  }

  /** What takes it back. */
  DayCounts negative() {
    return new DayCounts(-users, -lists, -clicks, -seconds, -completions, -likes, -purchases);
  }

  void write(StateWriter out) {
    out.number(users).number(lists).number(clicks).number(seconds);
    out.number(completions).number(likes).number(purchases);
  }

  static DayCounts read(StateReader in) {
    return new DayCounts(
        in.number(), in.number(), in.number(), in.number(), in.number(), in.number(), in.number());
  }
}
