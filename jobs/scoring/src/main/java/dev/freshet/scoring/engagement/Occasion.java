package dev.freshet.scoring.engagement;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.event.InteractionKind;
import dev.freshet.scoring.id.Fingerprint;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something that rules look at: what a user did, or a change of what is known of the user.
 *
 * @param atMillis when, epoch milliseconds
 * @param fingerprint tells apart what occurred at the same moment
 * @param kind as rules name it
 * @param item what it was done with; empty if with nothing
 * @param minutes how long was studied
 * @param progress part of the item completed so far, 0 to 1, or NaN when unknown
 * @param completed whether the item was finished by it
 * @param rating 1 to 10, or NaN without one
 * @param told what became known of the user, or null for what the user did
 */
public record Occasion(
    long atMillis,
    long fingerprint,
    String kind,
    String item,
    double minutes,
    double progress,
    boolean completed,
    double rating,
    @Nullable Told told) {

  /**
   * The order in which a user's occasions are looked at. What is told as of an event follows from
   * it, and all else is known when rules look at stickiness. What one job tells as of one moment
   * stays in the order in which it told it.
   */
  static final Comparator<Occasion> ORDER =
      Comparator.comparingLong(Occasion::atMillis)
          .thenComparingInt(Occasion::place)
          .thenComparingLong(occasion -> occasion.isActivity() ? occasion.fingerprint : 0L);

  /** The kind of what no rule looks at. */
  private static final String UNSEEN = "";

  private static final double SECONDS = 60.0;
  private static final String PURCHASE = Rule.label(InteractionKind.PURCHASE);

  /** What a user did. */
  public static Occasion of(Interaction interaction) {
    return new Occasion(
        interaction.atMillis(),
        Fingerprint.of(interaction.id()),
        Rule.label(interaction.kind()),
        interaction.item(),
        interaction.studySeconds() / SECONDS,
        interaction.progress(),
        interaction.completed(),
        interaction.rating(),
        null);
  }

  /** What is known of the user has changed. */
  static Occasion of(Told told) {
    return new Occasion(
        told.asOfMillis(),
        told.fingerprint(),
        told.subject() == Told.Subject.STICKINESS ? Rule.STICKINESS : UNSEEN,
        "",
        0.0,
        Double.NaN,
        false,
        Double.NaN,
        told);
  }

  /** Nothing occurs. */
  static Occasion nothing(long atMillis) {
    return new Occasion(atMillis, 0L, UNSEEN, "", 0.0, Double.NaN, false, Double.NaN, null);
  }

  private int place() {
    if (told == null) {
      return 0;
    }
    return told.subject() == Told.Subject.STICKINESS ? 2 : 1;
  }

  /** Whether the user did something. */
  boolean isActivity() {
    return told == null;
  }

  /** Whether something was bought. */
  boolean isPurchase() {
    return kind.equals(PURCHASE);
  }

  /** How long was studied, whole seconds. */
  long seconds() {
    return Math.round(minutes * SECONDS);
  }
}
