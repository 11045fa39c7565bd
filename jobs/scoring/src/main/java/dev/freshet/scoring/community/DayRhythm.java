package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.time.Duration;

/** At which hours of the day (UTC) posts are written. */
final class DayRhythm {

  private static final int HOURS = 24;
  private static final long MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();

  /** An answer is written from an hour before to some hours after the moment that is looked at. */
  private static final int FIRST = -1;

  private static final double[] COUNTED = {0.5, 1.0, 1.0, 1.0, 0.7, 0.5};

  /** As many posts as all members together wrote are taken for granted of a new member. */
  private static final double GRANTED = 4.0;

  private final long[] posts = new long[HOURS];
  private long total;

  void add(long atMillis) {
    posts[hour(atMillis)]++;
    total++;
  }

  /**
   * The logarithm of how much more than everybody this one writes around a moment; 0 for one who is
   * new.
   */
  double against(DayRhythm everybody, long nowMillis) {
    double expected = (everybody.around(nowMillis) + 1.0) / (everybody.total + HOURS);
    return Math.log((around(nowMillis) + GRANTED * expected) / ((total + GRANTED) * expected));
  }

  private double around(long nowMillis) {
    double sum = 0.0;
    for (int i = 0; i < COUNTED.length; i++) {
      sum += COUNTED[i] * posts[Math.floorMod(hour(nowMillis) + FIRST + i, HOURS)];
    }
    return sum;
  }

  void write(StateWriter out) {
    for (long ofHour : posts) {
      out.number(ofHour);
    }
  }

  static DayRhythm read(StateReader in) {
    DayRhythm rhythm = new DayRhythm();
    for (int hour = 0; hour < HOURS; hour++) {
      rhythm.posts[hour] = in.number();
      rhythm.total += rhythm.posts[hour];
    }
    return rhythm;
  }

  private static int hour(long millis) {
    return (int) Math.floorMod(Math.floorDiv(millis, MILLIS_PER_HOUR), (long) HOURS);
  }
}
