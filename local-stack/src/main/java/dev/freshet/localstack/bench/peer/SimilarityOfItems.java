package dev.freshet.localstack.bench.peer;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Counts an item's pairs, one map entry each, and keeps the list of the most similar items as the
 * counts change, so that nobody has to look at all pairs to tell it.
 */
final class SimilarityOfItems extends KeyedProcessFunction<String, RowUpdate, SimilarItems> {

  private static final long serialVersionUID = 1L;

  /** As many as a list for a user has. */
  private static final int LISTED = 50;

  /** Pairs an item may have; beyond that those with the lower half of the counts leave. */
  private static final int MOST_NEIGHBOURS = 1_000;

  private static final ItemRow EMPTY = new ItemRow(0.0, 0, new String[0], new double[0]);

  private transient MapState<String, Double> pairs;
  private transient ValueState<ItemRow> row;

  @Override
  public void open(OpenContext context) {
    pairs =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("pairs", Types.STRING, Types.DOUBLE));
    row = getRuntimeContext().getState(new ValueStateDescriptor<>("row", ItemRow.class));
  }

  @Override
  public void processElement(RowUpdate update, Context context, Collector<SimilarItems> out)
      throws Exception {
    ItemRow stored = row.value();
    ItemRow before = stored == null ? EMPTY : stored;
    // Counts only grow, so the highest is the latest.
    double count = Math.max(before.count(), update.count());
    MostSimilar similar = new MostSimilar(before, LISTED);
    int neighbours = before.neighbours();
    for (int i = 0; i < update.others().length; i++) {
      String other = update.others()[i];
      Double sumBefore = pairs.get(other);
      double sum = (sumBefore == null ? 0.0 : sumBefore) + update.changes()[i];
      pairs.put(other, sum);
      neighbours += sumBefore == null ? 1 : 0;
      similar.enter(other, sum / Math.sqrt(update.otherCounts()[i]));
    }
    if (neighbours > MOST_NEIGHBOURS) {
      neighbours -= removeWeakest(similar);
    }
    ItemRow after = new ItemRow(count, neighbours, similar.items(), similar.strengths());
    if (update.others().length > 0 || count > before.count()) {
      row.update(after);
    }
    if (!update.user().isEmpty()) {
      out.collect(
          new SimilarItems(
              update.user(),
              update.item(),
              update.atMillis(),
              update.rating(),
              after.similar(),
              similar.similarities(count)));
    }
  }

  /** Removes the lower half of the pairs, but none that is listed; tells how many have left. */
  private int removeWeakest(MostSimilar similar) throws Exception {
    double[] sums = new double[MOST_NEIGHBOURS + LISTED];
    int size = 0;
    for (Map.Entry<String, Double> pair : pairs.entries()) {
      sums = size < sums.length ? sums : Arrays.copyOf(sums, 2 * size);
      sums[size++] = pair.getValue();
    }
    Arrays.sort(sums, 0, size);
    double median = sums[size / 2];
    Set<String> listed = new HashSet<>(Arrays.asList(similar.items()));
    int most = size / 2;
    int removed = 0;
    Iterator<Map.Entry<String, Double>> remaining = pairs.iterator();
    while (remaining.hasNext() && removed < most) {
      Map.Entry<String, Double> pair = remaining.next();
      if (pair.getValue() <= median && !listed.contains(pair.getKey())) {
        remaining.remove();
        removed++;
      }
    }
    return removed;
  }
}
