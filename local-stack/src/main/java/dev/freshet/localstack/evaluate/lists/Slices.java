package dev.freshet.localstack.evaluate.lists;

import dev.freshet.localstack.evaluate.replay.Event;
import dev.freshet.scoring.event.EventTime;
import dev.freshet.scoring.model.ChoiceModel;
import dev.freshet.scoring.model.Gap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * An evaluation by what was known of the user before each choice, in the buckets by which the model
 * tells users apart. Buckets without choices are left out.
 *
 * @param byGap by the {@link Gap} since the user's last event
 * @param byHistory by how many items the user did before, in buckets of the {@link ChoiceModel}
 */
record Slices(List<Slice> byGap, List<Slice> byHistory) {

  /**
   * The choices of one bucket.
   *
   * @param label the bucket's lower end, such as {@code 30m+}
   * @param metrics by approach, first that of Freshet
   */
  record Slice(String label, Map<String, Metrics> metrics) {

    Metrics freshet() {
      return metrics.values().iterator().next();
    }

    /** The baseline that is best here by HR@20; none if Freshet was judged alone. */
    Optional<Map.Entry<String, Metrics>> bestBaseline() {
      return metrics.entrySet().stream()
          .skip(1)
          .max(Comparator.comparingDouble(each -> each.getValue().hitRate20()));
    }
  }

  static Slices of(Evaluation evaluation) {
    List<Integer> choices = evaluation.choices();
    int[] gaps = new int[choices.size()];
    int[] histories = new int[choices.size()];
    Map<Integer, Long> latestMillis = new HashMap<>();
    Map<Integer, Set<Integer>> done = new HashMap<>();
    int judged = 0;
    for (int i = 0; judged < choices.size(); i++) {
      Event event = evaluation.replay().events().get(i);
      Set<Integer> items = done.computeIfAbsent(event.user(), user -> new HashSet<>());
      long latest = latestMillis.getOrDefault(event.user(), EventTime.NEVER);
      if (choices.get(judged) == i) {
        gaps[judged] = Gap.between(latest, event.atMillis());
        histories[judged] = ChoiceModel.bucket(items.size());
        judged++;
      }
      latestMillis.put(event.user(), event.atMillis());
      items.add(event.item());
    }
    return new Slices(
        slices(evaluation, gaps, Gap.COUNT, Gap::label),
        slices(evaluation, histories, ChoiceModel.BUCKETS, ChoiceModel::bucketLabel));
  }

  private static List<Slice> slices(
      Evaluation evaluation, int[] bucketOf, int buckets, IntFunction<String> label) {
    List<Slice> slices = new ArrayList<>();
    for (int bucket = 0; bucket < buckets; bucket++) {
      Map<String, Metrics> metrics = new LinkedHashMap<>();
      for (Outcome outcome : evaluation.outcomes()) {
        metrics.put(outcome.approach(), Metrics.of(inside(bucket, bucketOf, outcome.ranks())));
      }
      Slice slice = new Slice(label.apply(bucket), metrics);
      if (slice.freshet().choices() > 0) {
        slices.add(slice);
      }
    }
    return slices;
  }

  private static int[] inside(int bucket, int[] bucketOf, int[] ranks) {
    int[] inside = new int[ranks.length];
    int count = 0;
    for (int choice = 0; choice < ranks.length; choice++) {
      if (bucketOf[choice] == bucket) {
        inside[count++] = ranks[choice];
      }
    }
    return Arrays.copyOf(inside, count);
  }
}
