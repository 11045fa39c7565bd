package dev.freshet.recommendations.reader;

import static java.util.Objects.requireNonNull;

import dev.freshet.recommendations.reader.Documents.Away;
import dev.freshet.recommendations.reader.Documents.Candidate;
import dev.freshet.recommendations.reader.Documents.Pulsing;
import dev.freshet.recommendations.reader.Documents.Recent;
import dev.freshet.recommendations.reader.Documents.Step;
import dev.freshet.scoring.items.ScoredItem;
import dev.freshet.scoring.listrule.ServedRule;
import dev.freshet.scoring.ranking.AppliedRules;
import dev.freshet.scoring.ranking.Exploration;
import dev.freshet.scoring.ranking.ListMaking;
import dev.freshet.scoring.ranking.Recommendation;
import dev.freshet.scoring.ranking.TagShare;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the reader function computes, said as plainly as Java can: the judge of the fast one. */
final class ReaderModel {

  private static final Comparator<Place> BEST_FIRST =
      Comparator.comparingDouble(Place::score)
          .reversed()
          .thenComparing(
              place -> place.item().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private ReaderModel() {}

  /** How a stored value can look to the reader. */
  enum Condition {
    MISSING,
    DAMAGED,
    SOUND
  }

  /**
   * What the call finds and asks for; the lists matter only where the condition is sound.
   *
   * @param away parts of the pulse, from the shortest time away to the longest
   * @param awayMillis how long after the moment of the user's list it is read; null for now, which
   *     is long after
   * @param rules what the pulse has
   * @param placement where the list is shown; at {@link #TRIAL} the user gets what is tried
   * @param trial what is tried
   * @param audiences those of the user
   * @param from how many places are left out
   */
  record Case(
      Condition rec,
      List<Candidate> candidates,
      List<String> done,
      Condition pulse,
      List<Pulsing> items,
      List<Away> away,
      List<Step> peers,
      Recent recent,
      Tags tags,
      int places,
      List<String> excluded,
      List<String> retired,
      @Nullable Long awayMillis,
      List<ServedRule> rules,
      @Nullable String placement,
      Set<String> audiences,
      int from,
      Trial trial) {

    /** Whether the user gets the variant of the experiment. */
    private boolean isTried() {
      return pulse == Condition.SOUND && TRIAL.equals(placement);
    }

    /** The same as if the usual documents were those that the variant has. */
    private Case weighed() {
      Weighed other = trial.weighed();
      boolean hasList = rec == Condition.SOUND && other.candidates() != null;
      boolean hasPulse = other.items() != null && (hasList || rec != Condition.SOUND);
      if (!isTried() || !(hasList || hasPulse)) {
        return this;
      }
      List<String> alsoDone = new ArrayList<>(done);
      alsoDone.addAll(hasList ? other.done() : List.of());
      return new Case(
          rec,
          hasList ? requireNonNull(other.candidates()) : candidates,
          alsoDone,
          pulse,
          hasPulse ? requireNonNull(other.items()) : items,
          hasPulse ? other.away() : away,
          peers,
          recent,
          tags,
          places,
          excluded,
          retired,
          awayMillis,
          rules,
          placement,
          audiences,
          from,
          trial);
    }
  }

  /**
   * What a variant does otherwise.
   *
   * @param onlyHides whether rules do nothing but hide
   * @param tagShare the share of a list that one tag may have, 1 for all
   * @param exploration the share of places that newcomers get, 0 for none
   * @param weighed what is there by other weights
   */
  record Trial(
      boolean onlyHides,
      double tagShare,
      double exploration,
      List<ScoredItem> newcomers,
      Weighed weighed) {

    static final Trial NONE = new Trial(false, 1.0, 0.0, List.of(), Weighed.NONE);
  }

  /**
   * What is there by the weights of the variant.
   *
   * @param candidates those of the user's document; null if it has none of the variant
   * @param done what is excluded besides
   * @param items those of the pulse; null if it has none of the variant
   * @param away its parts, from the shortest time away to the longest
   */
  record Weighed(
      @Nullable List<Candidate> candidates,
      List<String> done,
      @Nullable List<Pulsing> items,
      List<Away> away) {

    static final Weighed NONE = new Weighed(null, List.of(), null, List.of());
  }

  /**
   * Which tags the call asks for, and what is stored of tags.
   *
   * @param any null if an item needs none of some
   * @param pulses of each tag; what is missing has none
   * @param byItem the tags of each item, null if Redis does not have them
   */
  record Tags(
      @Nullable String tag,
      List<String> all,
      @Nullable List<String> any,
      List<String> none,
      Map<String, List<Pulsing>> pulses,
      @Nullable Map<String, List<String>> byItem) {

    static final Tags NONE = new Tags(null, List.of(), null, List.of(), Map.of(), null);

    /** Those that items must have, all or any, in the order in which their pulses count. */
    private List<String> wanted() {
      List<String> wanted = new ArrayList<>(needed());
      wanted.addAll(any == null ? List.of() : any);
      return wanted;
    }

    private List<String> needed() {
      List<String> needed = new ArrayList<>(all);
      if (tag != null) {
        needed.add(0, tag);
      }
      return needed;
    }

    private boolean arePositive() {
      return !wanted().isEmpty();
    }

    /** The tags of an item but those that are wanted; none where tags are not known. */
    private List<String> heldTags(String item) {
      List<String> tags =
          new ArrayList<>(byItem == null ? List.of() : byItem.getOrDefault(item, List.of()));
      tags.removeAll(wanted());
      return tags;
    }

    private Map<String, Double> filling() {
      Map<String, Double> filling = new LinkedHashMap<>();
      for (String each : wanted()) {
        pulses
            .getOrDefault(each, List.of())
            .forEach(pulsing -> filling.putIfAbsent(pulsing.item(), pulsing.score() + 0.0));
      }
      return filling;
    }

    private boolean areMetBy(String item) {
      return needed().stream().allMatch(each -> has(item, each))
          && (any == null || any.stream().anyMatch(each -> has(item, each)))
          && none.stream().noneMatch(each -> byItem == null || has(item, each));
    }

    private boolean has(String item, String each) {
      return byItem == null
          ? pulses.getOrDefault(each, List.of()).stream().anyMatch(row -> row.item().equals(item))
          : byItem.getOrDefault(item, List.of()).contains(each);
    }
  }

  /** Where an experiment of this name runs, with one variant. */
  static final String TRIAL = "trial";

  /** Who reads. */
  static final String USER = "ada";

  /** Later than anything in a case. */
  private static final long LONG_AFTER = Documents.AS_OF_MILLIS + 1_000_000L;

  static List<Place> list(Case asked) {
    return usualList(asked.weighed());
  }

  private static List<Place> usualList(Case asked) {
    Away part = part(asked);
    Map<String, Double> global = scores(asked.pulse(), part.items());
    Map<String, Double> filling = asked.tags().arePositive() ? asked.tags().filling() : global;
    AppliedRules rules = rules(asked);
    Set<String> hidden = new HashSet<>(asked.excluded());
    hidden.addAll(asked.retired());
    Map<String, Place> places = new LinkedHashMap<>();
    if (asked.rec() == Condition.SOUND) {
      hidden.addAll(asked.done());
      for (Candidate candidate : personal(asked)) {
        String item = candidate.item();
        double score =
            candidate.score() * part.factor()
                + (global.getOrDefault(item, 0.0) + rules.shift(item));
        places.putIfAbsent(item, new Place(item, score, candidate.reason()));
      }
    }
    String reason = asked.rec() == Condition.DAMAGED ? "fallback:damaged" : "trending";
    filling.forEach(
        (item, score) ->
            places.putIfAbsent(item, new Place(item, score + rules.shift(item), reason)));
    rules
        .extras()
        .forEach((item, score) -> places.putIfAbsent(item, new Place(item, score, reason)));

    List<Place> list = new ArrayList<>(places.values());
    list.removeIf(place -> hidden.contains(place.item()) || !rules.mayList(place.item()));
    list.removeIf(place -> !asked.tags().areMetBy(place.item()));
    list.sort(BEST_FIRST);
    return arranged(list, rules, asked).stream().skip(asked.from()).limit(asked.places()).toList();
  }

  private static List<Place> arranged(List<Place> list, AppliedRules rules, Case asked) {
    List<Recommendation> rows =
        list.stream()
            .map(place -> new Recommendation(place.item(), place.score(), place.reason()))
            .toList();
    if (!asked.isTried()) {
      return rules.arrange(rows).stream()
          .map(row -> new Place(row.item(), row.score(), row.reason()))
          .toList();
    }
    Trial trial = asked.trial();
    int size = asked.from() + asked.places();
    ListMaking making =
        new ListMaking(rows, rules, new TagShare(trial.tagShare(), asked.tags()::heldTags), size);
    return new Exploration(trial.exploration(), TRIAL)
        .explore(making, newcomers(rules, asked), USER, atMillis(asked)).stream()
            .map(place -> new Place(place.item(), place.score(), place.reason()))
            .toList();
  }

  /** Those that may be listed; with tags that are wanted none is. */
  private static List<ScoredItem> newcomers(AppliedRules rules, Case asked) {
    if (asked.tags().arePositive()) {
      return List.of();
    }
    Set<String> hidden = new HashSet<>(asked.excluded());
    hidden.addAll(asked.retired());
    if (asked.rec() == Condition.SOUND) {
      hidden.addAll(asked.done());
    }
    return asked.trial().newcomers().stream()
        .filter(each -> !hidden.contains(each.item()) && rules.mayList(each.item()))
        .filter(each -> asked.tags().areMetBy(each.item()))
        .toList();
  }

  private static long atMillis(Case asked) {
    Long awayMillis = asked.awayMillis();
    return awayMillis == null ? LONG_AFTER : Documents.AS_OF_MILLIS + awayMillis;
  }

  private static AppliedRules rules(Case asked) {
    return asked.pulse() == Condition.SOUND
        ? AppliedRules.of(
            asked.rules(),
            asked.placement(),
            asked.audiences()::contains,
            atMillis(asked),
            !(asked.isTried() && asked.trial().onlyHides()))
        : AppliedRules.NONE;
  }

  /** The candidates with what peers did, and behind them what only peers did. */
  private static List<Candidate> personal(Case asked) {
    Map<String, Double> sums = new LinkedHashMap<>();
    Map<String, Candidate> others = new LinkedHashMap<>();
    if (asked.pulse() == Condition.SOUND
        && !asked.tags().arePositive()
        && asked.recent().peerWeight() > 0) {
      double positionShare = 1.0;
      for (String before : asked.recent().items()) {
        for (Step step : asked.peers()) {
          double share = positionShare * share(step, before);
          if (step.sinceMillis() > 0 && share > 0) {
            sums.merge(step.item(), share, Double::sum);
            others.putIfAbsent(
                step.item(), new Candidate(step.item(), step.shortfall(), "after:" + before));
          }
        }
        positionShare *= 0.8;
      }
    }
    List<Candidate> all = new ArrayList<>();
    for (Candidate candidate : asked.candidates()) {
      others.remove(candidate.item());
      all.add(candidate);
    }
    all.addAll(others.values());
    all.replaceAll(
        candidate -> {
          double sum = sums.getOrDefault(candidate.item(), 0.0);
          double units =
              others.containsKey(candidate.item())
                  ? (candidate.score() + lift(asked, sum)) * 1e6
                  : Math.round(candidate.score() * 1e6) + lift(asked, sum) * 1e6;
          return new Candidate(candidate.item(), units / 1e6, candidate.reason());
        });
    return all;
  }

  private static double lift(Case asked, double sum) {
    return asked.recent().peerWeight() * (7 * (sum / (1 + sum)));
  }

  private static double share(Step step, String before) {
    double share = 1.0;
    for (String each : step.context()) {
      if (each.equals(before)) {
        return share;
      }
      share *= 0.8;
    }
    return 0.0;
  }

  /** What the pulse has for the user: with tags that are wanted that for everybody. */
  private static Away part(Case asked) {
    Long awayMillis = asked.rec() == Condition.SOUND ? asked.awayMillis() : null;
    double millis = awayMillis == null ? Double.POSITIVE_INFINITY : awayMillis;
    Away part = new Away(0L, 1.0, asked.items());
    for (Away each : asked.away()) {
      if (each.longerThanMillis() < millis
          && !asked.tags().arePositive()
          && asked.pulse() == Condition.SOUND) {
        part = each;
      }
    }
    return part;
  }

  private static Map<String, Double> scores(Condition condition, List<Pulsing> items) {
    Map<String, Double> scores = new LinkedHashMap<>();
    if (condition == Condition.SOUND) {
      items.forEach(pulsing -> scores.putIfAbsent(pulsing.item(), pulsing.score() + 0.0));
    }
    return scores;
  }
}
