package dev.freshet.scoring.engagement;

import static dev.freshet.scoring.settings.Field.require;
import static dev.freshet.scoring.settings.Field.requireName;

import dev.freshet.scoring.event.InteractionKind;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is rewarded, for what, how often and with what.
 *
 * @param id names the rule, in keys and metrics too
 * @param on the kinds of what users do that it looks at, such as {@code study}; all if empty.
 *     {@link #STICKINESS}, which must be named, is a change of what is known of the user
 * @param when the condition that an event must meet, as text; empty for any
 * @param every how often it must be met for one reward
 * @param limit how often a user is rewarded
 * @param audience the condition that the user must meet, as text; empty for everybody
 * @param fromMillis the first moment of what is looked at, epoch milliseconds
 * @param untilMillis the first moment that is too late, or {@link #NO_END}
 * @param activity the activity that it belongs to, which has a list of its best users; empty for
 *     none
 * @param holdout the share of users who are never rewarded, 0 to 0.9
 * @param budget how many rewards there are in all, or 0 for any number
 * @param reward what is given
 */
public record Rule(
    String id,
    Set<String> on,
    String when,
    Every every,
    Limit limit,
    String audience,
    long fromMillis,
    long untilMillis,
    String activity,
    double holdout,
    long budget,
    Reward reward)
    implements Serializable {

  /** What {@link #on} calls a change of what is known of the user. */
  public static final String STICKINESS = "stickiness";

  /** The end of a rule that goes on. */
  public static final long NO_END = Long.MAX_VALUE;

  private static final double LARGEST_HOLDOUT = 0.9;

  public Rule {
    requireName("id", id);
    if (!activity.isEmpty()) {
      requireName("activity", activity);
    }
    on = Set.copyOf(on);
    List<String> known = kinds();
    for (String kind : new TreeSet<>(on)) {
      require(known.contains(kind), "on: " + kind + " is none of " + known);
    }
    require(untilMillis > fromMillis, "until: must be later than from");
    require(activity.isEmpty() || untilMillis != NO_END, "activity: it must have an end (until)");
    require(
        holdout >= 0 && holdout <= LARGEST_HOLDOUT,
        "holdout: must be 0 to " + LARGEST_HOLDOUT + ", was " + holdout);
    require(budget >= 0, "budget: must be 1 or more, was " + budget);
  }

  /** A rule of each event that meets a condition: without limit, end, budget or holdout. */
  public static Rule onEach(String id, Set<String> on, String when, Reward reward) {
    return new Rule(id, on, when, Every.EVENT, Limit.NONE, "", 0L, NO_END, "", 0.0, 0L, reward);
  }

  /** Everything that a rule can look at. */
  public static List<String> kinds() {
    List<String> kinds = new ArrayList<>(activities());
    kinds.add(STICKINESS);
    return kinds;
  }

  /** What users do, which is what a rule looks at that does not say. */
  static List<String> activities() {
    return Arrays.stream(InteractionKind.values()).map(Rule::label).toList();
  }

  /** How rules name a kind, such as {@code study}. */
  public static String label(InteractionKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Whether it looks at what occurs at a moment. */
  public boolean isOn(long atMillis) {
    return atMillis >= fromMillis && atMillis < untilMillis;
  }

  /** Whether there are only so many rewards. */
  public boolean hasBudget() {
    return budget > 0;
  }
}
