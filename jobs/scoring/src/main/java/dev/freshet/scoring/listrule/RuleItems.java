package dev.freshet.scoring.listrule;

import dev.freshet.scoring.items.ItemTable;
import dev.freshet.scoring.model.Gap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * Which items a rule is about, and which of them are served: the best by their global score.
 *
 * <p>Of many items the best are chosen again only every {@value #PATIENCE_MILLIS} ms, as looking at
 * all of them costs much. What is no longer meant is not served meanwhile; what is newly meant
 * waits.
 */
final class RuleItems {

  private static final long PATIENCE_MILLIS = 10_000;

  /** Of so many the best are chosen each time. */
  private static final int FEW = 10_000;

  private final UsableListRule usable;
  private final ItemTable table;
  private final IntFunction<RuleItem> items;
  private final BitSet meant = new BitSet();
  private boolean isEvaluated;

  /** All indexes below it have been looked at. */
  private int looked;

  private boolean isChanged;
  private boolean isNew;
  private int[] wanted = {};
  private long wantedMillis;
  private int[] chosen = {};
  private int chosenLimit = -1;
  private long chosenMillis;

  /**
   * @param items what rules see of the item at an index
   */
  RuleItems(UsableListRule usable, ItemTable table, IntFunction<RuleItem> items) {
    this.usable = usable;
    this.table = table;
    this.items = items;
  }

  ListRule rule() {
    return usable.rule();
  }

  boolean changesWithTime() {
    return usable.changesWithTime();
  }

  /** All items are looked at before anybody asks next. */
  void forget() {
    isEvaluated = false;
  }

  /** Looks at all items, or, if that was done, at those that have come since. */
  void evaluate() {
    if (!isEvaluated) {
      isEvaluated = true;
      isChanged = true;
      isNew = true;
      meant.clear();
      looked = 0;
    }
    while (looked < table.indexes()) {
      evaluate(looked++);
    }
  }

  /** Looks at one item, of which something is new. */
  void evaluate(int index) {
    if (isEvaluated && meant.get(index) != isMeant(index)) {
      meant.flip(index);
      isChanged = true;
    } else {
      // Its tags or its author may be others, by which it is counted.
      isChanged |= meant.get(index) && !rule().each().isEmpty();
    }
  }

  private boolean isMeant(int index) {
    return table.isTaken(index)
        && !table.isRetired(index)
        && usable.isMeant().test(items.apply(index));
  }

  /** The indexes of the items that it is about and that may be listed. */
  int[] all() {
    return meant.stream().toArray();
  }

  /** How many items would be served without a bound. */
  int wanted(long nowMillis) {
    if (isNew
        || (isChanged
            && (meant.cardinality() <= FEW || nowMillis - wantedMillis >= PATIENCE_MILLIS))) {
      isNew = false;
      isChanged = false;
      wanted = served();
      wantedMillis = nowMillis;
      chosenLimit = -1;
    }
    return wanted.length;
  }

  private int[] served() {
    int[] all = all();
    if (rule().action() != ListAction.MOST) {
      return all;
    }
    if (rule().each().isEmpty()) {
      return all.length > rule().amount() ? all : new int[0];
    }
    Map<String, Integer> sizes = new HashMap<>();
    for (int index : all) {
      groups(index).forEach(group -> sizes.merge(group, 1, Integer::sum));
    }
    IntPredicate isInLargeGroup =
        index ->
            groups(index).stream()
                .anyMatch(group -> sizes.getOrDefault(group, 0) > rule().amount());
    return meant.stream().filter(isInLargeGroup).toArray();
  }

  private List<String> groups(int index) {
    return items.apply(index).groups(rule().each());
  }

  /**
   * The indexes of the items to serve, best first.
   *
   * @param limit how many at most
   */
  int[] best(int limit, long nowMillis) {
    if (wanted(nowMillis) <= FEW
        || limit != chosenLimit
        || nowMillis - chosenMillis >= PATIENCE_MILLIS) {
      chosen = table.best(wanted, wanted.length, limit, Gap.NONE);
      chosenLimit = limit;
      chosenMillis = nowMillis;
    }
    return table.sorted(Arrays.stream(chosen).filter(meant::get).toArray());
  }

  /**
   * The rule as readers apply it, once for each group; none if there is nothing for it to do.
   *
   * @param best indexes of the items to serve, best first
   * @param zero what scores are relative to
   */
  List<ServedRule> serve(int[] best, double zero) {
    if (best.length == 0) {
      return List.of();
    }
    if (rule().each().isEmpty()) {
      return List.of(served(best, zero));
    }
    Map<String, List<Integer>> byGroup = new LinkedHashMap<>();
    for (int index : best) {
      groups(index)
          .forEach(group -> byGroup.computeIfAbsent(group, none -> new ArrayList<>()).add(index));
    }
    return byGroup.values().stream()
        .filter(group -> group.size() > rule().amount())
        .map(group -> served(group.stream().mapToInt(Integer::intValue).toArray(), zero))
        .toList();
  }

  private ServedRule served(int[] indexes, double zero) {
    List<String> ids = new ArrayList<>(indexes.length);
    List<Double> scores = new ArrayList<>(indexes.length);
    for (int index : indexes) {
      ids.add(table.id(index));
      if (rule().lists()) {
        scores.add(table.globalScore(index) - zero);
      }
    }
    return new ServedRule(
        rule().id(),
        rule().reason(),
        rule().placements(),
        rule().audience(),
        rule().fromMillis(),
        rule().untilMillis(),
        rule().action(),
        rule().amount(),
        ids,
        scores);
  }
}
