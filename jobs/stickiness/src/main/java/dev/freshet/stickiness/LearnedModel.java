package dev.freshet.stickiness;

/**
 * A model that has learned something.
 *
 * @param kind {@link #RETURN} or {@link #CONVERSION}
 * @param serialized the model as bytes
 */
public record LearnedModel(byte kind, byte[] serialized) {

  /** Tells who returns. */
  static final byte RETURN = 0;

  /** Tells who buys. */
  static final byte CONVERSION = 1;
}
