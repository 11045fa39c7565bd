package dev.freshet.scoring.listrule;

import dev.freshet.scoring.event.CatalogueItem;
import dev.freshet.scoring.id.Fingerprint;
import dev.freshet.scoring.items.ItemTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules on lists in force, and which items of the catalogue they are about.
 *
 * <p>All items are looked at for a rule that is new; after that an item that is new or of which
 * something is, and, once a minute, all items for a rule that time alone may change. Readers get a
 * bounded number of items in all. Each rule has an equal share of it; what some do not need is for
 * the others.
 */
public final class ListRules {

  /** So long before it begins readers are told of a rule. */
  private static final long AHEAD_MILLIS = 86_400_000L;

  private static final long MINUTE_MILLIS = 60_000L;

  private final ItemTable table;
  private final int mostItems;
  private final TraitsTable traits = new TraitsTable();
  private final Map<String, RuleItems> rules = new TreeMap<>();
  private long evaluatedMinute = Long.MIN_VALUE;
  private long nowMillis;
  private int inForce;
  private int withoutItems;
  private int cutShort;

  /**
   * @param table all items
   * @param mostItems how many items readers get in all, of all rules
   */
  public ListRules(ItemTable table, int mostItems) {
    this.table = table;
    this.mostItems = mostItems;
  }

  /** What the catalogue says that only rules ask for, for a checkpoint. */
  public TraitsTable traits() {
    return traits;
  }

  /** A rule holds from now on, instead of the one of its id. */
  public void put(UsableListRule usable) {
    rules.put(usable.rule().id(), new RuleItems(usable, table, this::item));
  }

  /** There is no rule of an id any more. */
  public void remove(String id) {
    rules.remove(id);
  }

  private RuleItem item(int index) {
    return new RuleItem(table, index, traits.of(table.fingerprint(index)), nowMillis);
  }

  /**
   * The catalogue says something of an item.
   *
   * @param now the moment, epoch milliseconds
   */
  public void describe(CatalogueItem item, long now) {
    int index = table.indexOf(Fingerprint.of(item.item()));
    if (index >= 0 && table.id(index).equals(item.item())) {
      traits.describe(item);
      change(index, now);
    }
  }

  /**
   * An item was published earlier than was known, or is new and has the index of one that was
   * forgotten; others that are new are found without being told.
   */
  public void change(String item, long now) {
    int index = table.indexOf(Fingerprint.of(item));
    if (index >= 0) {
      change(index, now);
    }
  }

  private void change(int index, long now) {
    nowMillis = now;
    rules.values().forEach(rule -> rule.evaluate(index));
  }

  /** An index may stand for another item, or none, than it did. */
  public void forget() {
    rules.values().forEach(RuleItems::forget);
  }

  /**
   * The rules as readers apply them, in the order in which they do: those that are not over and
   * begin within a day, and have something to do.
   *
   * @param zero what scores are relative to: that of the pulse
   * @param now the moment, epoch milliseconds
   */
  public List<ServedRule> serve(double zero, long now) {
    nowMillis = now;
    List<RuleItems> told = toldAt(now);
    int[] wanted = told.stream().mapToInt(each -> each.wanted(now)).toArray();
    int[] shares = shares(wanted, mostItems);
    inForce = (int) told.stream().filter(each -> each.rule().fromMillis() <= now).count();
    withoutItems = (int) Arrays.stream(wanted).filter(items -> items == 0).count();
    cutShort = 0;
    List<ServedRule> served = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      cutShort += shares[i] < wanted[i] ? 1 : 0;
      served.addAll(told.get(i).serve(told.get(i).best(shares[i], now), zero));
    }
    return served;
  }

  private List<RuleItems> toldAt(long now) {
    long minute = Math.floorDiv(now, MINUTE_MILLIS);
    if (minute != evaluatedMinute) {
      evaluatedMinute = minute;
      rules.values().stream().filter(RuleItems::changesWithTime).forEach(RuleItems::forget);
    }
    List<RuleItems> told =
        rules.values().stream()
            .filter(each -> now < each.rule().untilMillis())
            .filter(each -> each.rule().fromMillis() - AHEAD_MILLIS <= now)
            .sorted(Comparator.comparing(RuleItems::rule, ListRule.ORDER))
            .toList();
    told.forEach(RuleItems::evaluate);
    return told;
  }

  /** What each gets of a whole, no more than it wants; the sum is as large as it can be. */
  static int[] shares(int[] wanted, int whole) {
    Integer[] smallestFirst = new Integer[wanted.length];
    Arrays.setAll(smallestFirst, i -> i);
    Arrays.sort(smallestFirst, Comparator.comparingInt(i -> wanted[i]));
    int[] shares = new int[wanted.length];
    int left = whole;
    for (int i = 0; i < wanted.length; i++) {
      int rule = smallestFirst[i];
      shares[rule] = Math.min(wanted[rule], left / (wanted.length - i));
      left -= shares[rule];
    }
    return shares;
  }

  /** How many have begun and are not over, as of the last time that they were served. */
  public int inForce() {
    return inForce;
  }

  /** How many readers are told nothing of, as no item is meant, or not too many. */
  public int withoutItems() {
    return withoutItems;
  }

  /** Of how many not all items are served. */
  public int cutShort() {
    return cutShort;
  }

  /** The ids of the items that a rule is about, best first. */
  public List<String> itemsOf(String id, long now) {
    nowMillis = now;
    RuleItems rule = rules.get(id);
    if (rule == null) {
      return List.of();
    }
    rule.evaluate();
    return Arrays.stream(table.sorted(rule.all())).mapToObj(table::id).toList();
  }
}
