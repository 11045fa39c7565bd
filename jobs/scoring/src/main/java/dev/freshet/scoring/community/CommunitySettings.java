package dev.freshet.scoring.community;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.settings.Setting;
import java.io.Serializable;
import java.time.Duration;

/**
 * What shapes the boards of a community.
 *
 * @param expertise half-life of what members did who help others
 * @param experts how many experts of a tag are kept
 * @param heat half-life of a post on the board of an item
 * @param threads how many threads of an item are kept
 * @param questionAge how old an open question may be to be put to somebody
 * @param questions how many open questions a user has at most
 * @param questionsPerDay how many questions are put to a user in a day (UTC) at most
 * @param askedOfItem how many of those who completed an item are asked about it, the latest ones
 * @param activeFor how lately a partner must have been there
 * @param cohort how many learners of an item are kept, those who were there last
 * @param partners how many partners a user has at most
 */
public record CommunitySettings(
    HalfLife expertise,
    int experts,
    HalfLife heat,
    int threads,
    Duration questionAge,
    int questions,
    int questionsPerDay,
    int askedOfItem,
    Duration activeFor,
    int cohort,
    int partners)
    implements Serializable {

  private static final int MOST_PARTNERS = 20;

  public CommunitySettings {
    Setting.positive("engagement.experts.size", experts);
    Setting.positive("engagement.threads.size", threads);
    Setting.positive("engagement.questions.max-age", questionAge.toMillis());
    Setting.positive("engagement.questions.size", questions);
    Setting.positive("engagement.questions.per-day", questionsPerDay);
    Setting.positive("engagement.questions.of-item", askedOfItem);
    Setting.positive("engagement.partners.active-for", activeFor.toMillis());
    Setting.positive("engagement.partners.cohort", cohort);
    Setting.positive("engagement.partners.size", partners, MOST_PARTNERS);
  }

  /** What was found reasonable. */
  public static CommunitySettings defaults() {
    return new CommunitySettings(
        HalfLife.ofDays(90),
        200,
        HalfLife.ofDays(2),
        50,
        Duration.ofDays(14),
        20,
        30,
        50,
        Duration.ofDays(7),
        200,
        MOST_PARTNERS);
  }
}
