package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.id.MidnightSpread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One user wherever lists are counted: in each placement, and in each experiment by the variant
 * that the user was shown first. A list of another variant of the same experiment does not count.
 *
 * <p>What is told waits until nothing earlier can come, and is entered in the order of its time.
 */
public final class UserViews {

  public static final Layout LAYOUT = Layout.of("user views", 2);

  /** The days of all whose first list was on the same day are over at the same midnight. */
  private static final MidnightSpread OVER_SPREAD = new MidnightSpread(Duration.ofHours(1));

  /** In more placements and experiments together a user is not counted. */
  public static final int MOST_VIEWS = 64;

  /** When what waits is looked at next, as whoever keeps timers has set it. */
  public long dueMillis = EventTime.NEVER;

  /**
   * When it is looked at next whether the user returned: far away, so it is not moved each time.
   */
  public long overDueMillis = EventTime.NEVER;

  private final NavigableSet<Waiting> waiting = new TreeSet<>(Waiting.ORDER);

  /** By subject, in an order that depends on nothing else. */
  private final Map<String, Watched> watched = new TreeMap<>();

  private long passedMillis = Long.MIN_VALUE;
  private KnownBefore stickiness = new KnownBefore();

  private record Watched(View view, Viewer viewer) {}

  private record Waiting(Action action, List<View> views) {

    static final Comparator<Waiting> ORDER =
        Comparator.comparing(Waiting::action, Action.ORDER).thenComparing(Waiting::compareViews);

    /** A sorted set compares its first entry with itself. */
    private static int compareViews(Waiting one, Waiting other) {
      return one.equals(other) ? 0 : one.views.toString().compareTo(other.views.toString());
    }
  }

  /**
   * Keeps what is told of the user.
   *
   * @param watermarkMillis how far event time has come
   * @return whether it came in time, and not so late that the user is forgotten by then; otherwise
   *     it does not count
   */
  public boolean await(UserNews news, long watermarkMillis, ViewSettings settings) {
    Action action = news.action();
    if (action == null) {
      stickiness.tell(news.asOfMillis(), news.stickiness());
      return true;
    }
    boolean isInTime =
        action.atMillis() > passedMillis
            && !settings.isForgotten(action.atMillis(), watermarkMillis);
    if (isInTime) {
      waiting.add(new Waiting(action, news.views()));
    }
    return isInTime;
  }

  /** The watermark at which what waits is to be looked at, or {@link EventTime#NEVER}. */
  public long nextMillis(ViewSettings settings) {
    return waiting.isEmpty()
        ? EventTime.NEVER
        : settings.lookMillis(waiting.first().action().atMillis());
  }

  /**
   * The watermark at which it is looked at next whether the user returned, or {@link
   * EventTime#NEVER}: some time after it is known, each user at a moment of its own.
   */
  public long nextOverMillis(String user, ViewSettings settings) {
    long first = Long.MAX_VALUE;
    for (Watched each : watched.values()) {
      first = Math.min(first, each.viewer().overMillis());
    }
    return first == Long.MAX_VALUE
        ? EventTime.NEVER
        : settings.lookMillis(OVER_SPREAD.lookMillis(user, first));
  }

  /**
   * Takes note that a timer has come.
   *
   * @return whether it is one that is waited for; another one belongs to a user who was forgotten
   */
  public boolean takeDue(long atMillis) {
    boolean isWaiting = dueMillis == atMillis;
    boolean isOver = overDueMillis == atMillis;
    dueMillis = isWaiting ? EventTime.NEVER : dueMillis;
    overDueMillis = isOver ? EventTime.NEVER : overDueMillis;
    return isWaiting || isOver;
  }

  /**
   * Enters what has passed by a watermark.
   *
   * @return how many lists count nowhere that should have, as the user is counted in {@link
   *     #MOST_VIEWS} already, or gets another variant of the same experiment
   */
  public int pass(long watermarkMillis, ViewSettings settings, Consumer<ViewChange> changes) {
    passedMillis = Math.max(passedMillis, settings.reachedMillis(watermarkMillis));
    if (!waiting.isEmpty()) {
      forget(waiting.first().action().atMillis(), settings);
    }
    int uncounted = 0;
    while (!waiting.isEmpty() && waiting.first().action().atMillis() <= passedMillis) {
      Waiting next = waiting.first();
      waiting.remove(next);
      if (next.action().reaction() == null) {
        uncounted += show(next);
      } else {
        watched.values().forEach(each -> each.viewer().await(next.action()));
      }
    }
    watched.values().forEach(each -> pass(each, settings, changes));
    stickiness.pass(passedMillis);
    forget(passedMillis, settings);
    return uncounted;
  }

  /** Leaves out what would be entered by a watermark, as if it had never come. */
  public void leaveOut(long watermarkMillis, ViewSettings settings) {
    long reachedMillis = settings.reachedMillis(watermarkMillis);
    waiting.removeIf(each -> each.action().atMillis() <= reachedMillis);
  }

  private void forget(long atMillis, ViewSettings settings) {
    long idleMillis = atMillis - settings.ttl().toMillis();
    watched.values().removeIf(each -> each.viewer().isIdleSince(idleMillis));
  }

  private int show(Waiting list) {
    int uncounted = 0;
    for (View view : list.views()) {
      Watched known = watched.get(view.subject());
      if (known == null && watched.size() < MOST_VIEWS) {
        known = new Watched(view, new Viewer(stickiness.at(list.action().atMillis())));
        watched.put(view.subject(), known);
      }
      if (known != null && known.view().equals(view)) {
        known.viewer().await(list.action());
      } else {
        uncounted++;
      }
    }
    return uncounted;
  }

  private void pass(Watched each, ViewSettings settings, Consumer<ViewChange> changes) {
    Viewer viewer = each.viewer();
    Totals before = viewer.totals();
    boolean wasProgram = viewer.isProgram();
    viewer.pass(passedMillis, settings);
    int programs = viewer.isProgram() && !wasProgram ? 1 : 0;
    ViewChange change =
        new ViewChange(
            each.view(),
            before,
            viewer.totals(),
            viewer.covariate(),
            programs,
            viewer.days().takeChanges(),
            viewer.days().takeReasonChanges(),
            viewer.days().takeShown(),
            viewer.changedMillis());
    if (change.isOne()) {
      changes.accept(change);
    }
  }

  /** Whether there is nothing to be known of the user any more. */
  public boolean isForgotten() {
    return waiting.isEmpty() && watched.isEmpty() && stickiness.isEmpty();
  }

  /** All of it as bytes: 1 KiB a placement or experiment at most, and what waits. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    out.number(dueMillis);
    out.number(overDueMillis);
    out.number(passedMillis);
    stickiness.write(out);
    out.number(watched.size());
    for (Watched each : watched.values()) {
      write(each.view(), out);
      out.part(each.viewer().serialize());
    }
    out.number(waiting.size());
    for (Waiting each : waiting) {
      each.action().write(out);
      out.number(each.views().size());
      each.views().forEach(view -> write(view, out));
    }
    return out.bytes();
  }

  /** What {@link #serialize} wrote. */
  public static UserViews deserialize(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    UserViews user = new UserViews();
    user.dueMillis = in.number();
    user.overDueMillis = in.number();
    user.passedMillis = in.number();
    user.stickiness = KnownBefore.read(in);
    for (int each = in.count(); each > 0; each--) {
      View view = readView(in);
      user.watched.put(view.subject(), new Watched(view, Viewer.deserialize(in.part())));
    }
    for (int each = in.count(); each > 0; each--) {
      Action action = Action.read(in);
      List<View> views = new ArrayList<>();
      for (int view = in.count(); view > 0; view--) {
        views.add(readView(in));
      }
      user.waiting.add(new Waiting(action, List.copyOf(views)));
    }
    return user;
  }

  private static void write(View view, StateWriter out) {
    out.text(view.experiment()).text(view.name());
  }

  private static View readView(StateReader in) {
    return new View(in.text(), in.text());
  }
}
