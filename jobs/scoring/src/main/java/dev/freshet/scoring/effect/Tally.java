package dev.freshet.scoring.effect;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;

/**
 * What is kept of one number of each of many users. The numbers are whole, so that neither the
 * order in which they come nor how they are divided among several tallies makes a difference.
 *
 * @param users how many there are
 * @param sum of their numbers
 * @param squares the sum of the squares of their numbers
 */
public record Tally(long users, long sum, long squares) {

  public static final Tally NONE = new Tally(0L, 0L, 0L);

  /** One more user. Squares of 100,000 have room for 900 million users. */
  public Tally add(long number) {
    return new Tally(users + 1, sum + number, squares + number * number);
  }

  /** The users of both. */
  public Tally plus(Tally other) {
    return new Tally(users + other.users, sum + other.sum, squares + other.squares);
  }

  /** The mean, or NaN of nobody. */
  public double mean() {
    return users == 0 ? Double.NaN : (double) sum / users;
  }

  void write(StateWriter out) {
    out.number(users);
    out.number(sum);
    out.number(squares);
  }

  static Tally read(StateReader in) {
    return new Tally(in.number(), in.number(), in.number());
  }
}
