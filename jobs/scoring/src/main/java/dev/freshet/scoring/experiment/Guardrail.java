package dev.freshet.scoring.experiment;

import static dev.freshet.scoring.settings.Field.require;

import java.io.Serializable;

/**
 * What a better variant must not make worse.
 *
 * @param metric what is watched
 * @param tolerance by how much it may be less, by that of the control: 0.02 is 2 %; 0 to 0.5
 */
public record Guardrail(Metric metric, double tolerance) implements Serializable {

  private static final double LARGEST_TOLERANCE = 0.5;

  public Guardrail {
    require(
        tolerance >= 0 && tolerance <= LARGEST_TOLERANCE,
        "guardrails: tolerance of "
            + metric.label()
            + " must be 0 to "
            + LARGEST_TOLERANCE
            + ", was "
            + tolerance);
  }
}
