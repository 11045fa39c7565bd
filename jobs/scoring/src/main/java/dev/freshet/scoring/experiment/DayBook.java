package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is due to the lists of one user by the day of the list, and by why items were shown: what of
 * it has changed, until somebody takes it, and what there is of the last day, to be taken back if
 * the user turns out to be a program.
 */
final class DayBook {

  static final long DAY_MILLIS = 86_400_000L;

  private long day = Long.MIN_VALUE;
  private int listsOfDay;
  private DayCounts ofDay = DayCounts.NONE;
  private Map<ReasonKind, ReasonCounts> reasonsOfDay = new EnumMap<>(ReasonKind.class);
  private boolean isProgram;
  private final Map<Long, DayCounts> changes = new TreeMap<>();
  private final Map<Long, List<Integer>> shown = new TreeMap<>();
  private final Map<ReasonKind, ReasonCounts> reasonChanges = new EnumMap<>(ReasonKind.class);

  /** The day of a moment (UTC, counted from 1970). */
  static long dayOf(long atMillis) {
    return Math.floorDiv(atMillis, DAY_MILLIS);
  }

  /**
   * One more list.
   *
   * @param codes of its items
   * @param kinds the letters of why they were shown
   * @param mostListsADay of more on one day the user is taken for a program, and counts no more
   */
  void show(long atMillis, List<Integer> codes, String kinds, int mostListsADay) {
    long today = dayOf(atMillis);
    boolean isFirst = today != day;
    if (isFirst) {
      day = today;
      listsOfDay = 0;
      ofDay = DayCounts.NONE;
      reasonsOfDay.clear();
    }
    listsOfDay++;
    change(today, DayCounts.shown(isFirst));
    show(kinds);
    if (!isProgram) {
      shown.computeIfAbsent(today, any -> new ArrayList<>()).addAll(codes);
    }
    if (listsOfDay > mostListsADay) {
      change(today, ofDay.negative());
      Map.copyOf(reasonsOfDay).forEach((kind, counts) -> change(today, kind, counts.negative()));
      isProgram = true;
    }
  }

  private void show(String kinds) {
    int[] shown = new int[ReasonKind.ALL.size()];
    for (int at = 0; at < kinds.length(); at++) {
      shown[ReasonKind.of(kinds.charAt(at)).place()]++;
    }
    for (ReasonKind kind : ReasonKind.ALL) {
      int items = shown[kind.place()];
      if (items > 0) {
        change(day, kind, ReasonCounts.shown(items));
      }
    }
  }

  /** Something was done that is due to a list of that moment. */
  void react(long listMillis, ReasonKind kind, Reaction reaction, long seconds) {
    long dayOfList = dayOf(listMillis);
    change(dayOfList, DayCounts.done(reaction, seconds));
    change(dayOfList, kind, ReasonCounts.done(reaction, seconds));
  }

  private void change(long dayOfList, DayCounts by) {
    if (!isProgram) {
      changes.merge(dayOfList, by, DayCounts::plus);
      ofDay = dayOfList == day ? ofDay.plus(by) : ofDay;
    }
  }

  private void change(long dayOfList, ReasonKind kind, ReasonCounts by) {
    if (!isProgram) {
      reasonChanges.merge(kind, by, ReasonCounts::plus);
      if (dayOfList == day) {
        reasonsOfDay.merge(kind, by, ReasonCounts::plus);
      }
    }
  }

  /**
   * What has changed of the days of lists since this was asked last: of a program, what was counted
   * of the day on which it was found out is taken back, and nothing changes afterwards.
   */
  Map<Long, DayCounts> takeChanges() {
    Map<Long, DayCounts> taken = Map.copyOf(changes);
    changes.clear();
    return taken;
  }

  /** The same by why items were shown, of all days together. */
  Map<ReasonKind, ReasonCounts> takeReasonChanges() {
    Map<ReasonKind, ReasonCounts> taken = Map.copyOf(reasonChanges);
    reasonChanges.clear();
    return taken;
  }

  /** The items that were shown, in the order of days; a program's until it is found out. */
  List<DayItems> takeShown() {
    List<DayItems> taken =
        shown.entrySet().stream()
            .map(each -> new DayItems(each.getKey(), each.getValue()))
            .toList();
    shown.clear();
    return taken;
  }

  /** Whether the user is taken for a program. */
  boolean isProgram() {
    return isProgram;
  }

  /** Whether no list was shown since the day of a moment. */
  boolean isIdleSince(long atMillis) {
    return day < dayOf(atMillis);
  }

  void write(StateWriter out) {
    out.number(day);
    out.number(listsOfDay);
    ofDay.write(out);
    ReasonCounts.write(reasonsOfDay, out);
    out.flag(isProgram);
  }

  /** What {@link #write} wrote. */
  static DayBook read(StateReader in) {
    DayBook days = new DayBook();
    days.day = in.number();
    days.listsOfDay = in.count();
    days.ofDay = DayCounts.read(in);
    days.reasonsOfDay = ReasonCounts.read(in);
    days.isProgram = in.flag();
    return days;
  }
}
