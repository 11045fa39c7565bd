package dev.freshet.scoring.decay;

/**
 * Decayed sums that do not depend on the order in which their parts arrive.
 *
 * <p>A weight at time t is stored as {@code weight · 2^((t − L)/h)} against a landmark L and read
 * at time now by multiplying with {@code 2^((L − now)/h)}: forward decay (Cormode, Shkapenyuk,
 * Srivastava, Xu: Forward Decay, ICDE 2009). One landmark serves any number of sums, which {@link
 * DecayedSums} rescales when the exponent has grown too far.
 */
public final class ForwardDecay {

  private static final double LN_2 = Math.log(2.0);

  private ForwardDecay() {}

  /** What one unit at {@code atMillis} is worth in a sum kept against {@code landmarkMillis}. */
  public static double inflate(HalfLife halfLife, long landmarkMillis, long atMillis) {
    return Math.exp(halfLife.count(atMillis - landmarkMillis) * LN_2);
  }

  /** The factor that turns a stored sum into its value at {@code nowMillis}. */
  public static double deflate(HalfLife halfLife, long landmarkMillis, long nowMillis) {
    return Math.exp(halfLife.count(landmarkMillis - nowMillis) * LN_2);
  }
}
