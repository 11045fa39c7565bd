package dev.freshet.scoring.ranking;

import dev.freshet.scoring.listrule.ListAction;
import dev.freshet.scoring.listrule.ServedRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rules that apply to one list, and what they make of it, as the function in Redis does on each
 * read.
 */
public final class AppliedRules {

  /** So many rules that pin apply to a list, the first ones. */
  public static final int MOST_PINS = 20;

  /** Of so many different audiences rules apply to a list, those of the first rules. */
  public static final int MOST_AUDIENCES = 5;

  /** No rule applies. */
  public static final AppliedRules NONE = new AppliedRules(List.of());

  /** Scores are added up as whole numbers of this fraction, and so the same in whichever order. */
  private static final double MILLION = 1e6;

  private final List<ServedRule> rules;
  private final Set<String> hidden;

  /** The only items that are listed, or null if all are. */
  private final @Nullable Set<String> only;

  /** Millionths by item. */
  private final Map<String, Long> shifts = new HashMap<>();

  private AppliedRules(List<ServedRule> rules) {
    this.rules = List.copyOf(rules);
    hidden = itemsOf(ListAction.HIDE);
    only = has(ListAction.ONLY) ? itemsOf(ListAction.ONLY) : null;
    for (ServedRule rule : rules) {
      if (rule.action() == ListAction.FACTOR) {
        long shift = Math.round(Math.log(rule.amount()) * MILLION);
        rule.items().forEach(item -> shifts.merge(item, shift, Long::sum));
      }
    }
  }

  /**
   * Those of some rules that apply to a list.
   *
   * @param rules in the order in which they apply
   * @param placement where the list is shown, or null if that is not told
   * @param isMember whether its user is a member of an audience
   * @param atMillis when it is read, epoch milliseconds
   * @param opinions whether rules change the list at all; what hides applies in any case
   */
  public static AppliedRules of(
      List<ServedRule> rules,
      @Nullable String placement,
      Predicate<String> isMember,
      long atMillis,
      boolean opinions) {
    List<ServedRule> meant =
        rules.stream()
            .filter(rule -> opinions || rule.action() == ListAction.HIDE)
            .filter(rule -> atMillis >= rule.fromMillis() && atMillis < rule.untilMillis())
            .filter(
                rule ->
                    rule.placements().isEmpty()
                        || (placement != null && rule.placements().contains(placement)))
            .toList();
    Set<String> audiences =
        meant.stream()
            .map(ServedRule::audience)
            .filter(audience -> !audience.isEmpty())
            .distinct()
            .limit(MOST_AUDIENCES)
            .filter(isMember)
            .collect(Collectors.toSet());
    List<ServedRule> applying = new ArrayList<>();
    int pins = 0;
    for (ServedRule rule : meant) {
      boolean isFor = rule.audience().isEmpty() || audiences.contains(rule.audience());
      boolean isPin = rule.action() == ListAction.PIN;
      pins += isFor && isPin ? 1 : 0;
      if (isFor && !(isPin && pins > MOST_PINS)) {
        applying.add(rule);
      }
    }
    return applying.isEmpty() ? NONE : new AppliedRules(applying);
  }

  private boolean has(ListAction action) {
    return rules.stream().anyMatch(rule -> rule.action() == action);
  }

  private Set<String> itemsOf(ListAction action) {
    return rules.stream()
        .filter(rule -> rule.action() == action)
        .flatMap(rule -> rule.items().stream())
        .collect(Collectors.toSet());
  }

  /** Those that apply, in the order in which they do. */
  public List<ServedRule> rules() {
    return rules;
  }

  /** Whether no rule applies. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** Whether an item is not hidden, and is one of the only ones where there are such. */
  public boolean mayList(String item) {
    return !hidden.contains(item) && (only == null || only.contains(item));
  }

  /** What is added to the global part of an item's score. */
  public double shift(String item) {
    return shifts.getOrDefault(item, 0L) / MILLION;
  }

  /**
   * What may be listed though it is neither a candidate nor in the pulse, with its score as the
   * rules have it.
   */
  public Map<String, Double> extras() {
    Map<String, Double> extras = new LinkedHashMap<>();
    for (ServedRule rule : rules) {
      if (rule.action() == ListAction.PIN || rule.action() == ListAction.ONLY || lifts(rule)) {
        for (int i = 0; i < rule.items().size(); i++) {
          String item = rule.items().get(i);
          if (mayList(item)) {
            long millionths = Math.round(rule.scores().get(i) * MILLION);
            extras.putIfAbsent(item, (millionths + shifts.getOrDefault(item, 0L)) / MILLION);
          }
        }
      }
    }
    return extras;
  }

  private static boolean lifts(ServedRule rule) {
    return rule.action() == ListAction.FACTOR && rule.amount() > 1;
  }

  /**
   * Puts pins into their places, leaves out what is beyond a limit, and tells the reason of what
   * was pinned or lifted.
   *
   * @param bestFirst all that may be listed, with the scores as the rules have them
   */
  public List<Recommendation> arrange(List<Recommendation> bestFirst) {
    Arrangement arrangement = arrangement(bestFirst);
    List<Recommendation> rows = new ArrayList<>();
    for (Recommendation row : bestFirst) {
      if (arrangement.mayHavePlace(row.item())) {
        arrangement.takePlace(row.item());
        while (arrangement.hasPinAt(rows.size() + 1)) {
          rows.add(arrangement.nextPin());
        }
        rows.add(arrangement.because(row));
      }
    }
    while (arrangement.hasPins()) {
      rows.add(arrangement.nextPin());
    }
    return rows;
  }

  /** A list that is to be arranged, of which the pins have their places. */
  Arrangement arrangement(List<Recommendation> bestFirst) {
    return new Arrangement(bestFirst);
  }

  /** One list that is being arranged. */
  final class Arrangement {

    /** Of each rule which items it is about. */
    private final List<Set<String>> items =
        rules.stream().map(rule -> Set.copyOf(rule.items())).toList();

    /** Of each rule how many places its items have, where it is a limit. */
    private final int[] taken = new int[rules.size()];

    private final TreeMap<Long, Recommendation> pins = new TreeMap<>();
    private final Set<String> pinned = new HashSet<>();

    private Arrangement(List<Recommendation> bestFirst) {
      for (int number = 0; number < rules.size(); number++) {
        if (rules.get(number).action() == ListAction.PIN) {
          pin(number, bestFirst);
        }
      }
    }

    private void pin(int number, List<Recommendation> bestFirst) {
      for (Recommendation row : bestFirst) {
        if (items.get(number).contains(row.item()) && mayHavePlace(row.item())) {
          takePlace(row.item());
          long place = (long) rules.get(number).amount();
          while (pins.containsKey(place)) {
            place++;
          }
          pinned.add(row.item());
          pins.put(place, because(row, number));
          return;
        }
      }
    }

    boolean hasPins() {
      return !pins.isEmpty();
    }

    /** Whether the next place of the list, the first being 1, is that of a pin. */
    boolean hasPinAt(int place) {
      return hasPins() && pins.firstKey() <= place;
    }

    /** Takes the next pin away, of which there must be one. */
    Recommendation nextPin() {
      return pins.pollFirstEntry().getValue();
    }

    /** A row with the reason of the first rule that lifts it. */
    Recommendation because(Recommendation row) {
      return because(row, -1);
    }

    /** A row with the reason of the first rule that lifts it, or of the pin if that is earlier. */
    private Recommendation because(Recommendation row, int pin) {
      for (int number = 0; number < rules.size(); number++) {
        if (number == pin || (lifts(rules.get(number)) && items.get(number).contains(row.item()))) {
          return new Recommendation(row.item(), row.score(), reason(rules.get(number)));
        }
      }
      return row;
    }

    /** Whether an item is not pinned, and each limit that it is under has a place left. */
    boolean mayHavePlace(String item) {
      return !pinned.contains(item)
          && limits(item).allMatch(number -> taken[number] < rules.get(number).amount());
    }

    /** Counts a place that an item gets. */
    void takePlace(String item) {
      limits(item).forEach(number -> taken[number]++);
    }

    private IntStream limits(String item) {
      return IntStream.range(0, taken.length)
          .filter(number -> rules.get(number).action() == ListAction.MOST)
          .filter(number -> items.get(number).contains(item));
    }
  }

  private static String reason(ServedRule rule) {
    return "rule:" + rule.id() + (rule.reason().isEmpty() ? "" : ":" + rule.reason());
  }
}
