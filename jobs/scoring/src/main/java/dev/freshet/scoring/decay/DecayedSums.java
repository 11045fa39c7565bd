package dev.freshet.scoring.decay;

/**
 * Sums that fade together, kept against one landmark as {@link ForwardDecay} has it.
 *
 * <p>The first weight sets the landmark. When a weight comes so much later that a number loses its
 * head-room, the landmark follows and all sums are rescaled; who holds the sums only multiplies.
 */
public abstract class DecayedSums {

  /** Half-lives from a landmark to a weight that leave a double its head-room. */
  protected static final double FARTHEST = 256;

  private static final long NONE = Long.MIN_VALUE;

  private final double farthest;
  private long landmarkMillis = NONE;

  /**
   * @param farthest half-lives from the landmark to a weight beyond which the landmark follows
   */
  protected DecayedSums(double farthest) {
    this.farthest = farthest;
  }

  /** Multiplies every sum by a factor. */
  protected abstract void rescale(double factor);

  /** What one unit at a moment adds to a sum, once the landmark has followed if it must. */
  protected final double inflate(long atMillis, HalfLife halfLife) {
    if (isEmpty()) {
      landmarkMillis = atMillis;
    } else if (halfLife.count(atMillis - landmarkMillis) > farthest) {
      rescale(ForwardDecay.deflate(halfLife, landmarkMillis, atMillis));
      landmarkMillis = atMillis;
    }
    return ForwardDecay.inflate(halfLife, landmarkMillis, atMillis);
  }

  /** The factor that turns a sum into its value at a moment; there is one. */
  protected final double deflate(long nowMillis, HalfLife halfLife) {
    return ForwardDecay.deflate(halfLife, landmarkMillis, nowMillis);
  }

  /** Whether nothing was ever added. */
  protected final boolean isEmpty() {
    return landmarkMillis == NONE;
  }

  /** The landmark as it is serialized, epoch milliseconds. */
  protected final long landmarkMillis() {
    return landmarkMillis;
  }

  /** Takes the landmark that was serialized. */
  protected final void restoreLandmark(long millis) {
    landmarkMillis = millis;
  }
}
