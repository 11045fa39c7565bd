package dev.freshet.scoring.engagement;

import dev.freshet.scoring.event.Interaction;
import dev.freshet.scoring.id.Fingerprint;
import java.util.Comparator;

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
 */
public record Occasion(
    long atMillis,
    long fingerprint,
    String kind,
    String item,
    double minutes,
    double progress,
    boolean completed,
    double rating) {

  /** The order in which a user's occasions are looked at. */
  static final Comparator<Occasion> ORDER =
      Comparator.comparingLong(Occasion::atMillis).thenComparingLong(Occasion::fingerprint);

  private static final double SECONDS = 60.0;

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
        interaction.rating());
  }

  /** What is known of the user has changed. */
  static Occasion change(long atMillis) {
    return new Occasion(atMillis, 0L, Rule.STICKINESS, "", 0.0, Double.NaN, false, Double.NaN);
  }

  /** Whether the user did something. */
  boolean isActivity() {
    return !kind.equals(Rule.STICKINESS);
  }
}
