package dev.freshet.scoring.stickiness;

import dev.freshet.scoring.decay.HalfLife;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Logistic regression, learned online.
 *
 * <p>Each weight is known with an uncertainty, and an example moves the uncertain ones most: one
 * step of an extended Kalman filter, which is online Newton for the logistic loss. There is no step
 * width to tune, and probabilities are about right after some hundred examples. Uncertainty grows
 * with time, so that old examples fade.
 */
final class LogisticRegression {

  private static final double PRIOR_VARIANCE = 1.0;
  private static final HalfLife MEMORY = HalfLife.ofDays(180);

  private final int size;
  private final double[] weights;
  private final double[] covariance;
  private long examples;
  private long asOfMillis;

  /**
   * @param weights what to hold likely before the first example, one for each feature
   */
  LogisticRegression(double... weights) {
    size = weights.length;
    this.weights = weights.clone();
    covariance = new double[size * size];
    for (int i = 0; i < size; i++) {
      covariance[i * size + i] = PRIOR_VARIANCE;
    }
  }

  /** How many examples were learned. */
  long examples() {
    return examples;
  }

  /** The probability for these features, 0–1. */
  double probability(double[] features) {
    double sum = 0.0;
    for (int i = 0; i < size; i++) {
      sum += weights[i] * features[i];
    }
    return 1.0 / (1.0 + Math.exp(-sum));
  }

  /**
   * Learns what came of these features.
   *
   * @param atMillis when it was known
   * @param happened what the probability is of
   * @param weight how many such examples this one stands for
   */
  void learn(long atMillis, double[] features, boolean happened, double weight) {
    fade(atMillis);
    double expected = probability(features);
    double[] gain = new double[size];
    double spread = 0.0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        gain[i] += covariance[i * size + j] * features[j];
      }
      spread += gain[i] * features[i];
    }
    double curvature = weight * expected * (1.0 - expected);
    double damping = 1.0 + curvature * spread;
    double error = weight * ((happened ? 1.0 : 0.0) - expected);
    for (int i = 0; i < size; i++) {
      weights[i] += gain[i] * error / damping;
      for (int j = 0; j < size; j++) {
        covariance[i * size + j] -= curvature * gain[i] * gain[j] / damping;
      }
    }
    examples++;
  }

  private void fade(long atMillis) {
    if (examples > 0 && atMillis > asOfMillis) {
      double growth = 1.0 / MEMORY.decay(atMillis - asOfMillis);
      double[] stretch = new double[size];
      for (int i = 0; i < size; i++) {
        double most = Math.max(1.0, PRIOR_VARIANCE / covariance[i * size + i]);
        stretch[i] = Math.sqrt(Math.min(growth, most));
      }
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          covariance[i * size + j] *= stretch[i] * stretch[j];
        }
      }
    }
    asOfMillis = Math.max(asOfMillis, atMillis);
  }

  int serializedBytes() {
    return 2 * Long.BYTES + (weights.length + covariance.length) * Double.BYTES;
  }

  void serialize(ByteBuffer buffer) {
    buffer.putLong(examples).putLong(asOfMillis);
    for (double weight : weights) {
      buffer.putDouble(weight);
    }
    for (double each : covariance) {
      buffer.putDouble(each);
    }
  }

  /** Takes over what {@link #serialize} wrote. */
  void deserialize(ByteBuffer buffer) {
    examples = buffer.getLong();
    asOfMillis = buffer.getLong();
    Arrays.setAll(weights, i -> buffer.getDouble());
    Arrays.setAll(covariance, i -> buffer.getDouble());
  }
}
