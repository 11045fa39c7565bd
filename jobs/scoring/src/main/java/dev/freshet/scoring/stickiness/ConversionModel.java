package dev.freshet.scoring.stickiness;

import dev.freshet.scoring.codec.Layout;
import java.nio.ByteBuffer;

/**
 * The propensity of a user to convert: the probability to buy something within the next {@value
 * #HORIZON_DAYS} days, learned online from what users did in the fortnight after.
 */
public final class ConversionModel {

  /** How far ahead the propensity looks. */
  public static final int HORIZON_DAYS = 14;

  /** How many features it is judged by. */
  static final int FEATURES = 7;

  public static final Layout LAYOUT = Layout.of("conversion model", 1);

  private final LogisticRegression regression;
  private long conversions;

  public ConversionModel() {
    // About one in twenty buys, before anything is known.
    double[] weights = new double[FEATURES];
    weights[0] = -3.0;
    regression = new LogisticRegression(weights);
  }

  /** How many examples were learned. */
  public long examples() {
    return regression.examples();
  }

  /** How many of the examples told of a purchase. */
  public long conversions() {
    return conversions;
  }

  /** The probability for these features, 0–1. */
  public double probability(double[] features) {
    return regression.probability(features);
  }

  /** Learns whether a user bought. */
  public void learn(ConversionExample example) {
    regression.learn(example.atMillis(), example.features(), example.bought(), example.weight());
    conversions += example.bought() ? 1 : 0;
  }

  /** The model as bytes, to be kept as state. */
  public byte[] serialize() {
    ByteBuffer buffer = ByteBuffer.allocate(1 + Long.BYTES + regression.serializedBytes());
    regression.serialize(buffer.put(LAYOUT.version()).putLong(conversions));
    return buffer.array();
  }

  /** The model that {@link #serialize} wrote. */
  public static ConversionModel deserialize(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    LAYOUT.require(buffer.get());
    ConversionModel model = new ConversionModel();
    model.conversions = buffer.getLong();
    model.regression.deserialize(buffer);
    return model;
  }
}
