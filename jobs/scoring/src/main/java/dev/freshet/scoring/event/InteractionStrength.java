package dev.freshet.scoring.event;

/**
 * How much an interaction says about interest in its item: a click least, then study, which grows
 * with progress, then words and deeds in the community, and a purchase most.
 *
 * <p>A user's strength for an item is the best single interaction so far, so that clicking ten
 * times is never worth more than studying once.
 */
public final class InteractionStrength {

  /**
   * What an {@link Opinion#AGAINST opinion against} an item takes from the interest in its tags: as
   * much as a like gives.
   */
  public static final double AGAINST = 2.0;

  /** Study time that counts as much as completing the item, when progress is unknown. */
  private static final double FULL_STUDY_SECONDS = 1800.0;

  private static final double MIDDLE_RATING = 5.5;

  private InteractionStrength() {}

  /**
   * A number from 1 (click) to 5 (purchase), 4 for a comment, a question, an answer and the best
   * rating; 0 if the interaction speaks against its item.
   */
  public static double of(Interaction interaction) {
    if (Opinion.of(interaction) == Opinion.AGAINST) {
      return 0.0;
    }
    return switch (interaction.kind()) {
      // A dislike that is not of the item is of a post: the user was there.
      case CLICK, DISLIKE -> 1.0;
      case LIKE, ACCEPT -> 2.0;
      case STUDY -> 2.0 + studied(interaction);
      case SHARE -> 3.5;
      case COMMENT, QUESTION, ANSWER -> 4.0;
      case PURCHASE -> 5.0;
      case REVIEW -> review(interaction.rating());
    };
  }

  private static double studied(Interaction interaction) {
    if (interaction.completed()) {
      return 1.0;
    }
    if (!Double.isNaN(interaction.progress())) {
      return Math.min(1.0, Math.max(0.0, interaction.progress()));
    }
    return Math.min(1.0, interaction.studySeconds() / FULL_STUDY_SECONDS);
  }

  /** 3 for a rating in the middle and without one, 4 for the best. */
  private static double review(double rating) {
    if (Double.isNaN(rating)) {
      return 3.0;
    }
    double centred = (rating - MIDDLE_RATING) / (10.0 - MIDDLE_RATING);
    return 3.0 + Math.min(1.0, Math.max(-1.0, centred));
  }
}
