package dev.freshet.scoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a shortlist into the personal part of a user's recommendations, with reasons. */
public final class Ranker {

  private final RecommenderSettings settings;
  private final ItemTable table;
  private final Alternatives alternatives;

  public Ranker(RecommenderSettings settings, ItemTable table) {
    this.settings = settings;
    this.table = table;
    alternatives = new Alternatives(settings, table);
  }

  /**
   * Ranks what the user could choose.
   *
   * @param user the user's shortlist
   * @param pulse the pulse to which the scores are relative
   * @param weights the choice model's weights for the user's bucket
   */
  public PersonalList rank(Shortlist user, Pulse pulse, double[] weights) {
    alternatives.fill(user, table, pulse);
    int size = alternatives.size();
    double[] personal = new double[size];
    double[] full = new double[size];
    for (int i = 0; i < size; i++) {
      double score = personalScore(i, weights);
      double global = table.globalScore(alternatives.place(i), weights) - pulse.floor();
      personal[i] = score + Math.min(0.0, global);
      full[i] = score + global;
    }
    int[] order =
        Strongest.of(
            size,
            settings.candidates(),
            i -> isPersonal(i) ? full[i] : Double.NEGATIVE_INFINITY,
            i -> table.fingerprint(alternatives.place(i)));
    List<Recommendation> candidates = new ArrayList<>(order.length);
    Map<Long, String> doneIds = new HashMap<>();
    List<String> excluded = new ArrayList<>();
    for (int i = 0; i < user.done().length; i++) {
      doneIds.put(Fingerprint.of(user.done()[i]), user.done()[i]);
      if (user.excluded()[i]) {
        excluded.add(user.done()[i]);
      }
    }
    for (int i : order) {
      if (isPersonal(i)) {
        candidates.add(
            new Recommendation(
                table.id(alternatives.place(i)), personal[i], reason(i, weights, doneIds)));
      }
    }
    return new PersonalList(user.atMillis(), candidates, excluded);
  }

  private boolean isPersonal(int alternative) {
    double[] signals = alternatives.signals();
    int at = alternative * Signal.COUNT;
    for (int i = Signal.GLOBALS; i < Signal.COUNT; i++) {
      if (signals[at + i] != 0) {
        return true;
      }
    }
    return false;
  }

  private double personalScore(int alternative, double[] weights) {
    double[] signals = alternatives.signals();
    int at = alternative * Signal.COUNT;
    double score = 0.0;
    for (int i = Signal.GLOBALS; i < Signal.COUNT; i++) {
      score += weights[i] * signals[at + i];
    }
    return score;
  }

  /** The personal signal that lifts the item most. */
  private String reason(int alternative, double[] weights, Map<Long, String> doneIds) {
    double[] signals = alternatives.signals();
    int at = alternative * Signal.COUNT;
    int best = -1;
    double most = 0.0;
    for (int i = Signal.GLOBALS; i < Signal.COUNT; i++) {
      double lift = weights[i] * signals[at + i];
      if (lift > most) {
        most = lift;
        best = i;
      }
    }
    if (best < 0) {
      return "trending";
    }
    return switch (Signal.values()[best]) {
      case SIMILAR -> "similar:" + source(alternative, doneIds);
      case AFTER, NEXT -> "after:" + source(alternative, doneIds);
      case INTEREST -> "tag:" + alternatives.matcher().tag(alternatives.place(alternative));
      case VECTOR -> "vector";
      case AGAIN -> "again";
      default -> "trending";
    };
  }

  private String source(int alternative, Map<Long, String> doneIds) {
    long because = alternatives.because(alternative);
    String done = doneIds.get(because);
    if (done != null) {
      return done;
    }
    int place = table.placeOf(because);
    return place < 0 ? "" : table.id(place);
  }
}
