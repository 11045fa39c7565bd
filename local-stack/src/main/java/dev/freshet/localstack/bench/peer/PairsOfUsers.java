package dev.freshet.localstack.bench.peer;

import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Pairs each item with the ten others that its user acted on last, and tells the rows of both what
 * that adds: the lower of the two ratings, less what it was before.
 */
final class PairsOfUsers extends KeyedProcessFunction<String, Rated, RowUpdate> {

  private static final long serialVersionUID = 1L;
  private static final int KEPT = 10;
  private static final String NOBODY = "";
  private static final RecentItems NONE =
      new RecentItems(new String[0], new double[0], new double[0]);

  private transient ValueState<RecentItems> recent;

  @Override
  public void open(OpenContext context) {
    recent = getRuntimeContext().getState(new ValueStateDescriptor<>("recent", RecentItems.class));
  }

  @Override
  public void processElement(Rated rated, Context context, Collector<RowUpdate> out)
      throws Exception {
    RecentItems stored = recent.value();
    RecentItems before = stored == null ? NONE : stored;
    recent.update(after(before, rated));
    int most = before.items().length;
    String[] others = new String[most];
    double[] changes = new double[most];
    double[] counts = new double[most];
    int changed = 0;
    for (int i = 0; i < most; i++) {
      String other = before.items()[i];
      double rating = before.ratings()[i];
      double change = Math.min(rated.after(), rating) - Math.min(rated.before(), rating);
      if (change > 0 && !other.equals(rated.item())) {
        others[changed] = other;
        changes[changed] = change;
        counts[changed] = before.counts()[i];
        changed++;
      }
    }
    out.collect(
        new RowUpdate(
            rated.item(),
            rated.count(),
            Arrays.copyOf(others, changed),
            Arrays.copyOf(changes, changed),
            Arrays.copyOf(counts, changed),
            rated.user(),
            rated.after(),
            rated.atMillis()));
    for (int i = 0; i < changed; i++) {
      out.collect(
          new RowUpdate(
              others[i],
              counts[i],
              new String[] {rated.item()},
              new double[] {changes[i]},
              new double[] {rated.count()},
              NOBODY,
              0.0,
              rated.atMillis()));
    }
  }

  /** The item first, then the others as they were, as many as are kept. */
  private static RecentItems after(RecentItems before, Rated rated) {
    int others = before.items().length;
    String[] items = new String[others + 1];
    double[] ratings = new double[others + 1];
    double[] counts = new double[others + 1];
    items[0] = rated.item();
    ratings[0] = rated.after();
    counts[0] = rated.count();
    int size = 1;
    for (int i = 0; i < others && size < KEPT; i++) {
      if (!before.items()[i].equals(rated.item())) {
        items[size] = before.items()[i];
        ratings[size] = before.ratings()[i];
        counts[size] = before.counts()[i];
        size++;
      }
    }
    return new RecentItems(
        Arrays.copyOf(items, size), Arrays.copyOf(ratings, size), Arrays.copyOf(counts, size));
  }
}
