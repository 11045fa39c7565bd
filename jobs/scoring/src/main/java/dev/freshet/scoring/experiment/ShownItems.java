package dev.freshet.scoring.experiment;

import dev.freshet.scoring.codec.Layout;
import dev.freshet.scoring.codec.StateReader;
import dev.freshet.scoring.codec.StateWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;

/**
 * How often each item was shown on which day, in one view and for a short time: all of it is kept.
 */
public final class ShownItems {

  public static final Layout LAYOUT = Layout.of("shown items", 1);

  /** By day (UTC, counted from 1970) and code. */
  private final Map<Long, Map<Integer, Long>> days = new TreeMap<>();

  /** Adds what a user was shown. */
  public void enter(ViewChange change) {
    for (DayItems shown : change.shown()) {
      Map<Integer, Long> ofDay = days.computeIfAbsent(shown.day(), any -> new HashMap<>());
      shown.codes().forEach(code -> ofDay.merge(code, 1L, Long::sum));
    }
  }

  /** Each day with its items by code, and how often each was shown. */
  void forEach(ObjLongConsumer<Map<Integer, Long>> days) {
    this.days.forEach((day, items) -> days.accept(items, day));
  }

  /** All of it as bytes. */
  public byte[] serialize() {
    StateWriter out = new StateWriter(LAYOUT);
    out.number(days.size());
    days.forEach(
        (day, items) -> {
          out.number(day).number(items.size());
          items.forEach((code, times) -> out.number(code).number(times));
        });
    return out.bytes();
  }

  /** What {@link #serialize} wrote. */
  public static ShownItems deserialize(byte[] bytes) {
    StateReader in = new StateReader(LAYOUT, bytes);
    ShownItems shown = new ShownItems();
    for (int days = in.count(); days > 0; days--) {
      Map<Integer, Long> items = new HashMap<>();
      shown.days.put(in.number(), items);
      for (int each = in.count(); each > 0; each--) {
        items.put(in.count(), in.number());
      }
    }
    return shown;
  }
}
