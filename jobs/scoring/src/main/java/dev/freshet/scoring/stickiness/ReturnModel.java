package dev.freshet.scoring.stickiness;

import dev.freshet.scoring.PackedVersion;
import java.nio.ByteBuffer;

/**
 * The probability that a user is active within the next seven days, learned online from what users
 * did a week after.
 */
public final class ReturnModel {

  private static final byte VERSION = 1;

  private final LogisticRegression regression;

  public ReturnModel() {
    // Of someone about whom nothing is known: one who was active today returns in one of two cases,
    // and the odds fall with the idle days.
    double[] weights = new double[ReturnFeatures.COUNT];
    weights[1] = -1.0;
    regression = new LogisticRegression(weights);
  }

  /** How many lessons were learned. */
  public long lessons() {
    return regression.lessons();
  }

  /** The probability for these features, 0–1. */
  public double probability(double[] features) {
    return regression.probability(features);
  }

  /** Learns what became of a user. */
  public void learn(ReturnLesson lesson) {
    regression.learn(lesson.atMillis(), lesson.features(), lesson.returned(), lesson.weight());
  }

  /** The model as bytes, to be kept as state. */
  public byte[] pack() {
    ByteBuffer buffer = ByteBuffer.allocate(1 + regression.packedBytes());
    regression.pack(buffer.put(VERSION));
    return buffer.array();
  }

  /** The model that {@link #pack} wrote. */
  public static ReturnModel unpack(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    PackedVersion.require("return model", VERSION, buffer.get());
    ReturnModel model = new ReturnModel();
    model.regression.unpack(buffer);
    return model;
  }
}
