package dev.freshet.scoring.stickiness;

import dev.freshet.scoring.HalfLife;
import dev.freshet.scoring.PackedVersion;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The probability that a user is active within the next seven days: logistic regression, learned
 * online from what users did a week after.
 *
 * <p>Each weight is known with an uncertainty, and a lesson moves the uncertain ones most: one step
 * of an extended Kalman filter, which is online Newton for the logistic loss. There is no step
 * width to tune, and probabilities are about right after some hundred lessons. Uncertainty grows
 * with time, so that old lessons fade.
 */
public final class ReturnModel {

  private static final byte VERSION = 1;
  private static final int SIZE = ReturnFeatures.COUNT;
  private static final double PRIOR_VARIANCE = 1.0;
  private static final HalfLife MEMORY = HalfLife.ofDays(180);

  private final double[] weights = new double[SIZE];
  private final double[] covariance = new double[SIZE * SIZE];
  private long lessons;
  private long asOfMillis;

  public ReturnModel() {
    // Of someone about whom nothing is known: one who was active today returns in one of two cases,
    // and the odds fall with the idle days.
    weights[1] = -1.0;
    for (int i = 0; i < SIZE; i++) {
      covariance[i * SIZE + i] = PRIOR_VARIANCE;
    }
  }

  /** How many lessons were learned. */
  public long lessons() {
    return lessons;
  }

  /** The probability for these features, 0–1. */
  public double probability(double[] features) {
    double sum = 0.0;
    for (int i = 0; i < SIZE; i++) {
      sum += weights[i] * features[i];
    }
    return 1.0 / (1.0 + Math.exp(-sum));
  }

  /** Learns what became of a user. */
  public void learn(ReturnLesson lesson) {
    fade(lesson.atMillis());
    double[] x = lesson.features();
    double expected = probability(x);
    double[] gain = new double[SIZE];
    double spread = 0.0;
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        gain[i] += covariance[i * SIZE + j] * x[j];
      }
      spread += gain[i] * x[i];
    }
    double curvature = lesson.weight() * expected * (1.0 - expected);
    double damping = 1.0 + curvature * spread;
    double error = lesson.weight() * ((lesson.returned() ? 1.0 : 0.0) - expected);
    for (int i = 0; i < SIZE; i++) {
      weights[i] += gain[i] * error / damping;
      for (int j = 0; j < SIZE; j++) {
        covariance[i * SIZE + j] -= curvature * gain[i] * gain[j] / damping;
      }
    }
    lessons++;
  }

  private void fade(long atMillis) {
    if (lessons > 0 && atMillis > asOfMillis) {
      double growth = 1.0 / MEMORY.decay(atMillis - asOfMillis);
      double[] stretch = new double[SIZE];
      for (int i = 0; i < SIZE; i++) {
        double most = Math.max(1.0, PRIOR_VARIANCE / covariance[i * SIZE + i]);
        stretch[i] = Math.sqrt(Math.min(growth, most));
      }
      for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
          covariance[i * SIZE + j] *= stretch[i] * stretch[j];
        }
      }
    }
    asOfMillis = Math.max(asOfMillis, atMillis);
  }

  /** The model as bytes, to be kept as state. */
  public byte[] pack() {
    ByteBuffer buffer =
        ByteBuffer.allocate(
            1 + 2 * Long.BYTES + (weights.length + covariance.length) * Double.BYTES);
    buffer.put(VERSION).putLong(lessons).putLong(asOfMillis);
    for (double weight : weights) {
      buffer.putDouble(weight);
    }
    for (double each : covariance) {
      buffer.putDouble(each);
    }
    return buffer.array();
  }

  /** The model that {@link #pack} wrote. */
  public static ReturnModel unpack(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    PackedVersion.require("return model", VERSION, buffer.get());
    ReturnModel model = new ReturnModel();
    model.lessons = buffer.getLong();
    model.asOfMillis = buffer.getLong();
    Arrays.setAll(model.weights, i -> buffer.getDouble());
    Arrays.setAll(model.covariance, i -> buffer.getDouble());
    return model;
  }
}
