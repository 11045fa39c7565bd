package dev.freshet.scoring.listrule;

import static dev.freshet.scoring.settings.Field.require;
import static dev.freshet.scoring.settings.Field.requireName;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What people want of lists, before it is known which items it is about.
 *
 * @param id lower-case words and digits with hyphens between them
 * @param placements where it applies; everywhere if empty
 * @param when the condition that its items meet, in CEL; all items if empty
 * @param action what it does
 * @param amount of {@link ListAction#PIN} the place, of {@link ListAction#MOST} the number, 1 to
 *     {@value #LAST_PLACE}; of {@link ListAction#FACTOR} the factor, 0.001 to 1000; of the others 0
 * @param each of {@link ListAction#MOST} what so many are listed of: {@code author}, {@code kind},
 *     or {@code tag:} and what tags begin with; all items together if empty
 * @param audience the audience whose members it applies to; everybody if empty
 * @param fromMillis its first moment, epoch milliseconds
 * @param untilMillis the first moment after it; {@link #NO_END} if it goes on
 * @param priority those of a higher one are applied first
 * @param owner whom to ask about it; may be empty
 * @param reason what to tell of an item that it placed; may be empty
 */
public record ListRule(
    String id,
    Set<String> placements,
    String when,
    ListAction action,
    double amount,
    String each,
    String audience,
    long fromMillis,
    long untilMillis,
    int priority,
    String owner,
    String reason) {

  /** It goes on until it is removed. */
  public static final long NO_END = Long.MAX_VALUE;

  /** The last place that a list may have. */
  public static final int LAST_PLACE = 200;

  /** Tags are told apart by it from the other things that {@code each} may name. */
  public static final String TAG = "tag:";

  public static final String AUTHOR = "author";
  public static final String KIND = "kind";

  /** In which order rules are applied. */
  public static final Comparator<ListRule> ORDER =
      Comparator.comparingInt(ListRule::priority).reversed().thenComparing(ListRule::id);

  private static final int LONGEST_TEXT = 100;
  private static final int MOST_PLACEMENTS = 20;
  private static final double SMALLEST_FACTOR = 0.001;
  private static final double LARGEST_FACTOR = 1000.0;

  public ListRule {
    placements = Set.copyOf(placements);
    requireName("id", id);
    new TreeSet<>(placements).forEach(placement -> requireName("placements", placement));
    require(
        placements.size() <= MOST_PLACEMENTS,
        "placements: there may be " + MOST_PLACEMENTS + ", were " + placements.size());
    require(
        !when.isBlank() || action == ListAction.MOST,
        "when: must be there, to say which items it is about");
    requireAmount(action, amount);
    require(
        each.isEmpty() || action == ListAction.MOST,
        "each: goes with most alone, not with " + action.name().toLowerCase(Locale.ROOT));
    require(
        List.of("", AUTHOR, KIND).contains(each)
            || (each.startsWith(TAG) && each.length() > TAG.length()),
        "each: must be author, kind, or tag: and what the tags begin with, was '" + each + "'");
    if (!audience.isEmpty()) {
      requireName("audience", audience);
    }
    require(untilMillis > fromMillis, "until: must be later than from");
    requireLine("owner", owner);
    requireLine("reason", reason);
  }

  private static void requireAmount(ListAction action, double amount) {
    switch (action) {
      case PIN -> requirePlace("pin", amount);
      case MOST -> requirePlace("most", amount);
      case FACTOR ->
          require(
              amount >= SMALLEST_FACTOR && amount <= LARGEST_FACTOR,
              "factor: must be %s to %s, was %s"
                  .formatted(SMALLEST_FACTOR, LARGEST_FACTOR, amount));
      case HIDE, ONLY -> require(amount == 0, "amount: must be 0, was " + amount);
    }
  }

  private static void requirePlace(String field, double amount) {
    require(
        amount >= 1 && amount <= LAST_PLACE && amount == Math.rint(amount),
        "%s: must be a whole number of 1 to %d, was %s".formatted(field, LAST_PLACE, amount));
  }

  private static void requireLine(String field, String text) {
    require(
        text.length() <= LONGEST_TEXT && text.chars().noneMatch(Character::isISOControl),
        "%s: must be one line of at most %d characters".formatted(field, LONGEST_TEXT));
  }

  /** Whether both can apply to one call: at the same time, in the same placement. */
  public boolean meets(ListRule other) {
    boolean isApart = untilMillis <= other.fromMillis || other.untilMillis <= fromMillis;
    return !isApart
        && (placements.isEmpty()
            || other.placements.isEmpty()
            || placements.stream().anyMatch(other.placements::contains));
  }

  /** Whether it applies at a moment, epoch milliseconds. */
  public boolean isOn(long atMillis) {
    return atMillis >= fromMillis && atMillis < untilMillis;
  }

  /** Whether it applies where lists are shown. */
  public boolean isIn(String placement) {
    return placements.isEmpty() || placements.contains(placement);
  }

  /** Whether its items can be listed because of it, so that readers need their scores. */
  public boolean lists() {
    return action.lists();
  }
}
