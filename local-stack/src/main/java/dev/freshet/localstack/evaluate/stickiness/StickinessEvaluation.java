package dev.freshet.localstack.evaluate.stickiness;

import dev.freshet.localstack.evaluate.replay.Event;
import dev.freshet.localstack.evaluate.replay.Replay;
import dev.freshet.localstack.evaluate.stickiness.Returns.Guess;
import dev.freshet.scoring.stickiness.ActivityDays;
import dev.freshet.scoring.stickiness.ReturnExample;
import dev.freshet.scoring.stickiness.ReturnExamples;
import dev.freshet.scoring.stickiness.ReturnModel;
import dev.freshet.scoring.stickiness.Stickiness;
import dev.freshet.scoring.stickiness.StickinessSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well stickiness tells who returns, over one log: at weekly cut-offs every user seen so far is
 * judged by what was known then, and compared with who was active in the 7 and 28 days after.
 */
final class StickinessEvaluation {

  /** Share of a log's events before the first cut-off. */
  static final double WARM_UP = 0.2;

  static final String PROBABILITY = "Freshet, return probability";
  static final String SCORE = "Freshet, stickiness score";
  static final String RECENCY = "days since last activity";
  static final String COUNT = "activity count of the last 28 days";

  private static final int WEEK = 7;
  private static final int MONTH = 28;
  private static final double MILLIS_PER_DAY = 86_400_000.0;

  /**
   * What came of one way to rank users.
   *
   * @param approach its name
   * @param week guesses and who returned within 7 days
   * @param month the same within 28 days; fewer, for the log must go on for so long
   */
  record Ranked(String approach, List<Guess> week, List<Guess> month) {}

  private final Replay replay;
  private final StickinessSettings settings;
  private final Stickiness stickiness;
  private final ReturnExamples lessons;
  private final ReturnModel model = new ReturnModel();
  private final Map<String, Ranked> ranked = new LinkedHashMap<>();

  /** What the job would know of each user, who is null before the first event. */
  private final ActivityDays[] known;

  /** The whole log, by which the guesses are judged. */
  private final List<List<Long>> activity = new ArrayList<>();

  /** How many guesses of each approach there were when each cut-off began. */
  private final List<Integer> cutOffs = new ArrayList<>();

  private StickinessEvaluation(Replay replay, StickinessSettings settings) {
    this.replay = replay;
    this.settings = settings;
    stickiness = new Stickiness(settings);
    lessons = new ReturnExamples(stickiness);
    known = new ActivityDays[replay.users()];
    for (String approach : List.of(PROBABILITY, SCORE, RECENCY, COUNT)) {
      ranked.put(approach, new Ranked(approach, new ArrayList<>(), new ArrayList<>()));
    }
  }

  /** Runs a log through stickiness and the baselines. */
  static StickinessEvaluation of(Replay replay, StickinessSettings settings) {
    StickinessEvaluation evaluation = new StickinessEvaluation(replay, settings);
    evaluation.run();
    return evaluation;
  }

  private void run() {
    for (int user = 0; user < replay.users(); user++) {
      known[user] = new ActivityDays();
      activity.add(new ArrayList<>());
    }
    List<Event> events = replay.events();
    if (events.isEmpty()) {
      return;
    }
    events.forEach(event -> activity.get(event.user()).add(event.atMillis()));
    long end = events.get(events.size() - 1).atMillis();
    long warmUntil = events.get((int) (WARM_UP * events.size())).atMillis();
    int today = ActivityDays.day(events.get(0).atMillis(), settings.zone());
    int firstCutOff = ActivityDays.day(warmUntil, settings.zone()) + 1;
    for (Event event : events) {
      int day = ActivityDays.day(event.atMillis(), settings.zone());
      for (; today < day; today++) {
        teach(today);
        if (today + 1 >= firstCutOff && (today + 1 - firstCutOff) % WEEK == 0) {
          judge(today, end);
        }
      }
      known[event.user()].add(event.interaction(), settings.zone());
    }
  }

  private void teach(int day) {
    for (int user = 0; user < known.length; user++) {
      if (!known[user].isEmpty()) {
        ReturnExample lesson = lessons.on(replay.userId(user), known[user], day);
        if (lesson != null) {
          model.learn(lesson);
        }
      }
    }
  }

  private void judge(int day, long end) {
    long now = stickiness.beginning(day + 1);
    long weekEnd = stickiness.beginning(day + 1 + WEEK);
    long monthEnd = stickiness.beginning(day + 1 + MONTH);
    if (weekEnd > end) {
      return;
    }
    cutOffs.add(rows(PROBABILITY).week().size());
    for (int user = 0; user < known.length; user++) {
      ActivityDays days = known[user];
      if (days.isEmpty()) {
        continue;
      }
      List<Long> moments = activity.get(user);
      int before = firstAtOrAfter(moments, now);
      boolean week = before < moments.size() && moments.get(before) < weekEnd;
      boolean month = before < moments.size() && moments.get(before) < monthEnd;
      Map<String, Double> values =
          Map.of(
              PROBABILITY,
              model.probability(lessons.features(days, day)),
              SCORE,
              stickiness.scoreOn(days, day),
              RECENCY,
              -(now - moments.get(before - 1)) / MILLIS_PER_DAY,
              COUNT,
              (double) (before - firstAtOrAfter(moments, stickiness.beginning(day + 1 - MONTH))));
      values.forEach(
          (approach, value) -> {
            Ranked rows = rows(approach);
            rows.week().add(new Guess(value, week));
            if (monthEnd <= end) {
              rows.month().add(new Guess(value, month));
            }
          });
    }
  }

  private static int firstAtOrAfter(List<Long> moments, long atMillis) {
    int from = 0;
    int to = moments.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (moments.get(middle) < atMillis) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private Ranked rows(String approach) {
    Ranked rows = ranked.get(approach);
    if (rows == null) {
      throw new IllegalArgumentException("no approach " + approach);
    }
    return rows;
  }

  Replay replay() {
    return replay;
  }

  /** How many cut-offs were judged. */
  int cutOffs() {
    return cutOffs.size();
  }

  /** The guesses of an approach at one cut-off, the first is 0, with who returned within 7 days. */
  List<Guess> at(Ranked approach, int cutOff) {
    int end = cutOff + 1 < cutOffs.size() ? cutOffs.get(cutOff + 1) : approach.week().size();
    return approach.week().subList(cutOffs.get(cutOff), end);
  }

  /** Freshet's probability and score, then the baselines. */
  List<Ranked> ranked() {
    return List.copyOf(ranked.values());
  }

  /** The return probability in tenths against what was observed. */
  List<Returns.Bin> calibration() {
    return Returns.tenths(rows(PROBABILITY).week());
  }
}
