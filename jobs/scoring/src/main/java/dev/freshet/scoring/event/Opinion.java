package dev.freshet.scoring.event;

/**
 * What a user says of an item itself: a dislike and a low rating speak against it, a better rating,
 * a like and a purchase for it.
 *
 * <p>Numbers, since what was stored before opinions were known has none, which is 0.
 */
public final class Opinion {

  public static final int AGAINST = -1;
  public static final int NONE = 0;
  public static final int FOR = 1;

  /** Ratings up to this one, of 1 to 10, speak against an item: as one or two stars of five do. */
  public static final double LOW_RATING = 4.0;

  private Opinion() {}

  /** {@link #FOR} or {@link #AGAINST} the item, or {@link #NONE}. */
  public static int of(Interaction interaction) {
    return switch (interaction.kind()) {
      case REVIEW -> ofRating(interaction.rating());
      case PURCHASE -> FOR;
      // Of a post, they say nothing of the item that it is about.
      case LIKE -> interaction.replyTo().isEmpty() ? FOR : NONE;
      case DISLIKE -> interaction.replyTo().isEmpty() ? AGAINST : NONE;
      case CLICK, STUDY, COMMENT, QUESTION, ANSWER, SHARE, ACCEPT -> NONE;
    };
  }

  private static int ofRating(double rating) {
    if (Double.isNaN(rating)) {
      return NONE;
    }
    return rating <= LOW_RATING ? AGAINST : FOR;
  }
}
