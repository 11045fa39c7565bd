package dev.freshet.scoring;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Turns a user's candidates into the personal part of a user's recommendations, with reasons. */
public final class Ranker {

  /** The list that a tag may have its share of. */
  private static final int LIST = 20;

  /** By so much an item that is put off scores less than the one before, or they would be equal. */
  private static final double STEP = 1e-3;

  private final RecommenderSettings settings;
  private final ItemTable table;
  private final Alternatives alternatives;

  public Ranker(RecommenderSettings settings, ItemTable table) {
    this.settings = settings;
    this.table = table;
    alternatives = new Alternatives(settings, table);
  }

  /**
   * Ranks what the user could choose now, having acted a moment ago. Where nothing has a personal
   * signal, the pulse stands in, with no personal score: a client that only reads the list has one
   * then too.
   *
   * @param name the user's id
   * @param user the user
   * @param pulse the pulse to which the scores are relative
   * @param model the weights
   */
  public PersonalList rank(String name, Learner user, Pulse pulse, ChoiceModel model) {
    double[] weights = model.weights(ChoiceModel.bucket(user.doneSize()), Gap.NONE);
    alternatives.fill(user, pulse, Peers.NONE);
    int[] listed = listed(alternatives.fillUp(settings.candidates()));
    int size = listed.length;
    double[] published = new double[size];
    double[] full = new double[size];
    long[] ids = new long[size];
    for (int i = 0; i < size; i++) {
      int place = alternatives.place(listed[i]);
      double own = personalScore(listed[i], weights);
      double global = table.globalScore(place) - pulse.floor();
      ids[i] = table.fingerprint(place);
      published[i] = own + Math.min(0.0, global);
      full[i] = own + global;
    }
    int[] order = Strongest.of(full, ids, size, settings.candidates());
    if (settings.tagShare() < 1) {
      order = spread(order, listed, ids, full, published);
    }
    return publish(name, user, order, listed, published, weights);
  }

  /** Whether a candidate of the last list's user is not known: it is new, or forgotten. */
  public boolean lacksCandidates() {
    return alternatives.lacksCandidates();
  }

  /** Whether what the last list's user did lately is not known yet, and so not excluded. */
  public boolean lacksDone() {
    return alternatives.lacksDone();
  }

  /**
   * The alternatives that the pulse does not give a reader: those with a personal signal, and what
   * was added to fill the list. All where there is neither.
   */
  private int[] listed(int firstAdded) {
    int[] listed = new int[alternatives.size()];
    int count = 0;
    for (int i = 0; i < listed.length; i++) {
      if (i >= firstAdded || isPersonal(i)) {
        listed[count++] = i;
      }
    }
    return count == 0 ? IntStream.range(0, listed.length).toArray() : Arrays.copyOf(listed, count);
  }

  private PersonalList publish(
      String name, Learner user, int[] order, int[] listed, double[] published, double[] weights) {
    String[] items = new String[order.length];
    long[] fingerprints = new long[order.length];
    double[] scores = new double[order.length];
    Reason[] reasons = new Reason[order.length];
    String[] subjects = new String[order.length];
    for (int i = 0; i < order.length; i++) {
      int alternative = listed[order[i]];
      int place = alternatives.place(alternative);
      items[i] = table.id(place);
      fingerprints[i] = table.fingerprint(place);
      scores[i] = published[order[i]];
      reasons[i] = reason(alternative, weights);
      subjects[i] = subject(reasons[i], alternative);
    }
    return new PersonalList(
        name,
        user.latestMillis(),
        items,
        fingerprints,
        scores,
        reasons,
        subjects,
        excluded(user),
        recent(user),
        Math.max(0.0, weights[Signal.PEERS.place()]));
  }

  /**
   * Puts off items with a tag that has had its share of a list, behind the first list, and lowers
   * their scores so that a reader keeps this order.
   */
  private int[] spread(int[] order, int[] listed, long[] ids, double[] full, double[] published) {
    int[] shares = new int[table.tagCount()];
    int[] spread = new int[order.length];
    int[] putOff = new int[order.length];
    int count = 0;
    int later = 0;
    for (int each : order) {
      int[] tags = table.tags(alternatives.place(listed[each]));
      if (count < LIST && Arrays.stream(tags).anyMatch(tag -> shares[tag] >= mostOf(tag))) {
        putOff[later++] = each;
      } else {
        for (int tag : tags) {
          shares[tag]++;
        }
        spread[count++] = each;
      }
    }
    int firstList = Math.min(count, LIST);
    System.arraycopy(spread, firstList, spread, firstList + later, count - firstList);
    System.arraycopy(putOff, 0, spread, firstList, later);
    for (int i = 1; i < spread.length; i++) {
      int one = spread[i];
      int previous = spread[i - 1];
      double above = full[one] - full[previous];
      if (above > 0 || (above == 0 && ids[one] < ids[previous])) {
        full[one] -= above + STEP;
        published[one] -= above + STEP;
      }
    }
    return spread;
  }

  /** A tag that much of the catalogue has may have as much of a list. */
  private int mostOf(int tag) {
    double share = Math.max(settings.tagShare(), table.shareOf(tag));
    return Math.max(1, (int) (share * LIST));
  }

  /** An item that is not known cannot be listed, so it need not be excluded. */
  private String[] excluded(Learner user) {
    String[] excluded = new String[user.doneSize()];
    int count = 0;
    for (int i = 0; i < excluded.length; i++) {
      int place = user.isExcluded(i, settings.exclude()) ? table.placeOf(user.doneItem(i)) : -1;
      if (place >= 0) {
        excluded[count++] = table.id(place);
      }
    }
    return Arrays.copyOf(excluded, count);
  }

  private String[] recent(Learner user) {
    return Arrays.stream(user.recent())
        .mapToInt(table::placeOf)
        .filter(place -> place >= 0)
        .mapToObj(table::id)
        .toArray(String[]::new);
  }

  private boolean isPersonal(int alternative) {
    double[] personals = alternatives.personals();
    int at = alternative * Signal.PERSONALS;
    for (int i = 0; i < Signal.PERSONALS; i++) {
      if (personals[at + i] != 0) {
        return true;
      }
    }
    return false;
  }

  private double personalScore(int alternative, double[] weights) {
    double[] personals = alternatives.personals();
    int at = alternative * Signal.PERSONALS;
    double score = 0.0;
    for (int i = 0; i < Signal.PERSONALS; i++) {
      score += weights[Signal.GLOBALS + i] * personals[at + i];
    }
    return score;
  }

  /** The personal signal that lifts the item most. */
  private Reason reason(int alternative, double[] weights) {
    double[] personals = alternatives.personals();
    int at = alternative * Signal.PERSONALS;
    Reason reason = Reason.TRENDING;
    double most = 0.0;
    for (int i = 0; i < Signal.PERSONALS; i++) {
      double lift = weights[Signal.GLOBALS + i] * personals[at + i];
      if (lift > most) {
        most = lift;
        reason = REASON_OF_SIGNAL[i];
      }
    }
    return reason;
  }

  private static final Reason[] REASON_OF_SIGNAL = {
    Reason.SIMILAR,
    Reason.AFTER,
    Reason.AFTER,
    Reason.TAG,
    Reason.VECTOR,
    Reason.AGAIN,
    Reason.SIMILAR,
    Reason.AFTER,
    Reason.AFTER
  };

  private String subject(Reason reason, int alternative) {
    return switch (reason) {
      case TAG -> alternatives.matcher().tag(alternatives.place(alternative));
      case SIMILAR, AFTER -> source(alternatives.because(alternative));
      case VECTOR, AGAIN, TRENDING -> "";
    };
  }

  private String source(long because) {
    int place = table.placeOf(because);
    return place < 0 ? "" : table.id(place);
  }
}
