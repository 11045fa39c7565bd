package dev.freshet.scoring.community;

import dev.freshet.scoring.decay.HalfLife;
import dev.freshet.scoring.settings.Setting;
import java.io.Serializable;
import java.time.Duration;

/**
 * What shapes the boards of a community.
 *
 * @param places rows of the boards of experts and threads, and how many a question is put to
 * @param expertise half-life of what members did who help others
 * @param expertFor for how long somebody is an expert who helps nobody any more
 * @param experts how many experts of a tag are kept
 * @param heat half-life of a post on the board of an item
 * @param threadFor for how long a thread is shown in which nobody posts any more
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
    int places,
    HalfLife expertise,
    Duration expertFor,
    int experts,
    HalfLife heat,
    Duration threadFor,
    int threads,
    Duration questionAge,
    int questions,
    int questionsPerDay,
    int askedOfItem,
    Duration activeFor,
    int cohort,
    int partners)
    implements Serializable {

  private static final int MOST_PLACES = 50;
  private static final int MOST_PARTNERS = 20;

  public CommunitySettings {
    Setting.positive("engagement.community.places", places, MOST_PLACES);
    Setting.positive("engagement.community.experts.active-for", expertFor.toMillis());
    Setting.positive("engagement.community.experts.size", experts);
    Setting.positive("engagement.community.threads.active-for", threadFor.toMillis());
    Setting.positive("engagement.community.threads.size", threads);
    Setting.positive("engagement.community.questions.max-age", questionAge.toMillis());
    Setting.positive("engagement.community.questions.size", questions);
    Setting.positive("engagement.community.questions.per-day", questionsPerDay);
    Setting.positive("engagement.community.questions.of-item", askedOfItem);
    Setting.positive("engagement.community.partners.active-for", activeFor.toMillis());
    Setting.positive("engagement.community.partners.cohort", cohort);
    Setting.positive("engagement.community.partners.size", partners, MOST_PARTNERS);
  }

  /** What was found reasonable. */
  public static CommunitySettings defaults() {
    return new CommunitySettings(
        20,
        HalfLife.ofDays(90),
        Duration.ofDays(365),
        200,
        HalfLife.ofDays(2),
        Duration.ofDays(30),
        50,
        Duration.ofDays(14),
        20,
        30,
        50,
        Duration.ofDays(7),
        200,
        MOST_PARTNERS);
  }

  /** How questions are put to users. */
  public RoutingSettings routing() {
    return RoutingSettings.defaults().withPlaces(places).withPerDay(questionsPerDay);
  }
}
