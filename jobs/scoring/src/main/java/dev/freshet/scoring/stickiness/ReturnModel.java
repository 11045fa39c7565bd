package dev.freshet.scoring.stickiness;

import dev.freshet.scoring.codec.Layout;
import java.nio.ByteBuffer;

/**
 * The probability that a user is active within the next seven days, learned online from what users
 * did a week after.
 */
public final class ReturnModel {

  public static final Layout LAYOUT = Layout.of("return model", 1);

  private final LogisticRegression regression;

  public ReturnModel() {
    // Of someone about whom nothing is known: one who was active today returns in one of two cases,
    // and the odds fall with the idle days.
    double[] weights = new double[ReturnFeatures.COUNT];
    weights[1] = -1.0;
    regression = new LogisticRegression(weights);
  }

  /** How many examples were learned. */
  public long examples() {
    return regression.examples();
  }

  /** The probability for these features, 0–1. */
  public double probability(double[] features) {
    return regression.probability(features);
  }

  /** Learns what became of a user. */
  public void learn(ReturnExample example) {
    regression.learn(example.atMillis(), example.features(), example.returned(), example.weight());
  }

  /** The model as bytes, to be kept as state. */
  public byte[] serialize() {
    ByteBuffer buffer = ByteBuffer.allocate(1 + regression.serializedBytes());
    regression.serialize(buffer.put(LAYOUT.version()));
    return buffer.array();
  }

  /** The model that {@link #serialize} wrote. */
  public static ReturnModel deserialize(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    LAYOUT.require(buffer.get());
    ReturnModel model = new ReturnModel();
    model.regression.deserialize(buffer);
    return model;
  }
}
