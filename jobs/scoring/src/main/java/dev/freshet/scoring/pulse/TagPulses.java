package dev.freshet.scoring.pulse;

import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.model.Gap;
import dev.freshet.scoring.top.TopK;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The pulses of the tags that are used most, each given out when it differs from the last one. */
public final class TagPulses {

  /** A pulse whose ends moved by more is given out again, though its items keep their order. */
  private static final double MOVED = 0.1;

  private final int tags;
  private final int limit;
  private final Map<String, Told> told = new HashMap<>();

  /**
   * @param tags how many tags have pulses
   * @param limit how many items of a tag
   */
  public TagPulses(int tags, int limit) {
    this.tags = tags;
    this.limit = limit;
  }

  /** What was given out of a tag, and when. */
  private record Told(List<String> items, double best, double last, long atMillis) {

    private static Told of(TagPulse pulse, long nowMillis) {
      List<ScoredItem> items = pulse.items();
      return new Told(
          items.stream().map(ScoredItem::item).toList(),
          items.get(0).score(),
          items.get(items.size() - 1).score(),
          nowMillis);
    }

    private boolean isLike(Told other) {
      return items.equals(other.items)
          && Math.abs(best - other.best) <= MOVED
          && Math.abs(last - other.last) <= MOVED;
    }
  }

  /**
   * The pulses to write now, as of the table's last {@link ItemTable#advanceTo}; empty ones of tags
   * that have none any more.
   *
   * @param pulse the pulse as of the same moment
   * @param keepMillis after which one is given out again, though it is the same
   */
  public List<TagPulse> tell(ItemTable table, Pulse pulse, long nowMillis, long keepMillis) {
    List<TagPulse> changed = new ArrayList<>();
    Set<String> gone = new HashSet<>(told.keySet());
    for (int tag : mostUsed(table)) {
      TagPulse now = of(tag, table, pulse);
      if (!now.items().isEmpty()) {
        gone.remove(now.tag());
        Told before = told.get(now.tag());
        Told after = Told.of(now, nowMillis);
        if (before == null
            || !after.isLike(before)
            || nowMillis - before.atMillis() >= keepMillis) {
          told.put(now.tag(), after);
          changed.add(now);
        }
      }
    }
    for (String tag : gone) {
      told.remove(tag);
      changed.add(new TagPulse(tag, List.of()));
    }
    return changed;
  }

  /** The tags whose items most users interacted with. */
  private int[] mostUsed(ItemTable table) {
    int count = table.tagCount();
    if (count <= tags) {
      return IntStream.range(0, count).toArray();
    }
    double[] users = new double[count];
    for (int index = 0; index < table.indexes(); index++) {
      for (int tag : table.tags(index)) {
        users[tag] += table.count(index);
      }
    }
    return TopK.select(users, IntStream.range(0, count).asLongStream().toArray(), count, tags);
  }

  private TagPulse of(int tag, ItemTable table, Pulse pulse) {
    List<ScoredItem> items = new ArrayList<>(limit);
    int[] all = table.itemsOf(tag);
    for (int index : table.sorted(table.best(all, all.length, limit, Gap.NONE))) {
      items.add(new ScoredItem(table.id(index), table.globalScore(index) - pulse.floor()));
    }
    return new TagPulse(table.tagName(tag), items);
  }
}
