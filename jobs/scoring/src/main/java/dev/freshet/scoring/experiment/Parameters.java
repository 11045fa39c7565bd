package dev.freshet.scoring.experiment;

import static dev.freshet.scoring.settings.Field.require;

import dev.freshet.scoring.model.Signal;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a variant does otherwise than everybody gets it. What is null, or not there, is as everybody
 * gets it.
 *
 * @param weights by the label of a signal, what its learned weight is multiplied with, 0 to 10
 * @param tagShare the largest share of the places of a list, from the first on, that one tag may
 *     have, above 0 and 1 at most
 * @param exploration the share of places given to items that few have seen, 0 to 0.5
 * @param rules whether rules on lists apply; those that hide do in any case
 * @param prefix of the Redis keys of another recommendation job; empty for the usual one
 */
public record Parameters(
    Map<String, Double> weights,
    @Nullable Double tagShare,
    @Nullable Double exploration,
    @Nullable Boolean rules,
    String prefix)
    implements Serializable {

  /** As everybody gets it. */
  public static final Parameters USUAL = new Parameters(Map.of(), null, null, null, "");

  /** The one signal whose weight a reader knows, and so can multiply. */
  private static final String PEERS = Signal.PEERS.label();

  private static final double LARGEST_WEIGHT = 10.0;
  private static final double LARGEST_EXPLORATION = 0.5;

  public Parameters {
    weights = Map.copyOf(weights);
    List<String> signals = Arrays.stream(Signal.values()).map(Signal::label).toList();
    new TreeMap<>(weights).forEach((signal, weight) -> requireWeight(signals, signal, weight));
    require(
        tagShare == null || (tagShare > 0 && tagShare <= 1),
        "tagShare: must be above 0 and 1 at most, was " + tagShare);
    require(
        exploration == null || (exploration >= 0 && exploration <= LARGEST_EXPLORATION),
        "exploration: must be 0 to " + LARGEST_EXPLORATION + ", was " + exploration);
    require(
        !prefix.contains("{") && !prefix.contains("}"),
        "prefix: must be without braces, which Redis Cluster reads, was '" + prefix + "'");
    require(
        prefix.isEmpty() || !rankOtherwise(weights),
        "weights: with prefix only that of %s can be given: the job that writes under %s ranks by"
                .formatted(PEERS, prefix)
            + " weights of its own");
  }

  /** What others did since the user acted counts so many times as much as usual: 0 to 10. */
  public double peers() {
    return weights.getOrDefault(PEERS, 1.0);
  }

  /** Whether lists are ranked by other weights, which a reader cannot know. */
  public boolean ranksOtherwise() {
    return rankOtherwise(weights);
  }

  private static boolean rankOtherwise(Map<String, Double> weights) {
    return weights.entrySet().stream()
        .anyMatch(each -> !each.getKey().equals(PEERS) && each.getValue() != 1.0);
  }

  private static void requireWeight(List<String> signals, String signal, double weight) {
    require(signals.contains(signal), "weights: " + signal + " is none of the signals " + signals);
    require(
        !signal.equals(Signal.CONSTANT.label()),
        "weights: " + signal + " is the same for all items, so it changes no list: leave it out");
    require(
        weight >= 0 && weight <= LARGEST_WEIGHT,
        "weights: " + signal + " must be 0 to " + LARGEST_WEIGHT + ", was " + weight);
  }
}
