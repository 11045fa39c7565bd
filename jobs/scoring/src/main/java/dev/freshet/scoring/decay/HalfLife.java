package dev.freshet.scoring.decay;

import java.io.Serializable;
import java.time.Duration;

/** Time after which a signal counts half as much. */
public record HalfLife(Duration duration) implements Serializable {

  public HalfLife {
    if (duration.isNegative() || duration.toMillis() == 0) {
      throw new IllegalArgumentException("half-life must be positive, was " + duration);
    }
  }

  public static HalfLife ofHours(long hours) {
    return new HalfLife(Duration.ofHours(hours));
  }

  public static HalfLife ofDays(long days) {
    return new HalfLife(Duration.ofDays(days));
  }

  /** The factor left of a signal after {@code elapsedMillis}: 1 now, 0.5 one half-life later. */
  public double decay(long elapsedMillis) {
    return Math.pow(0.5, (double) elapsedMillis / duration.toMillis());
  }

  /** The number of half-lives in {@code elapsedMillis}. */
  public double count(long elapsedMillis) {
    return (double) elapsedMillis / duration.toMillis();
  }
}
