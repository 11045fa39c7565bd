package dev.freshet.scoring.experiment;

/**
 * What a list that is shown counts for: its placement, or the variant of an experiment.
 *
 * @param experiment its name; empty for a placement
 * @param name of the placement, or of the variant
 */
public record View(String experiment, String name) {

  /** The placement of lists that name none. */
  public static final String ONLY_PLACEMENT = "default";

  private static final String PLACEMENT = "placement:";
  private static final String EXPERIMENT = "experiment:";

  /** The view of a placement, which may be empty. */
  public static View ofPlacement(String placement) {
    return new View("", placement.isEmpty() ? ONLY_PLACEMENT : placement);
  }

  /** The view of a variant; an experiment has a name. */
  public static View ofVariant(String experiment, String variant) {
    return new View(experiment, variant);
  }

  /** Whether it is one of a placement. */
  public boolean isOfPlacement() {
    return experiment.isEmpty();
  }

  /** What is summed up together: a placement, or an experiment with all of its variants. */
  public String subject() {
    return isOfPlacement() ? PLACEMENT + name : subjectOf(experiment);
  }

  /** The subject of an experiment. */
  public static String subjectOf(String experiment) {
    return EXPERIMENT + experiment;
  }

  /** The experiment of a subject; empty if it is a placement. */
  public static String experimentOf(String subject) {
    return subject.startsWith(EXPERIMENT) ? subject.substring(EXPERIMENT.length()) : "";
  }

  /** The placement of a subject that is one. */
  public static String placementOf(String subject) {
    return subject.substring(PLACEMENT.length());
  }
}
