package dev.freshet.scoring.engagement;

import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.id.Fingerprint;

/**
 * What another job tells of a user. It holds until that job tells something else.
 *
 * @param subject what it is about: that part of the standing counts, and no other
 * @param asOfMillis since when it is so, event time; {@link EventTime#NEVER} if the user is
 *     forgotten
 * @param standing what is told
 */
public record Told(Subject subject, long asOfMillis, Standing standing) {

  /** What a job tells of. */
  public enum Subject {
    /** Everything but interests; its changes are looked at by rules. */
    STICKINESS,
    INTERESTS
  }

  /** The job does not know the user any more. */
  public static Told forgotten(Subject subject) {
    return new Told(subject, EventTime.NEVER, Standing.UNKNOWN);
  }

  /** Whether the job does not know the user any more. */
  public boolean isForgotten() {
    return asOfMillis == EventTime.NEVER;
  }

  /** What conditions see of it, whenever it was; of interests nothing but the moment tells. */
  long content() {
    return subject == Subject.INTERESTS
        ? asOfMillis
        : Fingerprint.of(
            standing.tier()
                + '|'
                + standing.score()
                + '|'
                + standing.trend()
                + '|'
                + standing.returnProbability()
                + '|'
                + standing.propensity());
  }

  /** Tells changes of a user apart: the same whenever it is told again. */
  long fingerprint() {
    return Fingerprint.of(asOfMillis + "|" + content());
  }
}
