package dev.freshet.scoring.ranking;

import com.carrotsearch.hppc.IntArrayList;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.id.IdOrder;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.Peers;
import dev.freshet.scoring.pulse.Pulse;
import dev.freshet.scoring.top.TopK;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Turns a user's candidates into the personal part of a user's recommendations, with reasons. */
public final class Ranker {

  /** The list that a tag may have its share of. */
  private static final int LIST = 20;

  /** By so much an item that is put off scores less than the one before, or they would be equal. */
  private static final double STEP = 1e-3;

  private final ListSettings settings;
  private final ItemTable table;
  private final ChoiceSet alternatives;

  public Ranker(ListSettings settings, ItemTable table) {
    this.settings = settings;
    this.table = table;
    alternatives = new ChoiceSet(settings, table);
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
  public PersonalList rank(String name, UserProfile user, Pulse pulse, ChoiceModel model) {
    return rank(name, user, pulse, model, UnaryOperator.identity());
  }

  /**
   * The same by other weights.
   *
   * @param pulse the pulse by these weights
   * @param weighing makes them of the user's, one a {@link Signal} in their order
   */
  public PersonalList rank(
      String name,
      UserProfile user,
      Pulse pulse,
      ChoiceModel model,
      UnaryOperator<double[]> weighing) {
    double[] weights = weighing.apply(model.weights(ChoiceModel.bucket(user.seenSize()), Gap.NONE));
    alternatives.fill(user, pulse, Peers.NONE);
    double fading = user.hasFading() ? model.fading() : 0.0;
    int[] listed = listed(user, alternatives.fillUp(settings.candidates().size()));
    int size = listed.length;
    double[] published = new double[size];
    double[] full = new double[size];
    long[] ids = new long[size];
    for (int i = 0; i < size; i++) {
      int index = alternatives.index(listed[i]);
      ids[i] = table.fingerprint(index);
      double own = personalScore(listed[i], weights);
      if (fading != 0) {
        own += fading * user.fading(ids[i]);
      }
      double global = table.globalScore(index, pulse.view()) - pulse.floor();
      published[i] = own + Math.min(0.0, global);
      full[i] = own + global;
    }
    int[] order = TopK.of(full, ids, size, settings.candidates().size());
    if (settings.tagShare() < 1) {
      order = spread(order, listed, full, published);
    }
    return publish(name, user, order, listed, published, weights);
  }

  /** Whether a candidate of the last list's user is not known: it is new, or forgotten. */
  public boolean lacksCandidates() {
    return alternatives.lacksCandidates();
  }

  /** Whether what the last list's user did lately is not known yet, and so not excluded. */
  public boolean lacksSeen() {
    return alternatives.lacksSeen();
  }

  /**
   * The alternatives that the pulse does not give a reader as they are: those with a personal
   * signal, those that fade for the user, and what was added to fill the list. All where there are
   * none.
   */
  private int[] listed(UserProfile user, int firstAdded) {
    int[] listed = new int[alternatives.size()];
    int count = 0;
    for (int i = 0; i < listed.length; i++) {
      if (i >= firstAdded || isPersonal(i) || isFading(user, i)) {
        listed[count++] = i;
      }
    }
    return count == 0 ? IntStream.range(0, listed.length).toArray() : Arrays.copyOf(listed, count);
  }

  private PersonalList publish(
      String name,
      UserProfile user,
      int[] order,
      int[] listed,
      double[] published,
      double[] weights) {
    int[] excluded = excluded(user, order, listed);
    String[] items = new String[order.length];
    long[] fingerprints = new long[order.length];
    double[] scores = new double[order.length];
    Reason[] reasons = new Reason[order.length];
    String[] subjects = new String[order.length];
    for (int i = 0; i < order.length; i++) {
      int alternative = listed[order[i]];
      int index = alternatives.index(alternative);
      items[i] = table.id(index);
      fingerprints[i] = table.fingerprint(index);
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
        Arrays.stream(excluded).mapToObj(table::id).toArray(String[]::new),
        Arrays.stream(excluded).map(table::code).toArray(),
        recent(user),
        Math.max(0.0, weights[Signal.PEERS.index()]));
  }

  /**
   * Puts off items with a tag that has had its share of a list, behind the first list, and lowers
   * their scores so that a reader keeps this order.
   */
  private int[] spread(int[] order, int[] listed, double[] full, double[] published) {
    int[] shares = new int[table.tagCount()];
    int[] spread = new int[order.length];
    int[] putOff = new int[order.length];
    int count = 0;
    int later = 0;
    for (int each : order) {
      int[] tags = table.tags(alternatives.index(listed[each]));
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
      if (above > 0 || (above == 0 && precedes(listed[one], listed[previous]))) {
        full[one] -= above + STEP;
        published[one] -= above + STEP;
      }
    }
    return spread;
  }

  /** Whether a reader lists this alternative before another with the same score. */
  private boolean precedes(int alternative, int other) {
    String item = table.id(alternatives.index(alternative));
    return IdOrder.BY_BYTES.compare(item, table.id(alternatives.index(other))) < 0;
  }

  /** A tag that much of the catalogue has may have as much of a list. */
  private int mostOf(int tag) {
    double share = Math.max(settings.tagShare(), table.shareOf(tag));
    return Math.max(1, (int) (share * LIST));
  }

  /**
   * Indexes; an item that is not known cannot be listed, so it need not be excluded. One that has
   * faded so much that there is no place for it here must not come from the pulse as if it had not.
   */
  private int[] excluded(UserProfile user, int[] order, int[] listed) {
    IntArrayList excluded = new IntArrayList(user.seenSize() + user.dislikedSize());
    for (int i = 0; i < user.seenSize(); i++) {
      if (user.isExcluded(i, settings.candidates().exclude())) {
        addKnown(user.seenItem(i), excluded);
      }
    }
    for (int i = 0; i < user.dislikedSize(); i++) {
      if (!user.isDone(user.dislikedItem(i), settings.candidates().exclude())) {
        addKnown(user.dislikedItem(i), excluded);
      }
    }
    if (user.hasFading() && order.length < listed.length) {
      BitSet placed = new BitSet(listed.length);
      Arrays.stream(order).forEach(placed::set);
      for (int i = placed.nextClearBit(0); i < listed.length; i = placed.nextClearBit(i + 1)) {
        if (isFading(user, listed[i])) {
          excluded.add(alternatives.index(listed[i]));
        }
      }
    }
    return excluded.toArray();
  }

  private void addKnown(long item, IntArrayList indexes) {
    int index = table.indexOf(item);
    if (index >= 0) {
      indexes.add(index);
    }
  }

  private String[] recent(UserProfile user) {
    return Arrays.stream(user.recent(Peers.CONTEXT))
        .mapToInt(table::indexOf)
        .filter(index -> index >= 0)
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

  private boolean isFading(UserProfile user, int alternative) {
    return user.hasFading() && user.fading(table.fingerprint(alternatives.index(alternative))) > 0;
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
    int strongest = -1;
    double most = 0.0;
    for (int i = 0; i < Signal.PERSONALS; i++) {
      double lift = weights[Signal.GLOBALS + i] * personals[at + i];
      if (lift > most) {
        most = lift;
        strongest = i;
      }
    }
    return strongest < 0 ? Reason.TRENDING : Reason.of(Signal.at(Signal.GLOBALS + strongest));
  }

  private String subject(Reason reason, int alternative) {
    return switch (reason) {
      case TAG -> alternatives.matcher().tag(alternatives.index(alternative));
      case SIMILAR, AFTER -> id(alternatives.source(alternative));
      case VECTOR, AGAIN, TRENDING -> "";
    };
  }

  private String id(long fingerprint) {
    int index = table.indexOf(fingerprint);
    return index < 0 ? "" : table.id(index);
  }
}
