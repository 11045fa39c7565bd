package dev.freshet.scoring.engagement;

import java.io.Serializable;
import java.util.List;

/**
 * How many points make a level: everybody begins at 1.
 *
 * @param points for each further level, rising
 */
public record Levels(List<Integer> points) implements Serializable {

  public Levels {
    points = List.copyOf(points);
    for (int next = 0; next < points.size(); next++) {
      int before = next == 0 ? 0 : points.get(next - 1);
      if (points.get(next) <= before) {
        throw new IllegalArgumentException("levels must rise from above 0, were " + points);
      }
    }
  }

  /** The level that so many points make. */
  public int of(long earned) {
    int level = 1;
    while (level <= points.size() && earned >= points.get(level - 1)) {
      level++;
    }
    return level;
  }
}
