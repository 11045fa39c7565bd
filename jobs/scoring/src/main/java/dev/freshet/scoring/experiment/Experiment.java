package dev.freshet.scoring.experiment;

import static dev.freshet.scoring.settings.Field.require;
import static dev.freshet.scoring.settings.Field.requireName;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which users get what, for how long, and what decides whether it is better.
 *
 * @param name names it, in keys and metrics too
 * @param placements where lists are shown that it changes, such as {@code home}; one at least
 * @param salt makes it divide users independently of other experiments; the name as a rule
 * @param holdout the share of users who get no variant of any experiment, 0 to 0.9
 * @param fromMillis its first moment, epoch milliseconds
 * @param untilMillis the first moment after it
 * @param variants what users get, among them {@link Variant#CONTROL} and another one
 * @param primary the metric that decides
 * @param guardrails metrics that must not get worse
 * @param plannedUsers how many users there shall be in control and one variant together, so that
 *     intervals are narrowest then
 */
public record Experiment(
    String name,
    List<String> placements,
    String salt,
    double holdout,
    long fromMillis,
    long untilMillis,
    List<Variant> variants,
    Metric primary,
    List<Guardrail> guardrails,
    long plannedUsers)
    implements Serializable {

  private static final double LARGEST_HOLDOUT = 0.9;
  private static final int MOST_VARIANTS = 10;

  /** Decimal shares such as 0.1 add up to 1 nearly. */
  private static final double ROUNDING = 1e-9;

  public Experiment {
    placements = List.copyOf(placements);
    variants = List.copyOf(variants);
    guardrails = List.copyOf(guardrails);
    requireName("name", name);
    require(!placements.isEmpty(), "placements: name one at least, such as home");
    placements.forEach(placement -> requireName("placements", placement));
    requireOnce("placements", placements);
    requireName("salt", salt);
    require(
        !salt.equals(Assignment.HOLDOUT),
        "salt: " + Assignment.HOLDOUT + " is taken for those who are held out: choose another");
    require(
        holdout >= 0 && holdout <= LARGEST_HOLDOUT,
        "holdout: must be 0 to " + LARGEST_HOLDOUT + ", was " + holdout);
    require(untilMillis > fromMillis, "until: must be later than from");
    List<String> names = variants.stream().map(Variant::name).toList();
    require(
        names.size() >= 2 && names.size() <= MOST_VARIANTS,
        "variants: there must be 2 to " + MOST_VARIANTS + ", were " + names.size());
    require(
        names.contains(Variant.CONTROL),
        "variants: one must be called control, to compare the others with, were " + names);
    requireOnce("variants", names);
    double total = variants.stream().mapToDouble(Variant::share).sum();
    require(total <= 1 + ROUNDING, "variants: the shares must add up to 1 at most, were " + total);
    List<String> watched = guardrails.stream().map(each -> each.metric().label()).toList();
    requireOnce("guardrails", watched);
    require(
        !watched.contains(primary.label()),
        "guardrails: " + primary.label() + " is what decides: leave it out");
    require(plannedUsers >= 1, "users: must be 1 or more, was " + plannedUsers);
  }

  private static void requireOnce(String field, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      require(seen.add(name), field + ": " + name + " is there twice: leave one out");
    }
  }

  /** How its users are divided. */
  public Assignment assignment() {
    return new Assignment(salt, holdout, variants.stream().map(Variant::share).toList());
  }

  /** The number of the variant that a user gets at a moment, or {@link Assignment#NONE}. */
  public int variantAt(String user, long atMillis) {
    return isRunningAt(atMillis) ? assignment().variantOf(user) : Assignment.NONE;
  }

  /** Whether a variant gives places to items of which little is known. */
  public boolean explores() {
    return variants.stream()
        .map(variant -> variant.parameters().exploration())
        .anyMatch(share -> share != null && share > 0);
  }

  /** Whether it has begun and is not over. */
  public boolean isRunningAt(long atMillis) {
    return atMillis >= fromMillis && atMillis < untilMillis;
  }

  /**
   * Whether some users who have a variant would get another, or none, in the place of this
   * experiment with this one: shares in another proportion do that, and fewer users.
   */
  public boolean movesUsersOf(Experiment before) {
    if (!salt.equals(before.salt)
        || holdout > before.holdout
        || variants.size() != before.variants.size()) {
      return true;
    }
    double growth = variants.get(0).share() / before.variants.get(0).share();
    boolean isLikeIt = growth >= 1 - ROUNDING;
    for (int i = 0; i < variants.size(); i++) {
      Variant one = variants.get(i);
      Variant other = before.variants.get(i);
      isLikeIt &= one.name().equals(other.name());
      isLikeIt &= Math.abs(one.share() / other.share() - growth) <= ROUNDING;
    }
    return !isLikeIt;
  }

  /**
   * Whether it divides users otherwise than this experiment does, or gives them something else:
   * what is known of the two would be mixed under one name. Shares are left to {@link
   * #movesUsersOf}.
   */
  public boolean isAnotherThan(Experiment before) {
    return !salt.equals(before.salt) || !served().equals(before.served());
  }

  /** What its variants are called and do, in their order, which decides who gets which. */
  private List<List<Object>> served() {
    return variants.stream().map(each -> List.<Object>of(each.name(), each.parameters())).toList();
  }

  /** The same experiment with another end. */
  public Experiment endedAt(long atMillis) {
    return between(fromMillis, atMillis);
  }

  /** The same experiment with another beginning. */
  public Experiment begunAt(long atMillis) {
    return between(atMillis, untilMillis);
  }

  private Experiment between(long sinceMillis, long endMillis) {
    return new Experiment(
        name,
        placements,
        salt,
        holdout,
        sinceMillis,
        endMillis,
        variants,
        primary,
        guardrails,
        plannedUsers);
  }

  /** The number of the variant that the others are compared with. */
  public int control() {
    return variants.stream().map(Variant::name).toList().indexOf(Variant.CONTROL);
  }

  /**
   * Why experiments cannot run side by side, in words; none if they can. Two that change the same
   * list at the same time are in each other's way: which of their variants did it is not known. So
   * are two that hold out other users at the same time, who shall get no variant of either.
   */
  public static List<String> conflicts(List<Experiment> experiments) {
    List<String> conflicts = new ArrayList<>();
    for (int one = 0; one < experiments.size(); one++) {
      for (int other = one + 1; other < experiments.size(); other++) {
        experiments.get(one).addConflicts(experiments.get(other), conflicts);
      }
    }
    return conflicts;
  }

  private void addConflicts(Experiment other, List<String> conflicts) {
    if (name.equals(other.name)) {
      conflicts.add("name: two experiments are called " + name + ": give one another name");
    } else if (salt.equals(other.salt)) {
      conflicts.add(
          "salt: %s and %s divide users alike by the salt %s: give one another salt"
              .formatted(name, other.name, salt));
    }
    boolean isApart = untilMillis <= other.fromMillis || other.untilMillis <= fromMillis;
    if (!isApart && !Collections.disjoint(placements, other.placements)) {
      List<String> shared = placements.stream().filter(other.placements::contains).toList();
      conflicts.add(
          "placements: %s and %s both change %s at the same time: end one before the other begins"
              .formatted(name, other.name, String.join(", ", shared)));
    }
    if (!isApart && holdout != other.holdout) {
      conflicts.add(
          "holdout: %s holds out %s and %s %s at the same time, so that some who are held out of one"
                  .formatted(name, holdout, other.name, other.holdout)
              + " get a variant of the other: give both the same");
    }
  }
}
