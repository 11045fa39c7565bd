package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.event.EventTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * One user of one experiment: which lists were shown, and what is due to them. What a user does
 * with an item is due to the last list that showed it, if that was within the {@linkplain
 * ReactionWindows window}; to no list otherwise.
 *
 * <p>Everything waits until nothing earlier can come, and is entered in the order of its time, so
 * the order in which it is told, and how often, make no difference.
 */
public final class Viewer {

  public static final Layout LAYOUT = Layout.of("viewer", 2);

  /**
   * What all lists that are remembered take, in bytes: some 140 items. Of more, the lists that were
   * shown first are forgotten, and what is done later with their items is due to nothing.
   */
  static final int MOST_BYTES = 820;

  private final long covariate;
  private final NavigableSet<Action> waiting = new TreeSet<>(Action.ORDER);

  /** Newest first. No item is in two of them. */
  private final Deque<ShownList> lists = new ArrayDeque<>();

  private Totals totals = Totals.NONE;
  private long passedMillis = Long.MIN_VALUE;
  private DayBook days = new DayBook();
  private Following following = new Following();
  private long changedMillis = EventTime.NEVER;

  /**
   * @param covariate what was known of the user before the first list, such as the stickiness; 0 if
   *     nothing was
   */
  public Viewer(long covariate) {
    this.covariate = covariate;
  }

  public long covariate() {
    return covariate;
  }

  /**
   * Keeps what was told until nothing earlier can come.
   *
   * @return whether it came in time; otherwise it does not count
   */
  public boolean await(Action action) {
    boolean isInTime = action.atMillis() > passedMillis;
    if (isInTime) {
      waiting.add(action);
    }
    return isInTime;
  }

  /** When the first of what is kept occurred, or {@link Long#MAX_VALUE}. */
  public long waitingMillis() {
    return waiting.isEmpty() ? Long.MAX_VALUE : waiting.first().atMillis();
  }

  /** Enters what occurred up to a moment, before which nothing comes any more. */
  public void pass(long untilMillis, ViewSettings settings) {
    passedMillis = Math.max(passedMillis, untilMillis);
    while (!waiting.isEmpty() && waiting.first().atMillis() <= passedMillis) {
      Action next = waiting.first();
      waiting.remove(next);
      enter(next, settings);
    }
    if (!totals.isFollowed() && following.isOver(passedMillis)) {
      totals = totals.followed(following.hasReturned());
      changedMillis = Math.max(changedMillis, following.overMillis());
    }
  }

  /**
   * At which moment the 28 days after that of the first list are over; {@link Long#MAX_VALUE} if
   * that is known already, or nothing was shown.
   */
  long overMillis() {
    return totals.isFollowed() ? Long.MAX_VALUE : following.overMillis();
  }

  private void enter(Action action, ViewSettings settings) {
    ReactionWindows windows = settings.windows();
    long oldestMillis = action.atMillis() - windows.longest().toMillis();
    while (!lists.isEmpty() && lists.getLast().atMillis < oldestMillis) {
      lists.removeLast();
    }
    Reaction reaction = action.reaction();
    if (reaction == null) {
      show(action, settings.mostListsADay());
    } else {
      following.act(action.atMillis());
      if (reaction != Reaction.ACTIVITY) {
        react(action, reaction, windows.of(reaction).toMillis());
      }
    }
  }

  private void show(Action action, int mostListsADay) {
    totals = totals.shown();
    changedMillis = action.atMillis();
    following.show(action.atMillis());
    days.show(action.atMillis(), action.items(), action.kinds(), mostListsADay);
    show(ShownList.of(action.atMillis(), action.codes(), action.kinds()));
  }

  private void show(ShownList list) {
    List<ShownList> before = List.copyOf(lists);
    lists.clear();
    keep(list);
    int size = list.size();
    for (ShownList each : before) {
      ShownList rest = each.without(list);
      size += rest.isEmpty() ? 0 : rest.size();
      if (size <= MOST_BYTES) {
        keep(rest);
      }
    }
  }

  private void keep(ShownList list) {
    if (!list.isEmpty()) {
      lists.addLast(list);
    }
  }

  private void react(Action action, Reaction reaction, long windowMillis) {
    int code = action.items().get(0);
    for (ShownList list : lists) {
      if (list.shows(code)) {
        boolean isWithin = action.atMillis() - list.atMillis <= windowMillis;
        if (isWithin && list.note(code, reaction)) {
          totals = totals.reacted(reaction, action.seconds());
          changedMillis = action.atMillis();
          days.react(list.atMillis, list.kind(code), reaction, action.seconds());
        }
        return;
      }
    }
  }

  /** What counts of the user; of a program nothing does. */
  public Totals totals() {
    return isProgram() ? Totals.NONE : totals;
  }

  /** What has changed by day, by why items were shown, and so on. */
  DayBook days() {
    return days;
  }

  /** Whether the user is taken for a program. */
  public boolean isProgram() {
    return days.isProgram();
  }

  /**
   * When the last occurred that changed anything since this was read from bytes, or {@link
   * EventTime#NEVER}.
   */
  long changedMillis() {
    return changedMillis;
  }

  /** Whether no list was shown since the day of a moment. */
  boolean isIdleSince(long atMillis) {
    return days.isIdleSince(atMillis);
  }

  /** All of it as bytes: 1 KiB at most where nothing waits. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    out.number(covariate);
    out.number(passedMillis);
    totals.write(out);
    days.write(out);
    following.write(out);
    out.number(lists.size());
    long fromMillis = 0L;
    for (ShownList list : lists) {
      list.write(out, fromMillis);
      fromMillis = list.atMillis;
    }
    out.number(waiting.size());
    waiting.forEach(action -> action.write(out));
    return out.bytes();
  }

  /** What {@link #serialize} wrote. */
  public static Viewer deserialize(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    Viewer viewer = new Viewer(in.number());
    viewer.passedMillis = in.number();
    viewer.totals = Totals.read(in);
    viewer.days = DayBook.read(in);
    viewer.following = Following.read(in);
    long fromMillis = 0L;
    for (int each = in.count(); each > 0; each--) {
      ShownList list = ShownList.read(in, fromMillis);
      viewer.lists.addLast(list);
      fromMillis = list.atMillis;
    }
    for (int each = in.count(); each > 0; each--) {
      viewer.waiting.add(Action.read(in));
    }
    return viewer;
  }
}
