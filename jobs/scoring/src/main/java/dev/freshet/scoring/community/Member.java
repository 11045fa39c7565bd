package dev.freshet.scoring.community;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.decay.HalfLife;

/** What a member of the community wrote. */
final class Member {

  private static final HalfLife HOUR = HalfLife.ofHours(1);

  /** What is added to the hours since the member wrote, so that a moment is not everything. */
  private static final double QUARTER = 0.25;

  /** For how long those have been away who never wrote anything. */
  private static final long MONTH_MILLIS = 30L * 86_400_000L;

  private static final HalfLife THIRTY_DAYS = HalfLife.ofDays(30);

  private AnswerCounts answers = new AnswerCounts();
  private FadingCount comments = new FadingCount(THIRTY_DAYS);
  private DayRhythm rhythm = new DayRhythm();
  private int questions;
  private long latestMillis = Long.MIN_VALUE;

  void write(long atMillis) {
    rhythm.add(atMillis);
    latestMillis = Math.max(latestMillis, atMillis);
  }

  void ask() {
    questions++;
  }

  void answer(long atMillis) {
    answers.add(atMillis);
  }

  void comment(long atMillis) {
    comments.add(atMillis);
  }

  AnswerCounts answers() {
    return answers;
  }

  /** When the member wrote last, epoch milliseconds. */
  long latestMillis() {
    return latestMillis;
  }

  /**
   * The signals of this member for a question, by {@link RoutingSignal}.
   *
   * @param inTags the member's share of the answers in the question's tags
   * @param inThread how often the member spoke in its thread
   * @param everybody at which hours all members write
   */
  double[] signals(
      AnswerShares shares, double inTags, int inThread, DayRhythm everybody, long nowMillis) {
    long away = away(nowMillis);
    double[] signals = new double[RoutingSignal.COUNT];
    signals[RoutingSignal.ANSWERS_EVER.index()] = Math.log(shares.ever());
    signals[RoutingSignal.ANSWERS_60D.index()] = Math.log(shares.sixtyDays() / shares.ever());
    signals[RoutingSignal.ANSWERS_14D.index()] = Math.log1p(answers.ofFourteenDays(nowMillis));
    signals[RoutingSignal.COMMENTS_30D.index()] = Math.log1p(comments.at(nowMillis));
    signals[RoutingSignal.EXPERTISE.index()] = Math.log(inTags / shares.fourteenDays());
    signals[RoutingSignal.HOUR.index()] = rhythm.against(everybody, nowMillis);
    signals[RoutingSignal.AWAY.index()] = -Math.log(HOUR.count(away) + QUARTER);
    signals[RoutingSignal.QUESTIONS.index()] = Math.log1p(questions);
    signals[RoutingSignal.THREAD.index()] = Math.log1p(inThread);
    return signals;
  }

  private long away(long nowMillis) {
    return latestMillis == Long.MIN_VALUE ? MONTH_MILLIS : Math.max(0L, nowMillis - latestMillis);
  }

  void write(StateWriter out) {
    answers.write(out);
    comments.write(out);
    rhythm.write(out);
    out.number(questions).number(latestMillis);
  }

  static Member read(StateReader in) {
    Member member = new Member();
    member.answers = AnswerCounts.read(in);
    member.comments = FadingCount.read(THIRTY_DAYS, in);
    member.rhythm = DayRhythm.read(in);
    member.questions = in.count();
    member.latestMillis = in.number();
    return member;
  }
}
