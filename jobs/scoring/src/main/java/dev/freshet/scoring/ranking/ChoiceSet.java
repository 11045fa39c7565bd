package dev.freshet.scoring.ranking;

import dev.freshet.scoring.candidates.CandidateColumns;
import dev.freshet.scoring.candidates.UserProfile;
import dev.freshet.scoring.interest.Interests;
import dev.freshet.scoring.items.InterestMatcher;
import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.model.Signal;
import dev.freshet.scoring.pulse.Peers;
import dev.freshet.scoring.pulse.Pulse;
import java.util.Arrays;

/**
 * What a user could choose at one moment, with all signals: their candidates, the pulse, and the
 * best items of their strongest tags, without what is excluded.
 *
 * <p>The trainer learns from it and the ranker ranks it, so that both see the same. Reusable:
 * {@link #fill} starts again.
 */
public final class ChoiceSet {

  private static final int SIMILAR = Signal.SIMILAR.index() - Signal.GLOBALS;
  private static final int AFTER = Signal.AFTER.index() - Signal.GLOBALS;
  private static final int NEXT = Signal.NEXT.index() - Signal.GLOBALS;
  private static final int INTEREST = Signal.INTEREST.index() - Signal.GLOBALS;
  private static final int VECTOR = Signal.VECTOR.index() - Signal.GLOBALS;
  private static final int REPEAT = Signal.REPEAT.index() - Signal.GLOBALS;
  private static final int LONG_TERM = Signal.LONG_TERM.index() - Signal.GLOBALS;
  private static final int PATH = Signal.PATH.index() - Signal.GLOBALS;
  private static final int PEERS = Signal.PEERS.index() - Signal.GLOBALS;

  /** Of the items seen last, this many arrive soon if the table does not know them. */
  private static final int RECENT = 50;

  private final ListSettings settings;
  private final ItemTable table;
  private int filling;

  /**
   * Two numbers an item of the item table: the filling that has seen it, and its alternative there.
   */
  private int[] visited = new int[2 * 64];

  private boolean lacksCandidates;
  private boolean lacksSeen;
  private int size;
  private int[] indexes = new int[512];
  private long[] sources = new long[512];
  private double[] personals = new double[512 * Signal.PERSONALS];
  private double[] signals = new double[0];
  private final InterestMatcher matcher;

  public ChoiceSet(ListSettings settings, ItemTable table) {
    this.settings = settings;
    this.table = table;
    matcher = table.matcher(Interests.NONE);
  }

  /** How many alternatives there are. */
  public int size() {
    return size;
  }

  /**
   * Whether the table does not know a candidate of the user, or an item that the user spoke
   * against: it is new, or forgotten.
   */
  boolean lacksCandidates() {
    return lacksCandidates;
  }

  /** Whether the table does not know yet what the user did lately. */
  boolean lacksSeen() {
    return lacksSeen;
  }

  /** An alternative's index in the item table. */
  public int index(int alternative) {
    return indexes[alternative];
  }

  /** The fingerprint of the item that speaks for an alternative, or 0. */
  public long source(int alternative) {
    return sources[alternative];
  }

  /** The user's interests, ready for matching. */
  public InterestMatcher matcher() {
    return matcher;
  }

  /** Alternative by alternative, {@link Signal#COUNT} numbers each; valid until the next fill. */
  public double[] signals() {
    if (signals.length < size * Signal.COUNT) {
      signals = new double[indexes.length * Signal.COUNT];
    }
    for (int i = 0; i < size; i++) {
      int at = i * Signal.COUNT;
      table.globals(indexes[i], signals, at);
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
  public int alternativeOf(long item) {
    int index = table.indexOf(item);
    return index < 0 || 2 * index >= visited.length || visited[2 * index] != filling
        ? ChoiceModel.OUTSIDE
        : visited[2 * index + 1];
  }

  /**
   * Collects what the user could choose.
   *
   * @param pulse that of how long the user has been away
   * @param peers what others did lately
   */
  public void fill(UserProfile user, Pulse pulse, Peers peers) {
    start();
    int lastSeen = user.seenSize() - 1;
    lacksSeen = false;
    lacksCandidates = hideDisliked(user);
    for (int i = 0; i <= lastSeen; i++) {
      if (user.isExcluded(i, settings.candidates().exclude())) {
        int index = table.indexOf(user.seenItem(i));
        if (index >= 0) {
          visit(index, ChoiceModel.OUTSIDE);
        } else {
          // One seen long ago may have been forgotten; one seen lately is still to come.
          lacksSeen |= i > lastSeen - RECENT;
        }
      }
    }
    addCandidates(user.candidates(), user.size());
    for (int i = lastSeen; i >= 0 && i > lastSeen - settings.repeats(); i--) {
      boolean isExcluded = user.isExcluded(i, settings.candidates().exclude());
      int alternative = isExcluded ? -1 : add(table.indexOf(user.seenItem(i)));
      if (alternative >= 0) {
        personals[alternative * Signal.PERSONALS + REPEAT] =
            Signal.personal(1.0 / (1 + lastSeen - i));
      }
    }
    addPeers(peers.matches(user.recent(Peers.CONTEXT), user.latestMillis()));
    for (int index : table.indexesOf(pulse.items(), pulse.view())) {
      add(index);
    }
    matcher.prepare(user.interests().interests());
    for (int tag : matcher.strongestTags(settings.strongestTags())) {
      for (int index : table.bestOf(tag)) {
        add(index);
      }
    }
    for (int i = 0; i < size; i++) {
      personals[i * Signal.PERSONALS + INTEREST] = matcher.match(indexes[i]);
    }
    for (int i = 0; i < size; i++) {
      int at = i * Signal.PERSONALS + INTEREST;
      personals[at] = Signal.personal(personals[at]);
    }
    float[] vector = user.vector();
    for (int i = 0; i < size && vector.length > 0; i++) {
      personals[i * Signal.PERSONALS + VECTOR] =
          Signal.personal(table.vectorMatch(indexes[i], vector));
    }
  }

  /**
   * The alternative that is an item, which is added if it is not among them.
   *
   * @param user of the last fill
   * @return {@link ChoiceModel#OUTSIDE} if the item is not known, or is not for this user
   */
  public int alternativeShown(UserProfile user, long item) {
    int before = size;
    int alternative = add(table.indexOf(item));
    if (alternative == before) {
      int at = alternative * Signal.PERSONALS;
      personals[at + INTEREST] = Signal.personal(matcher.match(indexes[alternative]));
      float[] vector = user.vector();
      if (vector.length > 0) {
        personals[at + VECTOR] = Signal.personal(table.vectorMatch(indexes[alternative], vector));
      }
    }
    return alternative;
  }

  /**
   * Adds the best of what else there is, where what has a personal signal and the pulse are few:
   * the user has seen most of them.
   *
   * @param least how many alternatives there should be
   * @return the first that was added
   */
  public int fillUp(int least) {
    int first = size;
    if (first < least) {
      for (int index : table.best(least + settings.candidates().seen())) {
        if (size < least) {
          add(index);
        }
      }
    }
    return first;
  }

  /**
   * Leaves out what the user spoke against.
   *
   * @return whether the table does not know one of them: it may be new
   */
  private boolean hideDisliked(UserProfile user) {
    boolean lacks = false;
    for (int i = 0; i < user.dislikedSize(); i++) {
      int index = table.indexOf(user.dislikedItem(i));
      if (index >= 0) {
        visit(index, ChoiceModel.OUTSIDE);
      }
      lacks |= index < 0;
    }
    return lacks;
  }

  private void addCandidates(CandidateColumns candidates, int count) {
    // Each step for all items before the next, so that the processor waits for many at a time.
    int[] found = new int[count];
    for (int i = 0; i < count; i++) {
      found[i] = table.indexOf(candidates.items[i]);
      lacksCandidates |= found[i] < 0;
    }
    for (int i = 0; i < count; i++) {
      found[i] = add(found[i]);
    }
    for (int i = 0; i < count; i++) {
      int alternative = found[i];
      if (alternative >= 0) {
        int at = alternative * Signal.PERSONALS;
        personals[at + SIMILAR] = Signal.personal(candidates.similar[i]);
        personals[at + LONG_TERM] = Signal.personal(candidates.longTerm[i]);
        personals[at + AFTER] = Signal.personal(candidates.after[i]);
        personals[at + NEXT] = Signal.personal(candidates.next[i]);
        personals[at + PATH] = Signal.personal(candidates.path[i]);
        sources[alternative] = candidates.sources[i];
      }
    }
  }

  private void addPeers(Peers.Matches matches) {
    for (int i = 0; i < matches.size(); i++) {
      int alternative = add(table.indexOf(matches.items()[i]));
      if (alternative >= 0) {
        personals[alternative * Signal.PERSONALS + PEERS] = Signal.saturating(matches.sums()[i]);
      }
    }
  }

  private void start() {
    size = 0;
    filling++;
    if (visited.length < 2 * table.indexes()) {
      visited = Arrays.copyOf(visited, 4 * table.indexes());
    }
  }

  private void visit(int index, int alternative) {
    visited[2 * index] = filling;
    visited[2 * index + 1] = alternative;
  }

  private int add(int index) {
    if (index < 0) {
      return ChoiceModel.OUTSIDE;
    }
    if (visited[2 * index] == filling) {
      return visited[2 * index + 1];
    }
    if (table.isRetired(index)) {
      visit(index, ChoiceModel.OUTSIDE);
      return ChoiceModel.OUTSIDE;
    }
    if (size == indexes.length) {
      indexes = Arrays.copyOf(indexes, size * 2);
      sources = Arrays.copyOf(sources, size * 2);
      personals = Arrays.copyOf(personals, personals.length * 2);
    }
    int at = size * Signal.PERSONALS;
    Arrays.fill(personals, at, at + Signal.PERSONALS, 0.0);
    indexes[size] = index;
    sources[size] = 0;
    visit(index, size);
    return size++;
  }
}
