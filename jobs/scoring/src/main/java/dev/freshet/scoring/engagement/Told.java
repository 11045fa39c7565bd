package dev.freshet.scoring.engagement;

import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.id.Fingerprint;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What is told of a user by others than the user's own events, such as other jobs. It holds until
 * they tell something else.
 *
 * @param subject what it is about: that part of the standing counts, and no other
 * @param asOfMillis since when it is so, event time; {@link EventTime#NEVER} if the user is
 *     forgotten
 * @param standing what is told
 */
public record Told(Subject subject, long asOfMillis, Standing standing) {

  /** What is told of. */
  public enum Subject {
    /** Everything but interests; its changes are looked at by rules. */
    STICKINESS(0),
    INTERESTS(1),
    /** The user is one of the best experts of a tag from now on. */
    EXPERT(2),
    /** The user is none of them any more. */
    NO_EXPERT(3);

    private final int index;

    Subject(int index) {
      this.index = index;
    }

    /** Its number, in state. */
    int index() {
      return index;
    }

    /** The one of this number. */
    static Subject at(int index) {
      return Arrays.stream(values())
          .filter(subject -> subject.index == index)
          .findFirst()
          .orElseThrow();
    }

    /** Whether each time the whole of it is told, so that the newest is all there is to know. */
    boolean isWhole() {
      return this == STICKINESS || this == INTERESTS;
    }
  }

  /** The user is one of the best experts of a tag from a moment on, or is none any more. */
  public static Told expert(String tag, boolean isExpert, long atMillis) {
    Standing standing =
        new Standing("", Double.NaN, Double.NaN, Double.NaN, Double.NaN, Map.of(), List.of(tag));
    return new Told(isExpert ? Subject.EXPERT : Subject.NO_EXPERT, atMillis, standing);
  }

  /** The job does not know the user any more. */
  public static Told forgotten(Subject subject) {
    return new Told(subject, EventTime.NEVER, Standing.UNKNOWN);
  }

  /** Whether the job does not know the user any more. */
  public boolean isForgotten() {
    return asOfMillis == EventTime.NEVER;
  }

  /**
   * What conditions see of it, whenever it was; of all but stickiness nothing but the moment tells.
   */
  long content() {
    return subject != Subject.STICKINESS
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
