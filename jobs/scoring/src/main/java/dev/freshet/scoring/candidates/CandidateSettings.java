package dev.freshet.scoring.candidates;

import dev.freshet.scoring.interest.InterestSettings;
import dev.freshet.scoring.settings.Setting;
import java.io.Serializable;

/**
 * What shapes what is kept of a user.
 *
 * @param size bound of a user's candidates, kept and published
 * @param decay what is left of a candidate's signals when the user goes on to another item, 0–1
 * @param longTermDecay the same for {@code Signal.LONG_TERM}
 * @param interest the user's interests
 * @param seen how many items seen are remembered, newest first
 * @param exclude which items seen are kept out of lists
 */
public record CandidateSettings(
    int size,
    double decay,
    double longTermDecay,
    InterestSettings interest,
    int seen,
    Exclusion exclude)
    implements Serializable {

  /** The largest {@link #size}, as Redis ranks them while it serves nobody else. */
  public static final int MOST = 300;

  /** The largest {@link #seen}, as what a user has done is part of each list in Redis. */
  public static final int MOST_SEEN = 1000;

  public CandidateSettings {
    Setting.positive("recommendations.candidates.size", size, MOST);
    Setting.share("recommendations.candidates.decay", decay);
    Setting.share("recommendations.candidates.long-term-decay", longTermDecay);
    Setting.positive("recommendations.seen.size", seen, MOST_SEEN);
  }

  /** What was found to serve platforms of every kind. */
  public static CandidateSettings defaults() {
    return new CandidateSettings(
        150, 0.65, 0.97, InterestSettings.defaults(), 1000, Exclusion.TOUCHED);
  }
}
