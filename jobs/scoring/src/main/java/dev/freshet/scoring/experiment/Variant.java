package dev.freshet.scoring.experiment;

import static dev.freshet.scoring.settings.Field.require;
import static dev.freshet.scoring.settings.Field.requireName;

import java.io.Serializable;

/**
 * One of the ways in which an experiment does things.
 *
 * @param name lower-case words; {@link #CONTROL} is what the others are compared with
 * @param share of the users who are not held out, above 0
 * @param parameters what it does otherwise
 */
public record Variant(String name, double share, Parameters parameters) implements Serializable {

  /** The name of the variant that others are compared with. */
  public static final String CONTROL = "control";

  public Variant {
    requireName("variants: name", name);
    require(
        share > 0 && share <= 1,
        "variants: share of " + name + " must be above 0 and 1 at most, was " + share);
  }
}
