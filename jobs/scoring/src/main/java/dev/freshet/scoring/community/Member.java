package dev.freshet.scoring.community;

import dev.freshet.scoring.decay.HalfLife;
import java.util.List;

/** What a member of the community wrote. */
final class Member {

  private static final HalfLife HOUR = HalfLife.ofHours(1);
  private static final HalfLife DAY = HalfLife.ofDays(1);
  private static final HalfLife WEEK = HalfLife.ofDays(7);

  private final FadingCount lately = new FadingCount(HalfLife.ofDays(3));
  private final FadingCount answers = new FadingCount(HalfLife.ofDays(14));
  private final FadingCount comments = new FadingCount(WEEK);
  private final DayRhythm rhythm = new DayRhythm();
  private final TagCounts expertise = new TagCounts();
  private long latestMillis = Long.MIN_VALUE;

  void write(long atMillis) {
    rhythm.add(atMillis);
    latestMillis = Math.max(latestMillis, atMillis);
  }

  void answer(long atMillis, List<String> tags) {
    lately.add(atMillis);
    answers.add(atMillis);
    expertise.add(tags);
  }

  void comment(long atMillis) {
    comments.add(atMillis);
  }

  TagCounts expertise() {
    return expertise;
  }

  /** What one who is worth a closer look has more of. */
  double promise(List<String> tags, long nowMillis) {
    return answers.at(nowMillis) + expertise.of(tags) + HOUR.decay(away(nowMillis));
  }

  /**
   * The signals of this member for a question, by {@link RoutingSignal}.
   *
   * @param inThread how often the member spoke in its thread
   */
  double[] signals(Community community, Question question, int inThread, long nowMillis) {
    long away = away(nowMillis);
    double[] signals = new double[RoutingSignal.COUNT];
    signals[RoutingSignal.ANSWERS_3D.index()] = Math.log1p(lately.at(nowMillis));
    signals[RoutingSignal.ANSWERS_14D.index()] = Math.log1p(answers.at(nowMillis));
    signals[RoutingSignal.COMMENTS_7D.index()] = Math.log1p(comments.at(nowMillis));
    signals[RoutingSignal.EXPERTISE.index()] =
        expertise.against(community.expertise(), question.tags());
    signals[RoutingSignal.HOUR.index()] = rhythm.against(community.rhythm(), nowMillis);
    signals[RoutingSignal.ACTIVE_1H.index()] = HOUR.decay(away);
    signals[RoutingSignal.ACTIVE_1D.index()] = DAY.decay(away);
    signals[RoutingSignal.ACTIVE_7D.index()] = WEEK.decay(away);
    signals[RoutingSignal.THREAD.index()] = Math.log1p(inThread);
    return signals;
  }

  private long away(long nowMillis) {
    return Math.max(0L, nowMillis - latestMillis);
  }
}
