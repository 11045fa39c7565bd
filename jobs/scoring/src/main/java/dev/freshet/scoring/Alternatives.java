package dev.freshet.scoring;

import java.util.Arrays;

/**
 * What a user could choose at one moment, with all signals: their candidates, the pulse, and the
 * best items of their strongest tags, without what is excluded.
 *
 * <p>The trainer learns from it and the ranker ranks it, so that both see the same. Reusable:
 * {@link #fill} starts anew.
 */
public final class Alternatives {

  private static final int SIMILAR = Signal.SIMILAR.place() - Signal.GLOBALS;
  private static final int AFTER = Signal.AFTER.place() - Signal.GLOBALS;
  private static final int NEXT = Signal.NEXT.place() - Signal.GLOBALS;
  private static final int INTEREST = Signal.INTEREST.place() - Signal.GLOBALS;
  private static final int VECTOR = Signal.VECTOR.place() - Signal.GLOBALS;
  private static final int AGAIN = Signal.AGAIN.place() - Signal.GLOBALS;
  private static final int TASTE = Signal.TASTE.place() - Signal.GLOBALS;
  private static final int PATH = Signal.PATH.place() - Signal.GLOBALS;
  private static final int PEERS = Signal.PEERS.place() - Signal.GLOBALS;

  /** So many items done last are told soon, if they are not known. */
  private static final int RECENT = 50;

  private final RecommenderSettings settings;
  private final ItemTable table;
  private int filling;

  /** Two numbers a place of the item table: the filling that has seen it, and its index there. */
  private int[] seen = new int[2 * 64];

  private boolean lacksCandidates;
  private boolean lacksDone;
  private int size;
  private int[] places = new int[512];
  private long[] because = new long[512];
  private double[] personals = new double[512 * Signal.PERSONALS];
  private double[] signals = new double[0];
  private final ItemTable.Matcher matcher;

  public Alternatives(RecommenderSettings settings, ItemTable table) {
    this.settings = settings;
    this.table = table;
    matcher = table.matcher(Interests.NONE);
  }

  /** How many alternatives there are. */
  public int size() {
    return size;
  }

  /** Whether the table does not know a candidate of the user: it is new, or forgotten. */
  boolean lacksCandidates() {
    return lacksCandidates;
  }

  /** Whether the table does not know yet what the user did lately. */
  boolean lacksDone() {
    return lacksDone;
  }

  /** An alternative's place in the item table. */
  public int place(int alternative) {
    return places[alternative];
  }

  /** The fingerprint of the item that speaks for an alternative, or 0. */
  public long because(int alternative) {
    return because[alternative];
  }

  /** The user's interests, ready for matching. */
  public ItemTable.Matcher matcher() {
    return matcher;
  }

  /** Alternative by alternative, {@link Signal#COUNT} numbers each; valid until the next fill. */
  public double[] signals() {
    if (signals.length < size * Signal.COUNT) {
      signals = new double[places.length * Signal.COUNT];
    }
    for (int i = 0; i < size; i++) {
      int at = i * Signal.COUNT;
      table.globals(places[i], signals, at);
      System.arraycopy(
          personals, i * Signal.PERSONALS, signals, at + Signal.GLOBALS, Signal.PERSONALS);
    }
    return signals;
  }

  /** Alternative by alternative, {@link Signal#PERSONALS} numbers each, in the same order. */
  double[] personals() {
    return personals;
  }

  /** The alternative that is the item, or {@link ChoiceModel#OUTSIDE}. */
  public int indexOf(long item) {
    int place = table.placeOf(item);
    return place < 0 || 2 * place >= seen.length || seen[2 * place] != filling
        ? ChoiceModel.OUTSIDE
        : seen[2 * place + 1];
  }

  /**
   * Collects what the user could choose.
   *
   * @param pulse that of how long the user has been away
   * @param peers what others did lately
   */
  public void fill(Learner user, Pulse pulse, Peers peers) {
    start();
    int lastDone = user.doneSize() - 1;
    lacksCandidates = false;
    lacksDone = false;
    for (int i = 0; i <= lastDone; i++) {
      if (user.isExcluded(i, settings.exclude())) {
        int place = table.placeOf(user.doneItem(i));
        if (place >= 0) {
          see(place, ChoiceModel.OUTSIDE);
        } else {
          // One done long ago may have been forgotten; one done lately is still to be told.
          lacksDone |= i > lastDone - RECENT;
        }
      }
    }
    addCandidates(user.candidates(), user.size());
    for (int i = lastDone; i >= 0 && i > lastDone - settings.reach(); i--) {
      boolean isExcluded = user.isExcluded(i, settings.exclude());
      int index = isExcluded ? -1 : add(table.placeOf(user.doneItem(i)));
      if (index >= 0) {
        personals[index * Signal.PERSONALS + AGAIN] = Signal.personal(1.0 / (1 + lastDone - i));
      }
    }
    addPeers(peers.matches(user.recent(), user.latestMillis()));
    for (int place : table.placesOf(pulse)) {
      add(place);
    }
    matcher.prepare(user.interests().interests());
    for (int tag : matcher.strongestTags(settings.strongestTags())) {
      for (int place : table.bestOf(tag)) {
        add(place);
      }
    }
    for (int i = 0; i < size; i++) {
      personals[i * Signal.PERSONALS + INTEREST] = matcher.match(places[i]);
    }
    for (int i = 0; i < size; i++) {
      int at = i * Signal.PERSONALS + INTEREST;
      personals[at] = Signal.personal(personals[at]);
    }
    float[] vector = user.vector();
    for (int i = 0; i < size && vector.length > 0; i++) {
      personals[i * Signal.PERSONALS + VECTOR] =
          Signal.personal(table.vectorMatch(places[i], vector));
    }
  }

  /**
   * Adds the best of what else there is, where what has a personal signal and the pulse are few:
   * the user has done most of them.
   *
   * @param least how many alternatives there should be
   * @return the first that was added
   */
  int fillUp(int least) {
    int first = size;
    if (first < least) {
      for (int place : table.best(least + settings.done())) {
        if (size < least) {
          add(place);
        }
      }
    }
    return first;
  }

  private void addCandidates(Learner.Columns candidates, int count) {
    // Each step for all items before the next, so that the processor waits for many at a time.
    int[] found = new int[count];
    for (int i = 0; i < count; i++) {
      found[i] = table.placeOf(candidates.items[i]);
      lacksCandidates |= found[i] < 0;
    }
    for (int i = 0; i < count; i++) {
      found[i] = add(found[i]);
    }
    for (int i = 0; i < count; i++) {
      int index = found[i];
      if (index >= 0) {
        int at = index * Signal.PERSONALS;
        personals[at + SIMILAR] = Signal.personal(candidates.similar[i]);
        personals[at + TASTE] = Signal.personal(candidates.taste[i]);
        personals[at + AFTER] = Signal.personal(candidates.after[i]);
        personals[at + NEXT] = Signal.personal(candidates.next[i]);
        personals[at + PATH] = Signal.personal(candidates.path[i]);
        because[index] = candidates.because[i];
      }
    }
  }

  private void addPeers(Peers.Matches matches) {
    for (int i = 0; i < matches.size(); i++) {
      int index = add(table.placeOf(matches.items()[i]));
      if (index >= 0) {
        personals[index * Signal.PERSONALS + PEERS] = Signal.saturating(matches.sums()[i]);
      }
    }
  }

  private void start() {
    size = 0;
    filling++;
    if (seen.length < 2 * table.places()) {
      seen = Arrays.copyOf(seen, 4 * table.places());
    }
  }

  private void see(int place, int index) {
    seen[2 * place] = filling;
    seen[2 * place + 1] = index;
  }

  private int add(int place) {
    if (place < 0) {
      return ChoiceModel.OUTSIDE;
    }
    if (seen[2 * place] == filling) {
      return seen[2 * place + 1];
    }
    if (table.isRetired(place)) {
      see(place, ChoiceModel.OUTSIDE);
      return ChoiceModel.OUTSIDE;
    }
    if (size == places.length) {
      places = Arrays.copyOf(places, size * 2);
      because = Arrays.copyOf(because, size * 2);
      personals = Arrays.copyOf(personals, personals.length * 2);
    }
    int at = size * Signal.PERSONALS;
    Arrays.fill(personals, at, at + Signal.PERSONALS, 0.0);
    places[size] = place;
    because[size] = 0;
    see(place, size);
    return size++;
  }
}
